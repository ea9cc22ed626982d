"""Rules as tables, without a database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handsel.kernel.refusals import Invalid, Refusal
from handsel.organizations.localities import check_locale, check_time_zone
from handsel.organizations.people import check_email
from handsel.organizations.rules import (
    INVITATION_LASTS,
    FeatureOff,
    HoldsOpportunities,
    InvitationExpired,
    InvitationNotFound,
    InvitationUsed,
    LastAdministrator,
    Role,
    Switch,
    capabilities_of,
    check_invitation,
    check_keeps_administrator,
    check_lets_go,
    check_roles,
    check_scopes,
    check_switch,
    check_switches,
    has_licence,
    switches_of,
)

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def refusal_of(error: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [field.name for field in error.value.fields]


@pytest.mark.parametrize(
    ("roles", "override", "held"),
    [
        (["administrator"], None, {"configure", "see_everything"}),
        (["administrator"], True, {"configure", "see_everything", "work"}),
        (["manager"], None, {"see_everything", "work"}),
        (["manager"], False, {"see_everything"}),
        (["director"], None, {"see_everything", "work", "restricted_transitions"}),
        (["professional"], None, {"work"}),
        (["professional"], False, set()),
        (["lead_generator"], None, set()),
        (["administrator", "manager"], None, {"configure", "see_everything", "work"}),
    ],
)
def test_roles_are_presets_over_capabilities(
    roles: list[str],
    override: bool | None,
    held: set[str],
) -> None:
    asked = {"configure", "see_everything", "work", "restricted_transitions"}

    assert capabilities_of(roles, licence=has_licence(roles, override)) & asked == held


@pytest.mark.parametrize(
    ("roles", "kept"),
    [
        (["professional"], ["professional"]),
        (["professional", "administrator", "professional"], ["administrator", "professional"]),
        ([], None),
        (["boss"], None),
        (["Administrator"], None),
    ],
)
def test_only_known_roles_are_held_each_once(roles: list[str], kept: list[str] | None) -> None:
    if kept is not None:
        assert check_roles(roles) == kept
        return
    with pytest.raises(Invalid) as error:
        check_roles(roles)
    assert refusal_of(error) == ["roles"]


@pytest.mark.parametrize(
    ("scopes", "held", "refused"),
    [
        (["read"], None, False),
        (["write", "read"], frozenset({"read", "write"}), False),
        (["configure"], frozenset({"read", "write"}), True),
        ([], None, True),
        (["everything"], None, True),
    ],
)
def test_a_key_never_passes_on_more_than_it_has(
    scopes: list[str],
    held: frozenset[str] | None,
    refused: bool,
) -> None:
    if not refused:
        assert check_scopes(scopes, held=held) == sorted(scopes)
        return
    with pytest.raises(Invalid) as error:
        check_scopes(scopes, held=held)
    assert refusal_of(error) == ["scopes"]


@pytest.mark.parametrize(
    ("switches", "is_root", "problems"),
    [
        ({"sharing": True, "handover": True, "cross_silo": False}, True, []),
        ({"sharing": True, "potential": True}, False, []),
        ({"handover": True}, False, ["switches.handover"]),
        ({"handover": True, "cross_silo": True}, False, ["switches.handover", "switches.cross_silo"]),
        ({"magic": True, "sharing": True}, True, ["switches.magic"]),
    ],
)
def test_two_switches_are_the_parents(
    switches: dict[str, bool],
    is_root: bool,
    problems: list[str],
) -> None:
    if not problems:
        assert check_switches(switches, is_root=is_root) == switches
        return
    with pytest.raises(Invalid) as error:
        check_switches(switches, is_root=is_root)
    assert refusal_of(error) == problems


def test_a_child_reads_handover_and_cross_silo_from_its_parent() -> None:
    own = {"sharing": True, "handover": True}

    assert switches_of(own, parent=None) == {
        "sharing": True,
        "share_automation": False,
        "handover": True,
        "cross_silo": False,
        "potential": False,
    }
    assert switches_of(own, parent={"cross_silo": True, "sharing": False}) == {
        "sharing": True,
        "share_automation": False,
        "handover": False,
        "cross_silo": True,
        "potential": False,
    }


@pytest.mark.parametrize(
    ("switch", "is_root", "who"),
    [
        (Switch.SHARING, False, "your organization"),
        (Switch.HANDOVER, True, "your organization"),
        (Switch.HANDOVER, False, "the parent organization"),
    ],
)
def test_a_feature_that_is_off_says_who_can_switch_it_on(switch: Switch, is_root: bool, who: str) -> None:
    check_switch({switch.value: True}, switch, is_root=is_root)
    with pytest.raises(FeatureOff) as error:
        check_switch({}, switch, is_root=is_root)
    assert error.value.detail == f"{switch} is switched off. An administrator of {who} can switch it on."
    assert error.value.extra == {"switch": switch.value}


def test_the_last_administrator_stays() -> None:
    check_keeps_administrator(1)
    with pytest.raises(LastAdministrator):
        check_keeps_administrator(0)


@pytest.mark.parametrize(
    ("count", "is_reassigned", "refused"), [(0, False, False), (2, True, False), (2, False, True)]
)
def test_nothing_is_released_silently(count: int, is_reassigned: bool, refused: bool) -> None:
    if not refused:
        check_lets_go(count, is_reassigned=is_reassigned)
        return
    with pytest.raises(HoldsOpportunities) as error:
        check_lets_go(count, is_reassigned=is_reassigned)
    assert error.value.extra == {"count": count}


@dataclass(frozen=True)
class Waiting:
    invited_at: datetime | None = NOON
    joined_at: datetime | None = None
    deactivated_at: datetime | None = None


@pytest.mark.parametrize(
    ("invited", "at", "refusal"),
    [
        (Waiting(), NOON, None),
        (Waiting(), NOON + INVITATION_LASTS - SECOND, None),
        (Waiting(), NOON + INVITATION_LASTS, InvitationExpired),
        (Waiting(joined_at=NOON), NOON, InvitationUsed),
        (Waiting(deactivated_at=NOON), NOON, InvitationNotFound),
        (Waiting(invited_at=NOON + SECOND), NOON + SECOND, InvitationNotFound),
        (None, NOON, InvitationNotFound),
    ],
)
def test_an_invitation_counts_once_and_for_14_days(
    invited: Waiting | None, at: datetime, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        check_invitation(invited, sent_at=NOON, at=at)
        return
    with pytest.raises(refusal):
        check_invitation(invited, sent_at=NOON, at=at)


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/Montreal", "UTC"])
def test_known_time_zones_are_taken(zone: str) -> None:
    assert check_time_zone(zone) == zone


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "europe/madrid", "../etc/passwd", "localtime", "Factory", None, 1]
)
def test_other_time_zones_are_refused(zone: object) -> None:
    with pytest.raises(Invalid) as error:
        check_time_zone(zone)
    assert refusal_of(error) == ["time_zone"]


@pytest.mark.parametrize(
    ("locale", "known"),
    [
        ("en", True),
        ("es-MX", True),
        ("en-CA", True),
        ("zh-Hans-CN", True),
        ("tlh-XX", False),
        ("en_US", False),
        ("en-US@calendar=x", False),
        ("", False),
        ("e" * 99, False),
        (1, False),
    ],
)
def test_locales_are_those_that_people_speak(locale: object, known: bool) -> None:
    if known:
        assert check_locale(locale) == locale
        return
    with pytest.raises(Invalid):
        check_locale(locale)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann@Example.org ", "ann@example.org"),
        ("no address", None),
        ("a@b", None),
        ("a\0@example.org", None),
        ("x" * 260 + "@example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_have_one_spelling(typed: object, kept: str | None) -> None:
    if kept is not None:
        assert check_email(typed) == kept
        return
    with pytest.raises(Invalid) as error:
        check_email(typed)
    assert refusal_of(error) == ["email"]


def test_every_role_has_its_capabilities() -> None:
    assert all(capabilities_of([role], licence=True) for role in Role)
