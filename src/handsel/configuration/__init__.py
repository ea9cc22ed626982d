"""CONFIGURATION AS A FILE (I14): organizations, people, teams, channels, switches and workflows in one readable YAML file.

`apply` makes it so and `describe` writes it; both go through the actions of the rooms below, like page and API.
"""

from handsel.configuration.applying import Change, Kind, apply, apply_text, preview
from handsel.configuration.describing import describe

__all__ = ["Change", "Kind", "apply", "apply_text", "describe", "preview"]
