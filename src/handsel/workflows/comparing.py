"""Two forms of a workflow beside each other (W15). Plain Python.

Line by line as files, and element by element by identity, so that a new name is one change and no new step.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handsel.workflows.comparing_lines import blocks
from handsel.workflows.document import describe, to_draft_document

Document = Mapping[str, Any]
Line = dict[str, Any]
Change = dict[str, Any]

# What is compared of each kind of element.
ELEMENTS = {
    "attribute": ("key", "label", "type", "options", "section"),
    "stage": ("name", "status", "reasons"),
    "step": ("name", "stage", "attributes", "probability", "limit"),
    "transition": ("name", "from", "to", "required", "roles", "triggers", "communications"),
    "entry": ("name", "step"),
    "follow_on": ("name", "step", "carry"),
}

Pairs = dict[str, tuple[Document, Document]]
"""By what an element is known again: as it is stored, with ids, and as it is told, with names."""


def compare_lines(before: Document, after: Document) -> list[Line]:
    """Of the workflow file: each line once, with its number in either file where it stands."""
    old, new = describe(before).splitlines(), describe(after).splitlines()
    found: list[Line] = []
    for kind, old_from, old_to, new_from, new_to in blocks(old, new):
        if kind == "equal":
            numbers = zip(range(old_from, old_to), range(new_from, new_to), strict=True)
            found += [_line("same", old[here], here, there) for here, there in numbers]
            continue
        found += [_line("removed", old[here], here, None) for here in range(old_from, old_to)]
        found += [_line("added", new[there], None, there) for there in range(new_from, new_to)]
    return found


def compare_elements(before: Document, after: Document) -> list[Change]:
    """What was added, removed or changed, in the order of the file; changed by what, from what, to what.

    References are compared by identity and told by name. Of the workflow itself `order_of_stages` and so on.
    """
    old, new = (_shown(before), _shown(after))
    found = [*_workflow(before, after)]
    for element, parts in ELEMENTS.items():
        found += _elements(element, old[element], new[element], parts)
    return found


def _line(kind: str, text: str, before: int | None, after: int | None) -> Line:
    return {
        "kind": kind,
        "text": text,
        "from_line": None if before is None else before + 1,
        "to_line": None if after is None else after + 1,
    }


def _workflow(old: Document, new: Document) -> Iterator[Change]:
    """Its name, and in which order things stand that both have."""
    told: dict[str, tuple[Any, Any]] = {"name": (old["workflow"], new["workflow"])}
    told |= {part: (old[part], new[part]) for part in ("mode", "milestones")}
    told["sections"] = (_section_names(old), _section_names(new))
    told["order_of_attributes"] = _order(_attributes(old), _attributes(new))
    for part in ("stages", "steps", "transitions", "follow_ons"):
        told[f"order_of_{part}"] = _order(_by_id(old[part]), _by_id(new[part]))
    details = [_detail(what, before, after) for what, (before, after) in told.items() if before != after]
    if details:
        yield _change("changed", "workflow", None, new["workflow"], details)


def _section_names(document: Document) -> list[str]:
    return [section["name"] for section in document["sections"]]


def _by_id(items: Sequence[Document]) -> dict[str, Document]:
    return {item["id"]: item for item in items}


def _order(old: Mapping[str, Document], new: Mapping[str, Document]) -> tuple[list[str], list[str]]:
    """The new names of those that both have, as they stood and as they stand."""
    before = [_name(new[one_id]) for one_id in old if one_id in new]
    return before, [_name(one) for one_id, one in new.items() if one_id in old]


def _elements(element: str, old: Pairs, new: Pairs, parts: Sequence[str]) -> list[Change]:
    found = []
    for one_id, (stored, told) in new.items():
        stored_before, told_before = old.get(one_id, ({}, {}))
        changed = [part for part in parts if stored.get(part) != stored_before.get(part)]
        details = [_detail(part, told_before.get(part), told.get(part)) for part in changed]
        if one_id not in old:
            said = [one for one in details if one["after"] is not None]
            found.append(_change("added", element, one_id, _name(told), said))
        elif details:
            found.append(_change("changed", element, one_id, _name(told), details))
    for one_id, (_, told) in old.items():
        if one_id not in new:
            details = [_detail(part, told.get(part), None) for part in parts]
            said = [one for one in details if one["before"] is not None]
            found.append(_change("removed", element, one_id, _name(told), said))
    return found


def _shown(document: Document) -> dict[str, Pairs]:
    told = to_draft_document(document)
    pairs: dict[str, Pairs] = {
        element: {one["id"]: (one, shown) for one, shown in zip(document[key], told[key], strict=True)}
        for element, key in (
            ("stage", "stages"),
            ("step", "steps"),
            ("transition", "transitions"),
            ("follow_on", "follow_ons"),
        )
    }
    pairs["attribute"] = {key: (one, one) for key, one in _attributes(document).items()}
    pairs["entry"] = {kind: (entry, told["entries"][kind]) for kind, entry in document["entries"].items()}
    return pairs


def _attributes(document: Document) -> dict[str, Document]:
    return {
        one["key"]: {**one, "section": section["name"]}
        for section in document["sections"]
        for one in section["attributes"]
    }


def _detail(what: str, before: Any, after: Any) -> Change:
    return {"what": what, "before": _say(before), "after": _say(after)}


def _say(value: Any) -> str | None:
    """As a person would write it; nothing for what says nothing."""
    if value is None or value in ([], ""):
        return None
    if isinstance(value, list):
        return ", ".join(one if isinstance(one, str) else _say_communication(one) for one in value)
    return str(value)


def _say_communication(written: Mapping[str, Any]) -> str:
    return json.dumps({key: text for key, text in written.items() if text}, ensure_ascii=False)


def _name(one: Document) -> str:
    return str(one.get("name") or one.get("label") or one.get("step"))


def _change(kind: str, element: str, one_id: str | None, name: str, details: list[Change]) -> Change:
    return {"kind": kind, "element": element, "id": one_id, "name": name, "details": details}
