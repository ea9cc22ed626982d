import stat
from pathlib import Path

import pytest

from handsel import environment
from handsel.environment import BadEnvironment, Environment


def test_without_variables_it_is_at_home() -> None:
    settings = environment.read({})

    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.data == Path.cwd() / ".handsel"
    assert not settings.is_public


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HANDSEL_PORT", "http"),
        ("HANDSEL_PORT", "0"),
        ("HANDSEL_PORT", "65536"),
        ("HANDSEL_PORT", "²"),
        ("HANDSEL_WEB_PROCESSES", "-1"),
        ("HANDSEL_TRUSTED_PROXIES", "10.0.0.0/8 proxy"),
        ("HANDSEL_OUTGOING_ALLOWED", "10.0.0.0/8, inside"),
        ("HANDSEL_PUBLIC_URL", "handsel.example.org"),
        ("HANDSEL_PUBLIC_URL", "https://example.org/handsel"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadEnvironment, match=name):
        environment.read({name: value})


def test_trusted_proxies_are_addresses_and_networks() -> None:
    settings = environment.read({"HANDSEL_TRUSTED_PROXIES": "10.0.0.1, 192.168.0.0/16 ::1"})

    assert [str(network) for network in settings.trusted_proxies] == [
        "10.0.0.1/32",
        "192.168.0.0/16",
        "::1/128",
    ]


PUBLIC = {"HANDSEL_HOST": "0.0.0.0", "HANDSEL_PUBLIC_URL": "https://handsel.example.org"}
LONG = "x" * 32


@pytest.mark.parametrize(
    ("variables", "key", "what"),
    [
        (PUBLIC | {"HANDSEL_CLOCK": "/tmp/clock"}, LONG, "HANDSEL_CLOCK"),
        (PUBLIC, "short", "HANDSEL_SECRET_KEY"),
        ({"HANDSEL_HOST": "0.0.0.0"}, LONG, "HANDSEL_PUBLIC_URL"),
        ({"HANDSEL_PUBLIC_URL": "http://handsel.example.org"}, LONG, "HANDSEL_PUBLIC_URL"),
    ],
)
def test_insecure_settings_are_refused_on_a_public_address(
    variables: dict[str, str], key: str, what: str
) -> None:
    with pytest.raises(BadEnvironment, match=what):
        environment.check_safe(environment.read(variables), secret_key=key)


def test_secure_settings_are_fine_on_a_public_address() -> None:
    environment.check_safe(environment.read(PUBLIC), secret_key=LONG)


def test_the_clock_may_be_set_at_home() -> None:
    environment.check_safe(environment.read({"HANDSEL_CLOCK": "/tmp/clock"}), secret_key="")


def at(folder: Path) -> Environment:
    return environment.read({"HANDSEL_DATA": str(folder)})


def test_the_secret_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = environment.secret_key(at(tmp_path / "data"), given="")

    assert environment.secret_key(at(tmp_path / "data"), given="") == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_a_given_secret_key_is_used_and_not_kept(tmp_path: Path) -> None:
    assert environment.secret_key(at(tmp_path), given="mine") == "mine"
    assert list(tmp_path.iterdir()) == []
