"""The workflow file (W15) and the stored document that it becomes.

A document is JSON-plain. It is the file with ids: every stage, step, transition and follow-on has one, and
whatever the file names (a step's stage, a transition's ends) is the id of it. All keys are always there:

    workflow, mode, sections [{name, attributes [{key, label, type, options}]}],
    stages [{id, name, status, reasons}], steps [{id, name, stage, attributes, probability, limit}],
    transitions [{id, name, from, to, required, roles, triggers, communications}],
    entries {new | existing_account: {step, name}}, follow_ons [{id, name, step, carry}], milestones [name]

The API's draft document is that with names where the ids refer: the file with ids, every key always there.

Nothing of what a free workflow implies is in the file, but its steps and entries are in the document.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from handsel.kernel.sentences import say
from handsel.kernel.written import Part, plain_part, read_yaml, write_yaml
from handsel.workflows.graph import EXISTING_ACCOUNT, NEW, Mode
from handsel.workflows.reading import COMMUNICATION_KEYS, Document, NewId, Reading

# In which order a file says what it says of one thing: the database keeps none.
WRITTEN = (
    "key", "label", "type", "options",
    "name",
    "stage", "attributes", "probability", "limit", "status", "reasons",
    "from", "to", "required", "roles", "triggers", "communications", "step", "carry",
)  # fmt: skip


def parse(
    written: str | Mapping[str, Any] | Part, *, previous: Mapping[str, Any] | None, new_id: NewId
) -> Document:
    """YAML text, the same file as JSON, or read as far as its lines. What `previous` names alike keeps its id; raises FileRefused."""
    if isinstance(written, Part):
        part = written
    else:
        part = read_yaml(written) if isinstance(written, str) else plain_part(dict(written))
    document = read(part, previous=previous, new_id=new_id)
    part.check(say("This workflow file can't be used."))
    return document


def read(part: Part, *, previous: Mapping[str, Any] | None, new_id: NewId) -> Document:
    """For a workflow inside another file: whoever calls must `check` the part before using the document."""
    return Reading(part, previous or {}, new_id).document()


def to_file(document: Mapping[str, Any]) -> dict[str, Any]:
    """The workflow file as JSON: names in place of ids, and only what says something; in the file's order."""
    stages = {stage["id"]: stage["name"] for stage in document["stages"]}
    steps = {step["id"]: step["name"] for step in document["steps"]}
    is_free = document["mode"] == Mode.FREE
    everything = [key for section in document["sections"] for key in _keys(section["attributes"])]
    written: dict[str, Any] = {
        "workflow": document["workflow"],
        "mode": document["mode"],
        "sections": [
            {"name": section["name"], "attributes": [_in_order(one) for one in section["attributes"]]}
            for section in document["sections"]
        ],
        "stages": [_in_order(stage) for stage in document["stages"]],
        "steps": [
            _in_order({**step, "stage": stages.get(step["stage"])})
            for step in document["steps"]
            if not (is_free and _is_implied(step, stages.get(step["stage"]), everything))
        ],
        "transitions": [
            _in_order(
                {
                    **one,
                    "from": steps[one["from"]],
                    "to": steps[one["to"]],
                    "communications": [_letter(each) for each in one["communications"]],
                }
            )
            for one in document["transitions"]
        ],
        "entries": {
            kind: {"step": steps[entry["step"]], "name": entry["name"]}
            if entry["name"] is not None
            else steps[entry["step"]]
            for kind, entry in _entries(document)
            if not (is_free and entry["name"] is None)
        },
        "follow_ons": [_in_order({**one, "step": steps[one["step"]]}) for one in document["follow_ons"]],
        "milestones": document["milestones"],
    }
    return _said(written)


def to_draft_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """As the API shows a draft or a version; `parse` reads it back as the very same document."""
    stages = {stage["id"]: stage["name"] for stage in document["stages"]}
    steps = {step["id"]: step["name"] for step in document["steps"]}
    return {
        **document,
        "steps": [{**step, "stage": stages.get(step["stage"])} for step in document["steps"]],
        "transitions": [
            {
                **one,
                "from": steps[one["from"]],
                "to": steps[one["to"]],
                "communications": [
                    {key: said.get(key) for key in COMMUNICATION_KEYS} for said in one["communications"]
                ],
            }
            for one in document["transitions"]
        ],
        "entries": {
            kind: {**entry, "step": steps[entry["step"]]} for kind, entry in document["entries"].items()
        },
        "follow_ons": [{**one, "step": steps[one["step"]]} for one in document["follow_ons"]],
    }


def describe(document: Mapping[str, Any]) -> str:
    """The workflow file as YAML; the same document always gives the same text (W15)."""
    return write_yaml(to_file(document))


def with_new_ids(document: Mapping[str, Any], *, new_id: NewId) -> Document:
    """The same under other ids: for a workflow of its own that begins as another one's document."""
    return parse(to_file(document), previous=None, new_id=new_id)


def default_free_document(name: str, *, new_id: NewId) -> Document:
    """What a new team gets (W12)."""
    written = {
        "workflow": name,
        "mode": "free",
        "stages": [
            {"name": "New", "status": "open"},
            {"name": "Qualified", "status": "open"},
            {"name": "Proposal", "status": "open"},
            {"name": "Negotiation", "status": "open"},
            {"name": "Won", "status": "won"},
            {
                "name": "Lost",
                "status": "lost",
                "reasons": ["Price", "Chose a competitor", "No budget", "No answer", "Not a fit", "Other"],
            },
            {"name": "Archived", "status": "archived"},
        ],
    }
    return parse(written, previous=None, new_id=new_id)


def _keys(attributes: Iterable[Mapping[str, Any]]) -> list[str]:
    return [attribute["key"] for attribute in attributes]


def _said(item: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing; zero says something."""
    return {key: value for key, value in item.items() if value is not None and value not in ([], {})}


def _in_order(item: Mapping[str, Any]) -> dict[str, Any]:
    """What it says, without its id."""
    return _said({key: item[key] for key in WRITTEN if key in item})


def _entries(document: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    entries = document["entries"]
    return [(kind, entries[kind]) for kind in (NEW, EXISTING_ACCOUNT) if kind in entries]


def _letter(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: said[key] for key in COMMUNICATION_KEYS if key in said}


def _is_implied(step: Mapping[str, Any], stage_name: str | None, everything: list[str]) -> bool:
    return (
        step["name"] == stage_name
        and step["attributes"] == everything
        and step["probability"] is None
        and step["limit"] is None
    )
