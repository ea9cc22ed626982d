"""A child may load its program while the database is still being migrated, and serves once we open the gate."""

import os

VARIABLE = "HANDSEL_GATE"


class Gate:
    """Held by the supervisor; `descriptor` is what a child inherits, named in its environment by `VARIABLE`."""

    def __init__(self) -> None:
        self.descriptor, self._ours = os.pipe()

    def open(self) -> None:
        """Also opened when we die: the pipe ends."""
        os.close(self._ours)
        os.close(self.descriptor)


def wait() -> None:
    """In the child; at once where nobody holds a gate."""
    descriptor = os.environ.pop(VARIABLE, None)
    if descriptor is not None:
        os.read(int(descriptor), 1)
        os.close(int(descriptor))
