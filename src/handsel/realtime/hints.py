"""What is told, in what words, and to whom by its kind."""

import json
from enum import Enum
from typing import Any, Literal, get_args
from uuid import UUID

from handsel.http.shapes import Schema
from handsel.ledger.readers import Cursor, Recorded

HintType = Literal[
    "opportunity.created", "opportunity.moved", "opportunity.edited", "opportunity.assigned",
    "opportunity.team_changed", "opportunity.follow_up_set", "opportunity.amount_set", "opportunity.excluded",
    "opportunity.included", "opportunity.imported", "opportunity.deleted", "opportunity.follow_up_due",
    "opportunity.gone", "opportunity.triggered", "opportunity.followed_on", "opportunity.migrated",
    "note.added", "note.edited", "note.deleted", "activity.added", "activity.edited",
    "task.added", "task.edited", "task.done", "task.reopened", "task.deleted", "task.reminded",
    "contact.created", "contact.edited", "contact.erased", "account.created", "account.edited",
    "product.created", "product.edited",
    "organization.edited", "team.created", "team.edited", "team.deleted",
    "member.invited", "member.joined", "member.edited", "member.deactivated", "member.reactivated",
    "channel.added", "channel.edited", "channel.deleted", "workflow.published",
    "workflow.draft_saved", "workflow.deleted",
    "key.made", "key.revoked", "import.started", "import.progressed", "import.finished", "import.undone",
    "notification.added",
    "automation.saved", "automation.published", "automation.paused", "automation.resumed", "automation.stopped",
    "automation.due", "automation.ran", "automation.deleted",
    "share.given", "share.failed", "share.started", "share.ending", "share.extended", "share.more_time_asked",
    "share.more_time_declined", "share.ended", "share.stop_missed", "share.batch_begun",
]  # fmt: skip


class HintOut(Schema):
    """`opportunity.gone`: you may no longer see it. `client` is the `X-Client` of the tab that made the change."""

    type: HintType
    opportunity: UUID | None
    revision: int | None
    team: UUID | None
    actor: UUID | None
    client: str | None
    subject: UUID | None


class Audience(Enum):
    SEES_IT = "whoever may see the opportunity"
    SAW_IT = "whoever could see the opportunity that is no more"
    EVERYBODY = "all members of the organization"
    IMPORTERS = "who may import, and who started it"
    ITS_MEMBER = "the member it is for"
    KEY_HOLDER = "the member whose key it is, and administrators"
    CONFIGURING = "who configures"
    SHARED = "who belongs to the opportunity, and whom it is shared with; nobody else who has it for a time"


_BY_ROOM = {
    "opportunity": Audience.SEES_IT,
    "note": Audience.SEES_IT,
    "activity": Audience.SEES_IT,
    "task": Audience.SEES_IT,
    "import": Audience.IMPORTERS,
    "notification": Audience.ITS_MEMBER,
    "key": Audience.KEY_HOLDER,
    "automation": Audience.CONFIGURING,
    "share": Audience.SHARED,
}
AUDIENCES: dict[str, Audience] = {
    name: _BY_ROOM.get(name.partition(".")[0], Audience.EVERYBODY) for name in get_args(HintType)
} | {"opportunity.deleted": Audience.SAW_IT, "share.batch_begun": Audience.ITS_MEMBER}

# After these, somebody may have lost it. Other changes leave access as it was.
ENDS_SHARE = "share.ended"
TAKES_ACCESS = frozenset({"opportunity.assigned", "opportunity.team_changed", ENDS_SHARE})

# With whom it could not be shared, or was not, has nothing to do with it.
KEPT_FROM_GRANTEE = frozenset({"share.failed", "share.stop_missed"})

GONE = "opportunity.gone"


def hint_of(event: Recorded) -> dict[str, Any]:
    return {
        "type": event.type,
        "opportunity": event.opportunity_id,
        "revision": event.revision,
        "team": event.data.get("new_team") or event.data.get("team_id"),
        "actor": event.actor_id,
        "client": event.client,
        "subject": event.subject_id,
    }


def gone_of(event: Recorded) -> dict[str, Any]:
    """What is lost is named, and nothing that they could not know: not who did it, nor where it went."""
    nothing = dict.fromkeys(hint_of(event))
    return nothing | {"type": GONE, "opportunity": event.opportunity_id, "team": event.data.get("team_id")}


# Server-sent events (WHATWG HTML 9.2).

PING = b": ping\n"


def write_event(name: str, data: dict[str, Any], *, id: str) -> bytes:
    body = json.dumps(data, default=str, separators=(",", ":"))
    return f"id: {id}\nevent: {name}\ndata: {body}\n\n".encode()


def write_ping(*, id: str) -> bytes:
    """A comment; the id alone moves a browser's Last-Event-ID on without an event."""
    return PING + f"id: {id}\n\n".encode()


def write_position(epoch: str, cursor: Cursor) -> str:
    """Opaque to clients. It may be forged: all it says is where to begin reading, and access is decided then."""
    return f"{epoch}.{cursor.transaction:x}.{cursor.id:x}"


def read_position(text: str) -> tuple[str, Cursor] | None:
    epoch, _, rest = text.partition(".")
    transaction, _, number = rest.partition(".")
    try:
        cursor = Cursor(int(transaction, 16), int(number, 16))
    except ValueError:
        return None
    return (epoch, cursor) if min(cursor) >= 0 and max(cursor) < 2**63 else None
