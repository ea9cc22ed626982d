"""The commands, by idea. Each module adds its own to the parser; Django is set up only once a command needs it."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (argparse gives it no other name)
else:
    Commands = object
