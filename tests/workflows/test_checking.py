import pytest

from handsel.kernel.sentences import as_it_is
from handsel.workflows.checking import Finding, Level, NotPublishable, check, check_publishable
from handsel.workflows.document import default_free_document
from handsel.workflows.graph import graph_of
from handsel.workflows.reading import TRIGGERS as READABLE
from handsel.workflows.triggers import TRIGGERS
from tests.workflows.boats import BOATS, a_graph, counting, step_id, transition_id

SIGN = "{name: Sign, from: Offer revised, to: Signed, roles: [manager]}"


def boats(*changes: tuple[str, str]) -> str:
    text = BOATS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def sign(more: str) -> tuple[str, str]:
    return SIGN, SIGN.replace("roles: [manager]", more)


ERRORS = [
    (
        [("{name: Shelf, stage: Archived}", "{name: Shelf}")],
        ("step_without_stage", "step", "Shelf", "Shelf has no stage. Choose the one it belongs to."),
    ),
    (
        [("{new: Lead in, ", "{")],
        (
            "no_entry",
            "entry",
            "New opportunity",
            "There is no entry for new opportunities. Choose the step on which they start.",
        ),
    ),
    (
        [("new: Lead in", "new: Signed")],
        (
            "entry_not_open",
            "entry",
            "New opportunity",
            "Opportunities start on Signed, which is in no open stage. Choose a step that is.",
        ),
    ),
    (
        [("step: Offer sent", "step: Shelf")],
        (
            "entry_not_open",
            "entry",
            "Known firm",
            "Opportunities start on Shelf, which is in no open stage. Choose a step that is.",
        ),
    ),
    (
        [sign("triggers: [create_account, create_invoice]")],
        (
            "trigger_not_available",
            "transition",
            "Sign",
            "Sign can't create invoice yet: that comes with documents. Take it off.",
        ),
    ),
    (
        [sign("communications: [{name: Thanks, channel: email}]")],
        (
            "communication_not_available",
            "transition",
            "Sign",
            "Sign can't send Thanks yet: that comes with conversations. Disable it.",
        ),
    ),
    (
        [sign("communications: [{channel: sms, mode: disabled}, {channel: sms, mode: automatic}]")],
        (
            "communication_not_available",
            "transition",
            "Sign",
            "Sign can't send sms yet: that comes with conversations. Disable it.",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "told"), ERRORS)
def test_errors_block_publishing_and_stand_on_their_element(
    changes: list[tuple[str, str]], told: tuple[str, str, str, str]
) -> None:
    """W13."""
    graph = a_graph(boats(*changes))

    found = [one for one in check(graph) if one.level is Level.ERROR]

    assert [(one.code, one.element, one.name, one.text) for one in found] == [told]
    with pytest.raises(NotPublishable) as refused:
        check_publishable(graph)
    assert refused.value.detail == f"Boats can't be published. {told[-1]}"
    assert [(one.name, one.message) for one in refused.value.fields] == [
        (f"{found[0].element}.{found[0].id}", told[-1])
    ]


def test_without_an_open_stage_the_workflow_itself_is_named() -> None:
    """W13."""
    graph = a_graph(BOATS.replace("status: open", "status: archived"))

    first = check(graph)[0]

    text = as_it_is("There is no open stage, so no opportunity could be worked on. Give one the status open.")
    assert first == Finding(Level.ERROR, "no_open_stage", "workflow", None, "Boats", text)
    with pytest.raises(NotPublishable) as refused:
        check_publishable(graph)
    assert [one.name for one in refused.value.fields] == ["workflow", "entry.new", "entry.existing_account"]


def orders(*changes: tuple[str, str]) -> list[str]:
    return [one.text for one in check(a_graph(boats(*changes))) if one.code == "trigger_order"]


EARLY = (
    "On Sign, create invoice would run where there may be no account yet. "
    "Put create account before it or on every way there, or require the account."
)
OFFER = "{name: Offer, from: Lead in, to: Offer sent, required: [budget, contact.email]}"
REVISE = "{name: Revise, from: Offer sent, to: Offer revised, required: [amount]}"
FOLLOW_ON = "{name: Second boat, step: Lead in, carry: [budget, description]}"
INVOICE = sign("triggers: [create_invoice]")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([INVOICE], [EARLY]),
        ([sign("triggers: [create_invoice, create_account]")], [EARLY]),
        ([sign("triggers: [create_contact, create_invoice]")], [EARLY]),
        ([sign("triggers: [create_account, create_invoice]")], []),
        ([sign("triggers: [create_invoice], required: [account.name]")], []),
        ([INVOICE, (OFFER, OFFER.replace("}", ", triggers: [create_account]}"))], []),
        ([INVOICE, (REVISE, REVISE.replace("amount", "account.name"))], []),
        # a follow-on may start behind what makes the account
        (
            [
                INVOICE,
                (OFFER, OFFER.replace("}", ", triggers: [create_account]}")),
                (FOLLOW_ON, FOLLOW_ON.replace("Lead in", "Offer sent")),
            ],
            [EARLY],
        ),
        # one of two ways is not enough
        (
            [
                INVOICE,
                (OFFER, OFFER.replace("}", ", triggers: [create_account]}")),
                (
                    "{name: Call again, from: Lead in, to: Lead in}",
                    "{name: Hurry, from: Lead in, to: Offer revised}",
                ),
            ],
            [EARLY],
        ),
        # nobody without an account comes to Offer sent, where the entry for existing accounts is
        ([INVOICE, (OFFER, "{name: Offer, from: Lead in, to: Gone}")], []),
    ],
)
def test_an_invoice_before_the_account_is_out_of_order(
    changes: list[tuple[str, str]], told: list[str]
) -> None:
    """W13: on some way, whichever it is."""
    assert orders(*changes) == told


@pytest.mark.parametrize("trigger", ["create_registration", "create_token_issue"])
def test_registration_and_token_issue_need_the_account_too(trigger: str) -> None:
    told = orders(sign(f"triggers: [{trigger}]"))

    assert told == [EARLY.replace("create invoice", trigger.replace("_", " "))]


def test_every_trigger_that_a_file_may_name_is_known() -> None:
    """W8."""
    assert tuple(TRIGGERS) == READABLE


WARNINGS = [
    (
        [("{name: Shelf, stage: Archived}", "{name: Shelf, stage: Archived}\n  - {name: Moon, stage: Won}")],
        [
            (
                "unreachable_step",
                "step",
                "Moon",
                "No way leads to Moon. Add a transition that does, or delete the step.",
            )
        ],
    ),
    (
        [(SIGN, "{name: Ponder, from: Offer revised, to: Offer revised}")],
        [
            (
                "dead_end",
                "step",
                "Offer revised",
                "Nothing leads on from Offer revised, and its stage is open. Add a transition, or close the stage.",
            )
        ],
    ),
    (
        [("{name: Won, status: won}", "{name: Won, status: archived}")],
        [
            (
                "no_way_to_won",
                "entry",
                name,
                (
                    f"From {step}, where opportunities start, no way leads to a won stage. "
                    "Add the transition that is missing, or a won stage."
                ),
            )
            for name, step in (("New opportunity", "Lead in"), ("Known firm", "Offer sent"))
        ],
    ),
    (
        [("{name: Wake, from: Shelf", "{name: Wake, from: Gone")],
        [
            (
                "exit_from_lost",
                "transition",
                "Wake",
                "Wake brings back what was lost, from Gone to Lead in. Keep it if lost opportunities may come back.",
            )
        ],
    ),
    (
        [
            ("required: [description]", "required: [description, trade_in]"),
            ("{name: Shelf, stage: Archived}", "{name: Shelf, stage: Archived, attributes: [budget]}"),
        ],
        [
            (
                "required_never_displayed",
                "transition",
                "Give up",
                "Give up requires Trade-in, which no step before displays. Let Lead in display it, or don't require it.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("changes", "told"), WARNINGS)
def test_warnings_inform_and_do_not_block(
    changes: list[tuple[str, str]], told: list[tuple[str, str, str, str]]
) -> None:
    """W13."""
    graph = a_graph(boats(*changes))

    found = check(graph)

    assert [(one.code, one.element, one.name, one.text) for one in found] == told
    assert {one.level for one in found} == {Level.WARNING}
    check_publishable(graph)


def test_a_step_that_names_nothing_displays_everything() -> None:
    """W13: Offer revised does, and comes before Sign, as does all that comes before it."""
    graph = a_graph(boats(sign("required: [trade_in, budget]")))

    assert check(graph) == []


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (None, []),
        (
            [],
            [
                (
                    "Sign",
                    "Nobody here is a manager, so nobody can use Sign. Give somebody the role, or allow others.",
                ),
                (
                    "Shelve",
                    (
                        "Nobody here is a director or an administrator, so nobody can use Shelve. "
                        "Give somebody the role, or allow others."
                    ),
                ),
            ],
        ),
        (
            ["administrator", "manager"],
            [
                (
                    "Shelve",
                    "Nobody here is a director, whom Shelve is for. Give somebody the role, or take it off.",
                )
            ],
        ),
        (["administrator", "director"], []),
    ],
)
def test_a_role_that_nobody_holds_is_told_where_it_is_known_who_is_there(
    held: list[str] | None, told: list[tuple[str, str]]
) -> None:
    """W13; O3: a director is a manager."""
    found = check(a_graph(), held_roles=held)

    assert [(one.code, one.element, one.name, one.text) for one in found] == [
        ("role_nobody_holds", "transition", name, text) for name, text in told
    ]


def test_an_amount_that_teams_have_switched_off_is_told_on_the_transition() -> None:
    """W13."""
    graph = a_graph()

    found = check(graph, teams_without_amounts=["Boats", "Loans"])

    assert [(one.code, one.id, one.name, one.text) for one in found] == [
        (
            "amount_switched_off",
            transition_id(graph, name, start="Offer sent"),
            name,
            (
                f"{name} requires the amount, and amounts are switched off for Boats and Loans. "
                "Switch them on, or don't require it."
            ),
        )
        for name in ("Revise", "Sign")
    ]


def test_an_element_is_named_by_its_id() -> None:
    graph = a_graph(
        boats(
            ("{name: Shelf, stage: Archived}", "{name: Shelf}"),
            (SIGN, SIGN[:-1] + ", triggers: [create_invoice]}"),
        )
    )

    assert [(one.element, one.id) for one in check(graph)] == [
        ("step", step_id(graph, "Shelf")),
        ("transition", transition_id(graph, "Sign", start="Offer revised")),
        ("transition", transition_id(graph, "Sign", start="Offer revised")),
    ]


FREE = "workflow: Free\nmode: free\nstages: "


@pytest.mark.parametrize(
    ("stages", "codes"),
    [
        ("[{name: A, status: open}, {name: W, status: won}, {name: L, status: lost}]", []),
        ("[{name: A, status: open}]", [("warning", "no_way_to_won", "new")]),
        ("[{name: W, status: won}]", [("error", "no_open_stage", None)]),
    ],
)
def test_of_a_free_workflow_little_can_be_wrong(
    stages: str, codes: list[tuple[str, str, str | None]]
) -> None:
    """W12."""
    assert [(one.level, one.code, one.id) for one in check(a_graph(FREE + stages))] == codes


def test_what_is_sound_may_be_published() -> None:
    assert check(a_graph()) == []
    assert check(graph_of(default_free_document("Free", new_id=counting()))) == []
    check_publishable(a_graph())
