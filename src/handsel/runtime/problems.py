"""What stops a command, said in one sentence instead of a traceback."""

import errno
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
NO_SPACE = "No space left on device"  # as PostgreSQL passes it on


class RuntimeProblem(Exception):
    """The message is one sentence for people; the command line prints it and ends with 1."""


def problem_of(error: OSError, *, where: Path) -> RuntimeProblem:
    if error.errno in FULL:
        return disk_full(where)
    path = error.filename or where
    if error.errno in FORBIDDEN:
        return RuntimeProblem(
            f"Handsel may not write {path}: {error.strerror}. Choose another HANDSEL_DATA or mend its owner."
        )
    return RuntimeProblem(f"{path}: {error.strerror}.")


def disk_full(where: Path) -> RuntimeProblem:
    return RuntimeProblem(
        f"The disk that holds {where} is full: free some space or choose another HANDSEL_DATA."
    )
