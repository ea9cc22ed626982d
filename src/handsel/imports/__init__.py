"""Opportunities from files: mapped, checked, written through the gate in chunks, undone as a whole (I4, I12, I13)."""
