"""Reads a workflow file part by part; everything wrong is noted at its line. `document.py` tells the shapes.

What comes from the API may bring ids: a valid one is kept as it is given, so that a thing keeps its identity whatever it
is called and wherever it stands. Without one, what the previous document calls alike keeps its id. A reference is a name,
or an id of the same file.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from handsel.kernel.sentences import say, word
from handsel.kernel.written import Part
from handsel.workflows.attributes import BUILT_IN, TYPES, WITH_OPTIONS
from handsel.workflows.graph import ENTRY_KINDS, Mode, Status

Document = dict[str, Any]
NewId = Callable[[], UUID]

ID_LENGTH = 36
KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
LIMIT = re.compile(r"[1-9][0-9]{0,3} (minute|hour|day|week)s?")
MOST_STAGES, MOST_STEPS, MOST_TRANSITIONS, MOST_ATTRIBUTES, MOST_OPTIONS = 100, 500, 5_000, 500, 500
MOST_MILESTONES = 3
MOST_PROBABILITY = 100
ROLES = ("administrator", "director", "manager", "professional", "lead_generator")
TRIGGERS = ("create_account", "create_contact", "create_invoice", "create_registration", "create_token_issue")
COMMUNICATION_KEYS = ("name", "channel", "mode", "template", "subject", "text")
COMMUNICATION_CHANNELS = ("email", "sms", "whatsapp")
COMMUNICATION_MODES = ("automatic", "manual", "disabled")


class Reading:
    """Reads one file top down; what is wrong is noted at its place and reading goes on."""

    def __init__(self, part: Part, previous: Mapping[str, Any], new_id: NewId) -> None:
        self.part = part
        self.previous = previous
        self.new_id = new_id
        self.is_free = False
        self.given = _ids_given(part.data)
        self.used: set[str] = set()
        self.stages: dict[str, str] = {}
        self.steps: dict[str, str] = {}
        self.keys: list[str] = []

    def document(self) -> Document:
        part = self.part
        part.only(
            "workflow",
            "mode",
            "sections",
            "stages",
            "steps",
            "transitions",
            "entries",
            "follow_ons",
            "milestones",
        )
        name = part.at("workflow").name()
        mode = part.at("mode").one_of([*Mode], default=Mode.GUIDED)
        self.is_free = mode == Mode.FREE
        sections = self.sections(part.at("sections"))
        stages = self.read_stages(part.at("stages"))
        steps = self.read_steps(part.at("steps"), stages)
        return {
            "workflow": name,
            "mode": mode and str(mode),
            "sections": sections,
            "stages": stages,
            "steps": steps,
            "transitions": self.transitions(part.at("transitions")),
            "entries": self.entries(part.at("entries"), stages, steps),
            "follow_ons": self.follow_ons(part.at("follow_ons")),
            "milestones": self.texts(part.at("milestones"), most=MOST_MILESTONES),
        }

    def sections(self, part: Part) -> list[Document]:
        found: list[Document] = []
        seen: set[str] = set()
        for item in part.each(most=MOST_ATTRIBUTES):
            item.only("name", "attributes")
            attributes = [self.attribute(one) for one in item.at("attributes").each(most=MOST_ATTRIBUTES)]
            found.append({"name": self.unique_name(item, seen), "attributes": attributes})
        return found

    def attribute(self, part: Part) -> Document:
        part.only("key", "label", "type", "options")
        key = part.at("key").name(limit=63)
        if key is not None and key in BUILT_IN:
            part.at("key").refuse(say("{key} is built in; use it without declaring it.", key=key))
        elif key is not None and not KEY.fullmatch(key):
            part.at("key").refuse(say("A key is lower-case letters, digits and _, beginning with a letter."))
        elif key in self.keys:
            part.at("key").refuse(say("{key} is declared twice.", key=key))
        elif key is not None:
            self.keys.append(key)
        label = part.at("label").name() if part.has("label") else (key or "").replace("_", " ").capitalize()
        kind = part.at("type").one_of(TYPES)
        options = self.texts(part.at("options"), most=MOST_OPTIONS)
        if kind in WITH_OPTIONS and not options:
            part.at("options").refuse(say("A {kind} needs options.", kind=kind))
        elif kind is not None and kind not in WITH_OPTIONS and options:
            part.at("options").refuse(say("A {kind} has no options.", kind=kind))
        return {"key": key, "label": label, "type": kind, "options": options}

    def read_stages(self, part: Part) -> list[Document]:
        kept = _ids(self.previous.get("stages", ()))
        found: list[Document] = []
        if not part.data:
            part.refuse(say("A workflow needs stages."))
        for item in part.each(most=MOST_STAGES):
            item.only("id", "name", "status", "reasons")
            name = self.unique_name(item, self.stages)
            status = item.at("status").one_of([*Status])
            reasons = self.texts(item.at("reasons"), most=MOST_OPTIONS)
            if reasons and status not in {None, Status.LOST}:
                item.at("reasons").refuse(say("Only a lost stage has reasons."))
            stage_id = self.identity(item, kept, name)
            self.stages.setdefault(name or "", stage_id)
            found.append({"id": stage_id, "name": name, "status": status and str(status), "reasons": reasons})
        return found

    def read_steps(self, part: Part, stages: list[Document]) -> list[Document]:
        kept = _ids(self.previous.get("steps", ()))
        found: list[Document] = []
        for item in part.each(most=MOST_STEPS):
            item.only("id", "name", "stage", "attributes", "probability", "limit")
            name = self.unique_name(item, self.steps)
            step_id = self.identity(item, kept, name)
            self.steps.setdefault(name or "", step_id)
            step = {
                "id": step_id,
                "name": name,
                "stage": self.reference(item.at("stage"), self.stages, "stage"),
                "attributes": self.attribute_keys(item.at("attributes")),
                "probability": _probability(item.at("probability")),
                "limit": _limit(item.at("limit")),
            }
            if self.is_free and any(one["stage"] == step["stage"] for one in found):
                item.refuse(say("A free workflow has one step per stage."))
            found.append(step)
        return self.with_implied_steps(found, stages, kept) if self.is_free else found

    def with_implied_steps(
        self, steps: list[Document], stages: list[Document], kept: Mapping[Any, str]
    ) -> list[Document]:
        """One per stage, in the order of the stages; one that the file leaves out shows every attribute."""
        by_stage = {step["stage"]: step for step in steps}
        was_there = {step["stage"]: step["id"] for step in self.previous.get("steps", ())}
        for stage in stages:
            name = stage["name"]
            if stage["id"] in by_stage or name is None:
                continue
            if name in self.steps:
                self.part.at("steps").refuse(
                    say("The stage {name} needs a step of its own: its name is taken.", name=name)
                )
                continue
            self.steps[name] = self.kept_identity(kept.get(name) or was_there.get(stage["id"]))
            by_stage[stage["id"]] = {
                "id": self.steps[name],
                "name": name,
                "stage": stage["id"],
                "attributes": list(self.keys),
                "probability": None,
                "limit": None,
            }
        return [by_stage[stage["id"]] for stage in stages if stage["id"] in by_stage]

    def transitions(self, part: Part) -> list[Document]:
        kept = {(one["name"], one["from"]): one["id"] for one in self.previous.get("transitions", ())}
        found: list[Document] = []
        seen: set[tuple[str, str]] = set()
        if self.is_free and part.data:
            part.refuse(say("A free workflow allows every move; it has no transitions."))
            return found
        for item in part.each(most=MOST_TRANSITIONS):
            item.only("id", "name", "from", "to", "required", "roles", "triggers", "communications")
            name = item.at("name").name()
            start = self.reference(item.at("from"), self.steps, "step", needed=True)
            if (name or "", start or "") in seen:
                item.at("name").refuse(say("Two transitions from that step are called {name}.", name=name))
            seen.add((name or "", start or ""))
            found.append(
                {
                    "id": self.identity(item, kept, (name, start)),
                    "name": name,
                    "from": start,
                    "to": self.reference(item.at("to"), self.steps, "step", needed=True),
                    "required": self.attribute_keys(item.at("required")),
                    "roles": _known(item.at("roles"), ROLES),
                    "triggers": _known(item.at("triggers"), TRIGGERS),
                    "communications": [
                        _communication(one) for one in item.at("communications").each(most=20)
                    ],
                }
            )
        return found

    def entries(self, part: Part, stages: list[Document], steps: list[Document]) -> Document:
        """Of a free workflow both stand at the leftmost open stage, whether written or not."""
        found: Document = {}
        if isinstance(part.data, list):
            part = _by_kind(part)
        if part.data is not None:
            part.only(*ENTRY_KINDS)
        first = _first_open_step(stages, steps) if self.is_free else None
        for kind in ENTRY_KINDS:
            item = part.at(kind)
            if item.data is None:
                if first is not None:
                    found[kind] = {"step": first, "name": None}
                continue
            named = isinstance(item.data, dict)
            if named:
                item.only("step", "name")
            step = self.reference(item.at("step") if named else item, self.steps, "step", needed=True)
            if self.is_free and step is not None and step != first:
                item.refuse(say("A free workflow starts at its leftmost open stage."))
            found[kind] = {"step": step, "name": item.at("name").name() if item.has("name") else None}
        return found

    def follow_ons(self, part: Part) -> list[Document]:
        kept = _ids(self.previous.get("follow_ons", ()))
        found: list[Document] = []
        seen: set[str] = set()
        for item in part.each(most=100):
            item.only("id", "name", "step", "carry")
            name = self.unique_name(item, seen)
            found.append(
                {
                    "id": self.identity(item, kept, name),
                    "name": name,
                    "step": self.reference(item.at("step"), self.steps, "step", needed=True),
                    "carry": self.attribute_keys(item.at("carry")),
                }
            )
        return found

    def unique_name(self, item: Part, seen: Iterable[str]) -> str | None:
        """Adds to `seen` where that is a set; a mapping is filled by who knows the id."""
        name = item.at("name").name()
        if name is not None and name in seen:
            item.at("name").refuse(say("{name} stands here twice.", name=name))
        if name is not None and isinstance(seen, set):
            seen.add(name)
        return name

    def reference(
        self, part: Part, known: Mapping[str, str], kind: str, *, needed: bool = False
    ) -> str | None:
        if part.data is None and not needed:
            return None
        name = part.name()
        if name is None or name in known:
            return known.get(name or "")
        found = canonical_id(name)
        if found is not None and found in known.values():
            return found
        part.refuse(say("There is no {kind} {name!r:.80} in this file.", kind=word(kind), name=name))
        return None

    def identity(self, item: Part, kept: Mapping[Any, str], key: Hashable) -> str:
        part = item.at("id")
        if part.data is None:
            return self.kept_identity(kept.get(key))
        given = canonical_id(part.data)
        if given is None:
            part.refuse(say("An id is a UUID."))
        elif given in self.used:
            part.refuse(say("This id stands here twice."))
        else:
            self.used.add(given)
        return given or ""

    def kept_identity(self, before: str | None) -> str:
        """An id that the file gives to something, or that is taken already, is no longer to be had."""
        if before is None or before in self.given or before in self.used:
            before = str(self.new_id())
        self.used.add(before)
        return before

    def attribute_keys(self, part: Part) -> list[str]:
        found = self.texts(part, most=MOST_ATTRIBUTES)
        for item, key in zip(part.each(), found, strict=False):
            if key and key not in self.keys and key not in BUILT_IN:
                item.refuse(
                    say("There is no attribute {key!r:.80} in this file, and none is built in.", key=key)
                )
        return found

    def texts(self, part: Part, *, most: int) -> list[str]:
        """A list of different names."""
        found: list[str] = []
        for item in part.each(most=most):
            name = item.name() or ""
            if name and name in found:
                item.refuse(say("{name} stands here twice.", name=name))
            found.append(name)
        return found


def canonical_id(written: object) -> str | None:
    """In the one spelling that is stored; None for what is no id."""
    try:
        return str(UUID(written)) if isinstance(written, str) and len(written) == ID_LENGTH else None
    except ValueError:
        return None


def _ids_given(data: Any) -> set[str]:
    """Anywhere in the file, before it is read."""
    if not isinstance(data, Mapping):
        return set()
    lists = (data.get(key) for key in ("stages", "steps", "transitions", "follow_ons"))
    items = chain.from_iterable(one for one in lists if isinstance(one, list))
    found = (canonical_id(item.get("id")) for item in items if isinstance(item, Mapping))
    return {one for one in found if one is not None}


def _by_kind(part: Part) -> Part:
    """Entries as a list, each with its kind."""
    found: dict[str, Any] = {}
    for item in part.each(most=MOST_STAGES):
        item.only("kind", "step", "name")
        kind = item.at("kind").one_of(ENTRY_KINDS)
        if kind is not None and kind in found:
            item.at("kind").refuse(say("There are two entries of the kind {kind}.", kind=kind))
        elif kind is not None:
            found[kind] = {key: value for key, value in item.data.items() if key != "kind"}
    return Part(found, part.path, part.source)


def _ids(items: Iterable[Mapping[str, Any]]) -> dict[Hashable, str]:
    return {item["name"]: item["id"] for item in items}


def _first_open_step(stages: list[Document], steps: list[Document]) -> str | None:
    for stage in stages:
        for step in steps:
            if stage["status"] == Status.OPEN and step["stage"] == stage["id"]:
                return str(step["id"])
    return None


def _known(part: Part, known: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for item in part.each():
        name = item.one_of(known)
        if name is not None and name in found:
            item.refuse(say("{name} stands here twice.", name=name))
        found.append(name or "")
    return found


def _probability(part: Part) -> int | float | None:
    value = part.data
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= MOST_PROBABILITY:
        part.refuse(say("A probability is a number from 0 to 100."))
        return None
    return int(value) if value == int(value) else value


def _limit(part: Part) -> str | None:
    if part.data is None:
        return None
    text = part.text()
    if text is None or not LIMIT.fullmatch(text):
        part.refuse(say('A limit is written like "2 days" or "4 hours".'))
        return None
    return text


def _communication(part: Part) -> Document:
    part.only(*COMMUNICATION_KEYS)
    part.at("channel").one_of(COMMUNICATION_CHANNELS)
    part.at("mode").one_of(COMMUNICATION_MODES, default="manual")
    return {key: part.at(key).text() for key in COMMUNICATION_KEYS if part.has(key)}
