"""People of a file: who is new joins at once, without a mail; who is known is compared."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from handsel.configuration.changes import Run, refusing_at
from handsel.configuration.reading import PersonPart
from handsel.kernel.sentences import as_it_is
from handsel.organizations import people
from handsel.organizations.models import Membership, User
from handsel.organizations.rules import Role

NEEDED = ("name", "roles")


def make_people(parts: Iterable[PersonPart], run: Run, hashes: Mapping[str, str]) -> None:
    """New administrators come first: the last one can't be let go before."""
    known = {member.user.email: member for member in Membership.objects.select_related("user").order_by("pk")}
    for part in sorted(parts, key=lambda one: Role.ADMINISTRATOR not in one.changes.get("roles", ())):
        with refusing_at(part.part):
            member = known.get(part.email)
            if member is None:
                _enroll(part, run, hashes)
            else:
                _compare(part, member, run, hashes)


def _enroll(part: PersonPart, run: Run, hashes: Mapping[str, str]) -> None:
    missing = [key for key in NEEDED if part.changes.get(key) is None]
    for key in missing:
        part.part.at(key).refuse(as_it_is(f"{part.email} is new here and needs this."))
    if missing:
        return
    member = people.enroll(part.email, by=run.by, at=run.at, **part.changes)
    _set_password(member, hashes)
    if part.active is False:
        people.deactivate(member.pk, by=run.by, at=run.at)
    run.made(f"person {part.email}")


def _compare(part: PersonPart, member: Membership, run: Run, hashes: Mapping[str, str]) -> None:
    values: dict[str, tuple[Any, Any]] = {
        key: (getattr(member, key), value) for key, value in part.changes.items()
    }
    people.edit(member.pk, changes=cast("people.MemberChanges", part.changes), by=run.by, at=run.at)
    if part.email in hashes:
        _set_password(member, hashes)
        values["password"] = ("as it was", "as in the file")
    if part.active is not None:
        values["active"] = (member.deactivated_at is None, part.active)
        act = people.reactivate if part.active else people.deactivate
        act(member.pk, by=run.by, at=run.at)
    run.compared(f"person {part.email}", values)


def _set_password(member: Membership, hashes: Mapping[str, str]) -> None:
    email = member.user.email
    if email in hashes:
        User.objects.filter(pk=member.user_id).update(password=hashes[email])
