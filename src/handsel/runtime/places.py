"""Where the data lives and who may run PostgreSQL there: it refuses to run as root."""

import hashlib
import os
import pwd
import stat
from pathlib import Path

from handsel.environment import Environment
from handsel.runtime.children import Account, me
from handsel.runtime.problems import RuntimeProblem, problem_of

UNDER_ROOT = Path("/var/lib/handsel")
REACHABLE = 0o711


def settle_data_directory(environment: Environment) -> Path:
    """Make the data directory and return it. Under root, a default one that PostgreSQL's account can't reach is
    replaced by one below /var/lib/handsel; one that was asked for is refused with a RuntimeProblem."""
    wanted = environment.data
    if os.geteuid() != 0 or environment.database_url is not None:
        return _made(wanted, mode=0o700)
    account = account_for(wanted / "postgres" / "pgdata")
    if can_pass(wanted.parent, account):
        return _opened(_made(wanted, mode=REACHABLE), account)
    if environment.data_is_given:
        raise RuntimeProblem(
            f"PostgreSQL does not run as root, and the account it runs as can't reach {wanted}: "
            f"choose another HANDSEL_DATA, for example {UNDER_ROOT}."
        )
    return _opened(_made(replacement_of(wanted), mode=REACHABLE), account)


def replacement_of(wanted: Path) -> Path:
    """One for each working directory, so that two checkouts don't share their data."""
    return (
        UNDER_ROOT / f"{wanted.parent.name or 'root'}-{hashlib.sha256(str(wanted).encode()).hexdigest()[:8]}"
    )


def account_for(pgdata: Path) -> Account:
    """Who runs PostgreSQL: ourselves; under root the owner of the data, else an unprivileged account of the system."""
    if os.geteuid() != 0:
        return me()
    try:
        found = pgdata.stat()
    except OSError:
        found = None
    if found is not None and found.st_uid != 0:
        return Account(found.st_uid, found.st_gid)
    for name in ("postgres", "nobody"):  # initdb asks for an account that has a name
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise RuntimeProblem(
        "PostgreSQL does not run as root, and this system has no account 'postgres' or 'nobody': run Handsel as an ordinary user."
    )


def can_pass(path: Path, account: Account) -> bool:
    """Whether the account may walk into `path`, or into what of it exists."""
    return all(_is_open(step, account) for step in (path, *path.parents) if step.exists())


def _is_open(folder: Path, account: Account) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _made(folder: Path, *, mode: int) -> Path:
    try:
        for step in reversed([folder, *folder.parents]):
            if not step.exists():
                step.mkdir(exist_ok=True)
                step.chmod(mode)  # whatever the umask says
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied", str(folder))
    except OSError as error:
        raise problem_of(error, where=folder) from None
    return folder


def _opened(folder: Path, account: Account) -> Path:
    """Let the account walk through, but only where the directory is ours to change."""
    if can_pass(folder, account):
        return folder
    is_ours = folder.stat().st_uid == 0 and ((folder / "postgres").exists() or not any(folder.iterdir()))
    if not is_ours:
        raise RuntimeProblem(
            f"PostgreSQL does not run as root, and the account it runs as can't enter {folder}: choose another HANDSEL_DATA."
        )
    folder.chmod(REACHABLE)
    return folder
