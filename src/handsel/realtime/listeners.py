"""Who listens: one `Listener` per open stream, one mailbox each, all on the event loop's thread."""

import asyncio
from dataclasses import dataclass

from handsel.ledger.readers import Cursor
from handsel.organizations.acting import Member

FULL = 1_000  # frames that wait for a slow reader; then one `reset` says it all


@dataclass(frozen=True, slots=True)
class Credentials:
    """How the stream was opened; asked again as long as it stays open."""

    session_key: str | None = None
    secret: str | None = None


class Listener:
    """`after`: what came up to there reaches it by catching up, what comes later by its mailbox. Never both."""

    def __init__(self, member: Member, credentials: Credentials) -> None:
        self.member = member
        self.credentials = credentials
        self.after = Cursor(0, 0)
        self.is_over = False
        self.must_be_checked = False
        self._frames: list[bytes] = []
        self._woken = asyncio.Event()

    def put(self, frame: bytes, *, instead: bytes) -> None:
        """`instead` takes the place of everything when the mailbox is full."""
        if self.is_over:
            return
        if len(self._frames) >= FULL:
            self._frames = [instead]
        else:
            self._frames.append(frame)
        self._woken.set()

    def check(self) -> None:
        """Have its stream ask at once whether it may go on."""
        self.must_be_checked = True
        self._woken.set()

    def end(self) -> None:
        self.is_over = True
        self._woken.set()

    def wake(self) -> None:
        self._woken.set()

    async def wait(self) -> bytes:
        """What has come meanwhile in one piece; empty when it was woken for something else."""
        if not self._frames and not self.is_over and not self.must_be_checked:
            await self._woken.wait()
        self._woken.clear()
        frames, self._frames = self._frames, []
        return b"".join(frames)
