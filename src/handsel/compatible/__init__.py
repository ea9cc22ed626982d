"""Addresses that other programs know already: the shares of `EntityAccess.svc`, as existing integrations call them (S10)."""
