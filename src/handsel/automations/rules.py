"""The states of an automation, and what is refused. Plain Python."""

from enum import StrEnum

from handsel.kernel.refusals import Conflict, Invalid, NotFound
from handsel.kernel.sentences import say


class State(StrEnum):
    """`paused` by a person, `stopped` by the system, which says why."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    STOPPED = "stopped"


AUTHOR_GONE = "author_gone"
AUTHOR_LOST_RIGHT = "author_lost_right"
MOST_AUTOMATIONS = 500


class AutomationNotFound(NotFound):
    code = "automation_not_found"


class AutomationNameTaken(Conflict):
    code = "automation_name_taken"


class AutomationState(Conflict):
    code = "automation_state"


class AutomationErrors(Invalid):
    """`findings` are all that the check found."""

    code = "automation_has_errors"


class AuthorGone(Conflict):
    code = "author_gone"


def check_pausable(state: str) -> None:
    if state == State.DRAFT:
        raise AutomationState(say("Nothing of this automation has been published, so it does not run."))
    if state == State.STOPPED:
        raise AutomationState(say("This automation was stopped already. To run it again, publish it."))


def check_resumable(state: str) -> None:
    if state == State.DRAFT:
        raise AutomationState(say("Nothing of this automation has been published. Publish it."))
    if state == State.STOPPED:
        raise AutomationState(
            say("Its author can't act any more. Publish it to run it with your own rights.")
        )
