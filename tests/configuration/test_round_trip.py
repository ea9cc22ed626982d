"""Whatever a file may say: what it made is described by a file that changes nothing (I14)."""

from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handsel.configuration import Kind, apply_text, describe
from handsel.kernel.text import is_filled
from handsel.kernel.written import write_yaml
from handsel.organizations.rules import ChannelKind, Role, Sees, Switch

names = st.one_of(
    st.sampled_from(
        ["no", "007", "1e3", "~", "null", "- x", "a: b", "#1", "'", '"', "Zürich\u0085", "{x}", "@", "日本"]
    ),
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12
    ).filter(is_filled),
)
emails = st.from_regex(r"[a-z]{1,8}@example\.org", fullmatch=True)
flags = st.booleans()


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def workflows(draw: st.DrawFn) -> dict[str, Any]:
    mode = draw(st.sampled_from(["free", "guided"]))
    stages = draw(st.lists(names, min_size=2, max_size=4, unique=True))
    document: dict[str, Any] = {
        "mode": mode,
        "stages": [{"name": stages[0], "status": "open"}]
        + [
            {"name": one, "status": draw(st.sampled_from(["open", "won", "lost", "archived"]))}
            for one in stages[1:]
        ],
        "sections": [
            {"name": draw(names), "attributes": [{"key": "budget", "label": draw(names), "type": "money"}]}
        ],
        "milestones": draw(st.lists(names, max_size=3, unique=True)),
    }
    if mode == "guided":
        steps = draw(st.lists(names, min_size=len(stages), max_size=len(stages), unique=True))
        document["steps"] = [
            {"name": step, "stage": stage, "probability": draw(st.integers(0, 100))}
            for step, stage in zip(steps, stages, strict=True)
        ]
        document["transitions"] = [
            {"name": draw(names), "from": steps[0], "to": steps[1], "required": ["budget"]}
        ]
        document["entries"] = {"new": {"step": steps[0], "name": draw(names)}}
    return document


@st.composite
def organizations(draw: st.DrawFn, *, name: str, parent: str | None) -> dict[str, Any]:
    people = draw(st.lists(emails, max_size=3, unique=True))
    flows = draw(st.lists(names, max_size=2, unique=True))
    switches = [one for one in Switch if parent is None or one not in {Switch.HANDOVER, Switch.CROSS_SILO}]
    teams = []
    for team in draw(st.lists(names, max_size=2, unique=True)):
        members = draw(st.lists(st.sampled_from(people), unique=True)) if people else []
        seats = [
            draw(st.sampled_from([one, {"email": one, "sees": draw(st.sampled_from([*Sees])).value}]))
            for one in members
        ]
        has_flow: bool = draw(flags)
        flow = {"workflow": draw(st.sampled_from(flows))} if flows and has_flow else {}
        teams.append(
            {"name": team, "members": seats} | flow | draw(optional(deal_amount=flags, potential=flags))
        )
    return {
        "name": name,
        **({"parent": parent} if parent else {}),
        **draw(optional(currency=st.sampled_from(["EUR", "JPY"]), time_zone=st.just("Asia/Tokyo"), locale=st.just("es-MX"))),
        "switches": draw(optional(**{one.value: flags for one in switches})),
        "shares": draw(optional(default_days=st.integers(1, 90), maximum_days=st.integers(90, 3_650))),
        "people": [
            {"email": email, "name": draw(names), "roles": [draw(st.sampled_from([*Role])).value]}
            | draw(optional(sales_licence=flags, active=st.just(value=False)))
            for email in people
        ],
        "channels": [
            {"kind": draw(st.sampled_from([*ChannelKind])).value, "name": channel}
            for channel in draw(st.lists(names, max_size=2, unique=True))
        ],
        "workflows": [{"name": flow, "document": draw(workflows())} for flow in flows],
        "teams": teams,
    }  # fmt: skip


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, Any]:
    parent, child = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    both = [draw(organizations(name=parent, parent=None)), draw(organizations(name=child, parent=parent))]
    for one in both:  # nobody who is let go is in a team, nor the only administrator
        gone = {person["email"] for person in one["people"] if person.get("active") is False}
        for person in one["people"]:
            if person["email"] in gone:
                person["roles"] = ["professional"]
        for team in one["teams"]:
            team["members"] = [
                seat
                for seat in team["members"]
                if (seat if isinstance(seat, str) else seat["email"]) not in gone
            ]
    return {"organizations": both}


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(wanted=configurations())
def test_what_is_described_is_applied_without_a_change(
    db: None, tmp_path: Path, wanted: dict[str, Any]
) -> None:
    with transaction.atomic():
        made = apply_text(write_yaml(wanted), folder=tmp_path)
        described = describe()
        again = apply_text(described, folder=tmp_path)
        repeated = apply_text(write_yaml(wanted), folder=tmp_path)
        described_again = describe()
        transaction.set_rollback(True)

    assert {one.kind for one in made} == {Kind.MADE}
    assert {str(one) for one in again if one.kind is not Kind.UNCHANGED} == set()
    assert {str(one) for one in repeated if one.kind is not Kind.UNCHANGED} == set()
    assert described_again == described
