"""What follows from what, on one page: reactions to facts after their commit, and what happens when its time has come."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connections

from handsel import cleaning
from handsel.automations import forgetting, running, scheduling, stopping
from handsel.automations.triggers import MAY_MATCH
from handsel.imports import jobs as imports
from handsel.ledger.readers import Recorded
from handsel.ledger.running import Handler, run_reader
from handsel.notifications import sweeping, telling, telling_shares
from handsel.organizations.acting import System, acting
from handsel.organizations.invitations import send_invitation
from handsel.shares import jobs as shares
from handsel.shares.sweeping import tell_what_is_due

REACTIONS: dict[str, tuple[Handler, ...]] = {
    "import.started": (imports.start,),
    "member.invited": (send_invitation,),
    "member.deactivated": (stopping.stop_those_of,),
    "member.edited": (stopping.stop_those_of,),
    "organization.edited": (scheduling.plan_anew,),
    "opportunity.created": (telling.tell_first_owner,),
    "opportunity.assigned": (telling.tell_new_owner,),
    "opportunity.team_changed": (telling.tell_new_owner,),
    "share.batch_begun": (shares.start,),
    "share.given": (telling_shares.tell_grantee,),
    "share.ending": (telling_shares.tell_grantee,),
    "share.extended": (telling_shares.tell_grantee,),
    "share.ended": (telling_shares.tell_grantee,),
    "share.more_time_asked": (telling_shares.tell_who_may_extend,),
    "share.more_time_declined": (telling_shares.tell_who_asked,),
}
# What may set an automation off (A2): a reader of its own, so that neither waits for the other.
AUTOMATIONS: dict[str, tuple[Handler, ...]] = dict.fromkeys(MAY_MATCH, (running.start,))


@dataclass(frozen=True, slots=True)
class Timer:
    every: float  # seconds
    do: Callable[[], object]


DAY = 24 * 3600.0
TIMERS = (
    Timer(1.0, sweeping.remind_of_follow_ups),
    Timer(1.0, sweeping.remind_of_tasks),
    Timer(1.0, tell_what_is_due),
    Timer(1.0, scheduling.sweep),
    Timer(DAY, cleaning.forget_answers),
    Timer(DAY, cleaning.forget_requests),
    Timer(DAY, cleaning.forget_sessions),
    Timer(DAY, forgetting.forget_runs),
)

log = logging.getLogger(__name__)


def run_readers(stop: threading.Event) -> None:
    """Blocks until `stop` is set."""
    run_reader("reactions", REACTIONS, opening=_inside, stop=stop)


def run_automations(stop: threading.Event) -> None:
    """Likewise: what an event sets off is written down; `automations.executing` does it."""
    run_reader(running.READER, AUTOMATIONS, opening=_inside, worth=running.worth_reading, stop=stop)


def _inside(event: Recorded) -> AbstractContextManager[datetime]:
    return acting(System(organization_id=event.organization_id))


def run_timers(stop: threading.Event) -> None:
    """Blocks until `stop` is set. A timer that fails does not hold up the others, and is tried again at its next turn."""
    due = dict.fromkeys(TIMERS, time.monotonic())
    while not stop.is_set():
        for timer in TIMERS:
            if time.monotonic() >= due[timer]:
                due[timer] = time.monotonic() + timer.every
                _do(timer)
        connections.close_all()
        stop.wait(max(0.0, min(due.values()) - time.monotonic()))


def _do(timer: Timer) -> None:
    try:
        timer.do()
    except OperationalError as problem:
        log.warning("the timer %s waits for the database: %s", timer.do.__name__, problem)
        connections.close_all()
    except Exception:
        log.exception("the timer %s failed", timer.do.__name__)
        connections.close_all()
