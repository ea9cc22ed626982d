"""WHO: organizations, teams, members, what they may do, and how they are known to be who they say.

`acting(actor)` opens the one transaction of a request or job; everything above runs inside it.
"""
