"""How tables are kept apart: roles, row-level security, composite keys, and the one clock.

Knows no table by name. Rooms use it in their migrations and models.
"""
