"""What a transition may set off (W8). Plain Python.

The order in which a transition lists its triggers is the order in which they run.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """`after_account`: it can run only where the opportunity has an account. `waits_for` is None once it can be chosen."""

    name: str
    label: str
    after_account: bool
    waits_for: str | None


TRIGGERS = {
    trigger.name: trigger
    for trigger in (
        Trigger("create_account", "Create account", after_account=False, waits_for=None),
        Trigger("create_contact", "Create contact", after_account=False, waits_for=None),
        Trigger("create_invoice", "Create invoice", after_account=True, waits_for="documents"),
        Trigger("create_registration", "Create registration", after_account=True, waits_for="documents"),
        Trigger("create_token_issue", "Create token issue", after_account=True, waits_for="documents"),
    )
}
