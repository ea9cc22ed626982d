"""What a transition may set off (W8). Plain Python.

The order in which a transition lists its triggers is the order in which they run.
"""

from dataclasses import dataclass

from handsel.kernel.sentences import Sentence, say

CREATE_ACCOUNT = "create_account"


@dataclass(frozen=True, slots=True)
class Trigger:
    """`needs_account`: it runs for an account that is there. `comes_with` is None for what can be chosen today."""

    name: str
    label: Sentence
    needs_account: bool
    comes_with: Sentence | None


TRIGGERS = {
    trigger.name: trigger
    for trigger in (
        Trigger(CREATE_ACCOUNT, say("create account"), needs_account=False, comes_with=None),
        Trigger("create_contact", say("create contact"), needs_account=False, comes_with=None),
        Trigger("create_invoice", say("create invoice"), needs_account=True, comes_with=say("documents")),
        Trigger(
            "create_registration", say("create registration"), needs_account=True, comes_with=say("documents")
        ),
        Trigger(
            "create_token_issue", say("create token issue"), needs_account=True, comes_with=say("documents")
        ),
    )
}
