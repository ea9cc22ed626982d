"""Child processes that never outlive us: each dies with the process that started it, even by `kill -9`."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# Runs in a bare interpreter before the program itself. Privileges go first, because set*id clears the
# death signal; then a session of its own, so that Ctrl-C reaches the supervisor alone.
_EXECUTE = """
import ctypes, os, signal, sys
parent, uid, gid, sent, *argv = sys.argv[1:]
uid, gid = int(uid), int(gid)
if uid != os.geteuid():
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
os.setsid()
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, int(sent))
    if os.getppid() != int(parent):
        sys.exit("parent gone")
os.umask(0o077)
os.execv(argv[0], argv)
"""


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int


def me() -> Account:
    return Account(os.geteuid(), os.getegid())


def spawn(
    argv: Sequence[str | Path],
    *,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    cwd: str | Path | None = None,
    out: int | IO[bytes] | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program as `account`; `death_signal` is what it gets when the calling *thread* ends, so call this
    from the main thread. `out` takes both of its outputs, `keep` are descriptors that it inherits."""
    account = account or me()
    prologue = [str(os.getpid()), str(account.uid), str(account.gid), str(int(death_signal))]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _EXECUTE, *prologue, *map(str, argv)],
        env=dict(os.environ if environment is None else environment),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT if out is not None else None,
        pass_fds=tuple(keep),
    )
