"""The link in an invitation: what it says, the mail that brings it, and accepting it, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError

from handsel.kernel.refusals import FieldProblem, Invalid, field_refused
from handsel.kernel.sentences import as_it_is, joined, say
from handsel.kernel.text import check_name, check_text
from handsel.ledger.readers import Recorded
from handsel.ledger.record import record
from handsel.organizations.acting import System
from handsel.organizations.events import MemberJoined
from handsel.organizations.jobs import send_mail
from handsel.organizations.letters import write_letter
from handsel.organizations.models import Membership, User
from handsel.organizations.rules import InvitationNotFound, check_invitation, has_licence

SALT = "handsel.invitation"
LONGEST_PASSWORD = 1_000  # hashing a longer one is only work


@dataclass(frozen=True, slots=True)
class Link:
    organization_id: UUID
    member_id: UUID
    sent_at: datetime


def send_invitation(event: Recorded, at: datetime) -> None:  # noqa: ARG001 (a reaction)
    """A reaction to `member.invited`: writes the mail and leaves it to the worker."""
    found = Membership.objects.select_related("user", "organization")
    member = found.filter(pk=event.subject_id).first() if event.subject_id else None
    if member is None or member.joined_at is not None or member.deactivated_at is not None:
        return  # withdrawn or accepted meanwhile
    inviter = Membership.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    letter = write_letter(
        "invitation",
        locale=member.locale or member.organization.locale,
        name=member.name,
        organization=member.organization.name,
        inviter=inviter.name if inviter else "",
        url=f"{settings.PUBLIC_URL}/invitation/{write_token(member)}",
    )
    send_mail.defer(subject=letter.subject, body=letter.body, to=member.user.email)


def write_token(member: Membership) -> str:
    assert member.invited_at is not None
    parts = [member.organization_id.hex, member.pk.hex, member.invited_at.isoformat()]
    return signing.Signer(salt=SALT).sign_object(parts)


def read_token(token: str) -> Link:
    """Whether it still counts is asked of the database: by its clock, and whether it was used."""
    try:
        organization, member, sent = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, UnicodeError):
        raise InvitationNotFound(
            say("This invitation link is not complete. Copy it from the mail once more.")
        ) from None
    return Link(UUID(organization), UUID(member), datetime.fromisoformat(sent))


def look(link: Link, *, at: datetime) -> Membership:
    """The open invitation, with user and organization."""
    member = Membership.objects.select_related("user", "organization").filter(pk=link.member_id).first()
    check_invitation(member, sent_at=link.sent_at, at=at)
    assert member is not None
    return member


def accept(link: Link, *, name: str | None, password: str | None, at: datetime) -> Membership:
    """Once. Who has a password already only confirms; somebody new sets one."""
    Membership.objects.select_for_update().filter(
        pk=link.member_id
    ).first()  # we look whether it was accepted
    member = look(link, at=at)
    if not member.user.has_usable_password():
        _settle(member.user, name=name or member.name, password=password)
        member.name = name or member.name
    member.joined_at = at
    member.save(update_fields=["name", "joined_at"])
    licence = has_licence(member.roles, member.sales_licence)
    fact = MemberJoined(subject_id=member.pk, roles=member.roles, sales_licence=licence)
    record(fact, by=System(organization_id=member.organization_id, kind="user", actor_id=member.pk), at=at)
    return member


def _settle(user: User, *, name: str, password: str | None) -> None:
    user.name = check_name(name, field="name")
    user.set_password(check_password(password, user=user))
    user.save(update_fields=["name", "password"])


def check_password(password: str | None, *, user: User, field: str = "password") -> str:
    """Long enough, not common, not like the person's own name."""
    if not password:
        raise field_refused(field, say("Choose a password."))
    check_text(password, field=field, limit=LONGEST_PASSWORD)
    try:
        validate_password(password, user)
    except ValidationError as error:
        messages = [
            as_it_is(message) for message in error.messages
        ]  # Django says it in the reader's language
        raise Invalid(
            joined(messages), fields=[FieldProblem(field, message) for message in messages]
        ) from None
    return password
