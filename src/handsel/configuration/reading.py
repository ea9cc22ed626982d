"""What a configuration file says, checked as far as the file alone can tell; every problem is kept with its line.

A key that the file leaves out is absent from `changes`: it stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handsel.kernel.money import check_currency
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import as_it_is
from handsel.kernel.written import FileRefused, Part, read_yaml
from handsel.organizations.editing import SHARES
from handsel.organizations.localities import check_locale, check_time_zone
from handsel.organizations.people import check_email
from handsel.organizations.rules import ChannelKind, Role, Sees, Switch

ORGANIZATION = (
    "name", "parent", "time_zone", "currency", "locale", "switches", "shares", "people", "channels", "workflows", "teams",
)  # fmt: skip
PERSON = ("email", "name", "roles", "sales_licence", "active", "password")
TEAM = ("name", "workflow", "deal_amount", "potential", "automatic_assignment", "members")
TEAM_FLAGS = ("deal_amount", "potential", "automatic_assignment")
CHECKS: dict[str, Callable[..., str]] = {
    "time_zone": check_time_zone,
    "currency": check_currency,
    "locale": check_locale,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPart:
    part: Part
    email: str
    changes: dict[str, Any]
    active: bool | None
    password: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPart:
    part: Part
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowPart:
    """`document` is the workflow file, of `file` or inside this one."""

    part: Part
    name: str
    document: Part
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPart:
    part: Part
    email: str
    sees: Sees | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPart:
    part: Part
    name: str
    workflow: str | None
    changes: dict[str, bool]
    members: list[SeatPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationPart:
    part: Part
    name: str
    parent: str | None
    changes: dict[str, str]
    switches: dict[str, bool]
    shares: dict[str, int]
    people: list[PersonPart]
    channels: list[ChannelPart]
    workflows: list[WorkflowPart]
    teams: list[TeamPart]


def read(text: str, *, folder: Path) -> tuple[Part, list[OrganizationPart]]:
    """Parents before children. Who calls must `check` the part before anything is kept; workflow files are looked
    for in `folder`."""
    whole = read_yaml(text)
    found: list[OrganizationPart] = []
    names: set[str] = set()
    if whole.only("organizations"):
        if not whole.data.get("organizations"):
            whole.at("organizations").refuse(as_it_is("Name at least one organization."))
        for item in whole.at("organizations").each(most=1_000):
            if item.only(*ORGANIZATION):
                name = _unique(item, "name", names)
                found.append(_organization(item, name or "", folder))
    return whole, sorted(found, key=lambda one: one.parent is not None)


def merge_problems(document: Part, into: Part, *, file: str) -> None:
    """What is wrong in a workflow file is told with the name of that file."""
    for problem in document.source.problems:
        into.source.problems.append(type(problem)(f"{file}: {problem.name}", problem.message))
    document.source.problems.clear()


def _organization(part: Part, name: str, folder: Path) -> OrganizationPart:
    changes = {}
    for key, check in CHECKS.items():
        value = _checked(part.at(key), check, key) if part.has(key) else None
        if value is not None:
            changes[key] = value
    return OrganizationPart(
        part=part,
        name=name,
        parent=part.at("parent").name() if part.has("parent") else None,
        changes=changes,
        switches=_switches(part.at("switches")),
        shares=_shares(part.at("shares")),
        people=_people(part.at("people")),
        channels=_channels(part.at("channels")),
        workflows=_workflows(part.at("workflows"), folder),
        teams=_teams(part.at("teams")),
    )


def _switches(part: Part) -> dict[str, bool]:
    if part.data is None or not part.only(*Switch):
        return {}
    found = {name: _flag(part.at(name)) for name in part.data if name in set(Switch)}
    return {name: value for name, value in found.items() if value is not None}


def _shares(part: Part) -> dict[str, int]:
    if part.data is None or not part.only(*SHARES):
        return {}
    found = {name: _days(part.at(name)) for name in SHARES if part.has(name)}
    return {name: value for name, value in found.items() if value is not None}


def _days(part: Part) -> int | None:
    if isinstance(part.data, int) and not isinstance(part.data, bool):
        return part.data
    part.refuse(as_it_is("Write whole days."))
    return None


def _people(part: Part) -> list[PersonPart]:
    found: list[PersonPart] = []
    seen: set[str] = set()
    for item in part.each():
        if not item.only(*PERSON):
            continue
        email = _email(item.at("email"), seen)
        changes: dict[str, Any] = {}
        if item.has("name"):
            changes["name"] = item.at("name").name()
        if item.has("roles"):
            changes["roles"] = _roles(item.at("roles"))
        if "sales_licence" in item.data:  # null: as the roles have it
            changes["sales_licence"] = _flag(item.at("sales_licence"))
        found.append(
            PersonPart(
                part=item,
                email=email or "",
                changes=changes,
                active=_flag(item.at("active")),
                password=item.at("password").name(limit=1_000) if item.has("password") else None,
            )
        )
    return found


def _roles(part: Part) -> list[str]:
    named = {role for item in part.each() if (role := item.one_of([*Role])) is not None}
    if not part.data:
        part.refuse(as_it_is("Choose at least one role."))
    return [role.value for role in Role if role.value in named]


def _channels(part: Part) -> list[ChannelPart]:
    found: list[ChannelPart] = []
    seen: set[str] = set()
    for item in part.each():
        if item.only("kind", "name"):
            name, kind = _unique(item, "name", seen), item.at("kind").one_of([*ChannelKind])
            found.append(ChannelPart(part=item, name=name or "", kind=kind or ""))
    return found


def _workflows(part: Part, folder: Path) -> list[WorkflowPart]:
    found: list[WorkflowPart] = []
    seen: set[str] = set()
    for item in part.each():
        if not item.only("name", "file", "document"):
            continue
        if item.has("file") == item.has("document"):
            item.refuse(as_it_is("Give the workflow either as `file` or as `document`."))
            continue
        document = _workflow_file(item.at("file"), folder) if item.has("file") else item.at("document")
        if document is None:
            continue
        name = _unique(item, "name", seen) if item.has("name") else document.at("workflow").name()
        if isinstance(document.data, dict):  # called as this file calls it
            document = Part({**document.data, "workflow": name or "-"}, document.path, document.source)
        found.append(WorkflowPart(part=item, name=name or "", document=document, file=item.data.get("file")))
    return found


def _workflow_file(part: Part, folder: Path) -> Part | None:
    name = part.name()
    if name is None:
        return None
    try:
        return read_yaml((folder / name).read_text(encoding="utf-8-sig"))
    except FileRefused as refusal:
        part.source.problems += [type(one)(f"{name}: {one.name}", one.message) for one in refusal.fields]
    except (OSError, ValueError) as error:
        reason = (
            "it is not text in UTF-8"
            if isinstance(error, ValueError)
            else error.strerror or "no reason given"
        )
        part.refuse(as_it_is(f"The file {name} can't be read: {reason}."))
    return None


def _teams(part: Part) -> list[TeamPart]:
    found: list[TeamPart] = []
    seen: set[str] = set()
    for item in part.each():
        if not item.only(*TEAM):
            continue
        flags = {key: _flag(item.at(key)) for key in TEAM_FLAGS}
        found.append(
            TeamPart(
                part=item,
                name=_unique(item, "name", seen) or "",
                workflow=item.at("workflow").name() if item.has("workflow") else None,
                changes={key: flag for key, flag in flags.items() if flag is not None},
                members=_seats(item.at("members")),
            )
        )
    return found


def _seats(part: Part) -> list[SeatPart]:
    found: list[SeatPart] = []
    seen: set[str] = set()
    for item in part.each():
        if isinstance(item.data, Mapping):
            item.only("email", "sees")
            email = _email(item.at("email"), seen)
            sees = item.at("sees").one_of([*Sees]) if item.has("sees") else None
            found.append(SeatPart(part=item, email=email or "", sees=Sees(sees) if sees else None))
        else:
            found.append(SeatPart(part=item, email=_email(item, seen) or "", sees=None))
    return found


def _unique(item: Part, key: str, seen: set[str]) -> str | None:
    name = item.at(key).name()
    if name is not None and name in seen:
        item.at(key).refuse(as_it_is(f"{name:.80} stands here twice."))
    seen.add(name or "")
    return name


def _email(part: Part, seen: set[str]) -> str | None:
    if part.data is None:
        part.refuse(as_it_is("This is missing."))
        return None
    email = _checked(part, check_email, "email")
    if email is not None and email in seen:
        part.refuse(as_it_is(f"{email} stands here twice."))
    seen.add(email or "")
    return email


def _flag(part: Part) -> bool | None:
    if part.data is None or isinstance(part.data, bool):
        return part.data
    part.refuse(as_it_is("Say true or false."))
    return None


def _checked(part: Part, check: Callable[..., str], key: str) -> str | None:
    try:
        return check(part.source.typed.get(part.path, part.data), field=key)
    except Refusal as refusal:
        part.refuse(refusal.detail)
        return None
