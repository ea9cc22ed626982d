"""THE DEMONSTRATION: a dealer of boats with two houses, a year of its work made by a seeded generator.

Everything goes through the configuration file and the gate, as people and programs do it; only the instants are past.
"""

from handsel.demo.loading import NotEmpty, load

__all__ = ["NotEmpty", "load"]
