"""The environment variables of Handsel, read in this one place by the settings and by the runtime.

Plain Python, no Django. `docs/guide/settings.md` lists them for people.
"""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SHORTEST_SECRET_KEY = 32
LAST_PORT = 65_535

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadEnvironment(Exception):
    """A variable that can't be used as it is; the message is one sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    data: Path
    """Absolute. Nothing is made there by reading."""
    data_is_given: bool
    host: str
    port: int
    public_url: str
    """Without a slash at its end; `http://127.0.0.1:8000` when nothing is said."""
    public_url_is_given: bool
    trusted_proxies: tuple[Network, ...]
    outgoing_allowed: tuple[Network, ...]
    """Not public, and yet to be asked by webhooks."""
    clock: Path | None
    web_processes: int
    database_url: str | None
    email_url: str | None
    pg_bin: Path | None

    @property
    def is_public(self) -> bool:
        """Whether others than this machine can reach it, by what it listens on or by what it calls itself."""
        return not is_loopback(self.host) or not is_loopback(urlsplit(self.public_url).hostname or "")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """Raises BadEnvironment for a value that means nothing."""
    given = os.environ if variables is None else variables
    data, host = given.get("HANDSEL_DATA"), given.get("HANDSEL_HOST") or "127.0.0.1"
    port = _number(given, "HANDSEL_PORT", absent=8000, lowest=1, highest=LAST_PORT)
    public_url = given.get("HANDSEL_PUBLIC_URL", "").rstrip("/")
    _check_public_url(public_url)
    return Environment(
        data=Path(data or ".handsel").expanduser().absolute(),
        data_is_given=bool(data),
        host=host,
        port=port,
        public_url=public_url or f"http://{_in_url(host)}:{port}",
        public_url_is_given=bool(public_url),
        trusted_proxies=_networks(given, "HANDSEL_TRUSTED_PROXIES"),
        outgoing_allowed=_networks(given, "HANDSEL_OUTGOING_ALLOWED"),
        clock=_path(given.get("HANDSEL_CLOCK")),
        web_processes=_number(given, "HANDSEL_WEB_PROCESSES", absent=1, lowest=1, highest=64),
        database_url=given.get("DATABASE_URL") or None,
        email_url=given.get("HANDSEL_EMAIL_URL") or None,
        pg_bin=_path(given.get("HANDSEL_PG_BIN")),
    )


def check_safe(environment: Environment, *, secret_key: str) -> None:
    """What is fine at home and dangerous on a public address is refused there: raises BadEnvironment."""
    if not environment.is_public:
        return
    if environment.clock is not None:
        raise BadEnvironment("HANDSEL_CLOCK sets the time for tests and is refused on a public address.")
    if len(secret_key) < SHORTEST_SECRET_KEY:
        raise BadEnvironment(
            f"HANDSEL_SECRET_KEY is shorter than {SHORTEST_SECRET_KEY} characters, which is refused on a public address."
        )
    if not environment.is_https:
        raise BadEnvironment(
            f"Handsel would be reachable from outside (HANDSEL_HOST={environment.host}) without encryption: "
            "set HANDSEL_PUBLIC_URL to the https:// address of the proxy in front of it."
        )


def secret_key(environment: Environment, *, given: str | None = None) -> str:
    """The key that signs sessions: HANDSEL_SECRET_KEY, else the one kept in the data directory, made there when absent."""
    given = os.environ.get("HANDSEL_SECRET_KEY") if given is None else given
    if given:
        return given
    path = environment.data / "secret_key"
    try:
        return path.read_text().strip() or _make_secret_key(path)
    except FileNotFoundError:
        return _make_secret_key(path)


def _make_secret_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    write_private(temporary, secrets.token_urlsafe(48))
    try:
        os.link(temporary, path)  # the first of two processes that start together wins
    except FileExistsError:
        if not path.read_text().strip():
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Readable by its owner only; under root that is whoever owns the directory, so that they may read it later."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(descriptor, 0o600)
        if os.geteuid() == 0:
            parent = path.parent.stat()
            os.fchown(descriptor, parent.st_uid, parent.st_gid)
        file.write(text + "\n")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _number(given: Mapping[str, str], name: str, *, absent: int, lowest: int, highest: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return absent
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise BadEnvironment(f"{name} must be a number from {lowest} to {highest}, not {text!r}.")
    return int(text)


def _networks(given: Mapping[str, str], name: str) -> tuple[Network, ...]:
    text = given.get(name, "")
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in text.replace(",", " ").split())
    except ValueError as problem:
        raise BadEnvironment(f"{name} must list addresses or networks: {problem}.") from None


def _check_public_url(url: str) -> None:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
        raise BadEnvironment(f"HANDSEL_PUBLIC_URL must look like https://handsel.example.org, not {url!r}.")


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _in_url(host: str) -> str:
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 (an address to compare with, not to listen on)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def mail(environment: Environment) -> dict[str, Any]:
    """`smtp://user:password@host:587` (STARTTLS), `smtps://…` (TLS), `file:///folder`; by default a folder of the data.

    `?from=Handsel <handsel@example.org>` names the sender.
    """
    parts = urlsplit(environment.email_url or "")
    query = dict(parse_qsl(parts.query))
    smtp = parts.scheme in {"smtp", "smtps"}
    if environment.email_url and not smtp and parts.scheme != "file":
        raise BadEnvironment("HANDSEL_EMAIL_URL must begin with smtp://, smtps:// or file://.")
    kind = "smtp" if smtp else "filebased"
    host = urlsplit(environment.public_url).hostname or "localhost"
    return {
        "backend": f"django.core.mail.backends.{kind}.EmailBackend",
        "file_path": None if smtp else str(Path(parts.path) if parts.path else environment.data / "mail"),
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": parts.scheme == "smtp" and query.get("tls") != "off",
        "ssl": parts.scheme == "smtps",
        "sender": query.get("from") or f"Handsel <handsel@{host}>",
    }
