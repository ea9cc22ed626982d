"""Makes it so as a file says: all of it in one transaction, or nothing, with every problem told by its line.

Organizations are found by name, people by e-mail, the rest by name in its organization.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.db import connection, connections, transaction

from handsel.configuration.changes import Change, Kind, Run, refusing_at
from handsel.configuration.passwords import hash_passwords
from handsel.configuration.people import make_people
from handsel.configuration.reading import OrganizationPart, read
from handsel.configuration.teams import make_channels, make_teams
from handsel.configuration.workflows import make_workflows
from handsel.database.conflicts import refusing
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import FieldProblem, field_refused
from handsel.kernel.sentences import as_it_is
from handsel.kernel.written import FileRefused
from handsel.ledger.record import record
from handsel.organizations import editing, founding
from handsel.organizations.acting import System, acting
from handsel.organizations.events import OrganizationEdited
from handsel.organizations.models import Organization
from handsel.organizations.queries import family, switches_in
from handsel.organizations.rules import FROM_PARENT

__all__ = ["Change", "Kind", "apply", "apply_text", "preview"]

# Two files at once could each find an organization missing and make it.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('handsel.configuration', 0))"
KNOWN = "SELECT id, name, parent_id, time_zone, currency, locale FROM organizations_organization"
MANNERS = ("time_zone", "currency", "locale")
REFUSED = as_it_is("This file can't be applied; nothing was changed.")


def apply(file: Path) -> list[Change]:
    """What was made, changed or found as it should be. Raises FileRefused, and then nothing was changed."""
    return apply_text(_text_of(file), folder=file.parent)


def preview(file: Path) -> list[Change]:
    """What `apply` would do; nothing is changed."""
    with transaction.atomic():
        changes = apply(file)
        transaction.set_rollback(True)
    return changes


def apply_text(text: str, *, folder: Path) -> list[Change]:
    """`folder` is where workflow files are looked for."""
    whole, wanted = read(text, folder=folder)
    whole.check(REFUSED)
    hashes = hash_passwords(wanted)  # slow on purpose, so before anything is locked
    whole.check(REFUSED)
    changes: list[Change] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME)
        tree = _Tree.read()
        for part in wanted:
            with refusing_at(part.part):
                run = _open(part, tree)
                with acting(run.by) as run.at:
                    _make_organization(part, run, tree)
                    make_people(part.people, run, hashes)
                    make_channels(part.channels, run)
                    make_workflows(part.workflows, run)
                    make_teams(part.teams, run)
                changes += run.changes
        whole.check(REFUSED)
    return changes


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(as_it_is(f"{file} is not text in UTF-8; nothing was changed.")) from None


@dataclass(slots=True)
class _Tree:
    """The organizations that are there, and those that this file founds on the way."""

    ids: dict[str, UUID]
    parents: dict[str, UUID | None]
    manners: dict[str, dict[str, str]]
    """Time zone, currency and locale: a new child has its parent's unless its file says otherwise."""

    @classmethod
    def read(cls) -> "_Tree":
        with connections["system"].cursor() as cursor:
            cursor.execute(KNOWN)
            rows = cursor.fetchall()
        return cls(
            ids={row[1]: row[0] for row in rows},
            parents={row[1]: row[2] for row in rows},
            manners={row[1]: dict(zip(MANNERS, row[3:], strict=True)) for row in rows},
        )


def _open(part: OrganizationPart, tree: _Tree) -> Run:
    return Run(organization=part.name, by=System(organization_id=tree.ids.get(part.name) or new_id()))


def _make_organization(part: OrganizationPart, run: Run, tree: _Tree) -> None:
    """Refused as a whole where it can't be: nothing can stand in it then."""
    parent_id = None
    if part.parent is not None:
        parent_id = tree.ids.get(part.parent)
        if parent_id is None:
            raise field_refused(
                "parent", as_it_is(f"There is no organization {part.parent!r:.80}, here or in this file.")
            )
    if part.name in tree.ids:
        _change_organization(part, run, parent_id=parent_id or tree.parents[part.name])
    else:
        own, manners = _own_switches(part, parent_id), tree.manners.get(part.parent or "", {}) | part.changes
        founding.found(part.name, by=run.by, at=run.at, parent_id=parent_id, switches=own, **manners)
        editing.edit({"shares": part.shares}, by=run.by, at=run.at)
        tree.ids[part.name], tree.parents[part.name] = run.by.organization_id, parent_id
        tree.manners[part.name] = manners
        run.made("organization")
    _check_switches_of_parent(part)


def _change_organization(part: OrganizationPart, run: Run, *, parent_id: UUID | None) -> None:
    before = Organization.objects.get(pk=run.by.organization_id)
    changed: dict[str, tuple[Any, Any]] = {
        key: (getattr(before, key), value) for key, value in part.changes.items()
    }
    own = _own_switches(part, parent_id)
    changed |= {key: (before.switches.get(key, False), on) for key, on in own.items()}
    changed |= {
        f"shares.{key}": (getattr(before, editing.SHARES[key]), days) for key, days in part.shares.items()
    }
    if parent_id != before.parent_id:
        _move_under(before, parent_id, run)
        changed["parent"] = ("none" if before.parent_id is None else "another", part.parent)
    wanted = {**part.changes, "switches": own, "shares": part.shares}
    editing.edit(cast("editing.OrganizationChanges", wanted), by=run.by, at=run.at)
    run.compared("organization", changed)


def _move_under(organization: Organization, parent_id: UUID | None, run: Run) -> None:
    """A trigger refuses a second level."""
    refusal = founding.TreeTooDeep(founding.ONE_LEVEL, fields=[FieldProblem("parent", founding.ONE_LEVEL)])
    with refusing(organization_tree_one_level=refusal):
        Organization.objects.filter(pk=organization.pk).update(parent_id=parent_id)
    record(OrganizationEdited(subject_id=organization.pk, changed=["parent"]), by=run.by, at=run.at)


def _own_switches(part: OrganizationPart, parent_id: UUID | None) -> dict[str, bool]:
    return {key: on for key, on in part.switches.items() if parent_id is None or key not in FROM_PARENT}


def _check_switches_of_parent(part: OrganizationPart) -> None:
    """A child's file may say how they hold; it can't say otherwise."""
    named = {key: on for key, on in part.switches.items() if key in FROM_PARENT}
    organization = Organization.objects.get(name=part.name)
    if not named or organization.parent_id is None:
        return
    hold = switches_in(organization, family())
    for key, on in named.items():
        if hold[key] != on:
            part.part.at("switches").at(key).refuse(
                as_it_is("The parent organization switches this; say it there.")
            )
