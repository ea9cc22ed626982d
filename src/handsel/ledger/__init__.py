"""The ledger: what happened, once, in the transaction that made it so.

Actions call `record`. Timeline, reactions, webhooks and the live stream read. Nothing here is ever changed.
"""
