"""Files that people write: YAML read with the line of everything, all that is wrong told at once (I14, W15).

    part = read_yaml(text)
    part.only("name", "members")
    name = part.at("name").name()
    for member in part.at("members").each(): ...
    part.check("The file can't be used.")      # raises one Invalid with every problem found

Anchors, aliases and tags are refused: they hide what a file says, and a small file could become a huge one.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from handsel.kernel.refusals import FieldProblem, Invalid, Refusal
from handsel.kernel.sentences import Sentence, say
from handsel.kernel.text import NAME_LIMIT, TEXT_LIMIT, check_name, check_text

Plain = Any  # what JSON can hold
Event = Any  # yaml types none of its events
Check = Callable[..., str]

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 20
PROBLEM_LIMIT = 200
WIDTH = 1_000_000

NULL = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEAN = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
INDEX = re.compile(r"\[([0-9]+)\]")
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class FileRefused(Invalid):
    code = "file_refused"


@dataclass(slots=True)
class Source:
    """What is known of one file while it is being read."""

    lines: dict[str, int] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    """Plain scalars as typed: where text is wanted, `no` and `007` are text."""
    problems: list[FieldProblem] = field(default_factory=list)
    is_json: bool = False
    """Places are then named as the API names fields: `steps.2.stage`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One place in a file. What is missing is a part whose data is None."""

    data: Plain
    path: str
    source: Source

    def refuse(self, message: Sentence) -> None:
        if len(self.source.problems) < PROBLEM_LIMIT:
            self.source.problems.append(FieldProblem(self.label, message))

    def check(self, detail: Sentence) -> None:
        """Raises what was refused so far, anywhere in the file."""
        if self.source.problems:
            raise FileRefused(detail, fields=list(self.source.problems))

    @property
    def label(self) -> str:
        place = self.path or "file"
        if self.source.is_json:
            return INDEX.sub(r".\1", place)
        line = next(filter(None, map(self.source.lines.get, _upwards(self.path))), None)
        return place if line is None else f"{place} (line {line})"

    def only(self, *keys: str) -> bool:
        """Refuses another key, by its line. False where this is no mapping at all."""
        if not isinstance(self.data, dict):
            self.refuse(say("This must have the keys {keys}.", keys=", ".join(keys)))
            return False
        for key in self.data:
            if key not in keys:
                self.at(str(key)).refuse(say("Unknown key. Known here: {keys}.", keys=", ".join(keys)))
        return True

    def at(self, key: str) -> "Part":
        data = self.data.get(key) if isinstance(self.data, dict) else None
        return Part(data, f"{self.path}.{key}" if self.path else key, self.source)

    def has(self, key: str) -> bool:
        return isinstance(self.data, dict) and self.data.get(key) is not None

    def each(self, *, most: int = 10_000) -> list["Part"]:
        """The items of a list; none where it is missing."""
        if self.data is None:
            return []
        if not isinstance(self.data, list):
            self.refuse(say("This must be a list."))
            return []
        if len(self.data) > most:
            self.refuse(say("At most {most:,} here; these are {count:,}.", most=most, count=len(self.data)))
            return []
        return [Part(item, f"{self.path}[{index}]", self.source) for index, item in enumerate(self.data)]

    def name(self, *, limit: int = NAME_LIMIT) -> str | None:
        """A name as typed, else None and refused."""
        return self._checked(check_name, limit)

    def text(self, *, limit: int = TEXT_LIMIT) -> str | None:
        return self._checked(check_text, limit)

    def one_of(self, known: Collection[str], *, default: str | None = None) -> str | None:
        if self.data is None and default is not None:
            return default
        text = self._typed()
        if not isinstance(text, str) or text not in known:
            if isinstance(text, str):
                self.refuse(
                    say("{text!r:.80} is not known. Known: {known}.", text=text, known=", ".join(known))
                )
            else:
                self.refuse(say("This is missing. Known: {known}.", known=", ".join(known)))
            return None
        return text

    def _checked(self, check: Check, limit: int) -> str | None:
        if self.data is None:
            self.refuse(say("This is missing."))
            return None
        try:
            return check(self._typed(), field=self.path, limit=limit)
        except Refusal as refusal:
            self.refuse(refusal.detail)
            return None

    def _typed(self) -> Plain:
        return self.data if isinstance(self.data, str) else self.source.typed.get(self.path, self.data)


def plain_part(data: Plain, *, path: str = "") -> Part:
    """For what came as JSON: no lines are known."""
    return Part(data, path, Source(is_json=True))


def read_json(text: str | bytes) -> Part:
    """The same as JSON: raises FileRefused at once for what is none; a key that stands twice waits for `check`."""
    source = Source(is_json=True)
    whole = Part(None, "", source)
    try:
        return Part(_unpaired(json.loads(text, object_pairs_hook=_Pairs), "", source), "", source)
    except json.JSONDecodeError as error:
        whole.refuse(
            say(
                "This is no JSON from line {line}, column {column} on: {parser}.",
                line=error.lineno,
                column=error.colno,
                parser=error.msg,
            )
        )
    except (ValueError, RecursionError) as error:
        whole.refuse(say("This is no JSON: {parser}.", parser=error))
    whole.check(say("The file can't be read."))
    raise AssertionError


def read_yaml(text: str) -> Part:
    """Raises FileRefused at once for what is no readable YAML; a key that stands twice waits for `check`."""
    source = Source()
    whole = Part(None, "", source)
    if len(text) > SIZE_LIMIT:
        whole.refuse(
            say(
                "A file has at most {most:,} characters; this has {count:,}.",
                most=SIZE_LIMIT,
                count=len(text),
            )
        )
        whole.check(say("The file is too long."))
    try:
        check_text(text, field="file", limit=SIZE_LIMIT)
        data = _Builder(source).document(yaml.parse(text, Loader=Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            source.lines[""] = mark.line + 1
        whole.refuse(_no_yaml(error.problem or error.context, mark))
    except yaml.YAMLError as error:
        whole.refuse(_no_yaml(str(error), None))
    except Refusal as refusal:
        whole.refuse(refusal.detail)
    else:
        return Part(data, "", source)
    whole.check(say("The file can't be read."))
    raise AssertionError


def _no_yaml(problem: str | None, mark: yaml.Mark | None) -> Sentence:
    """A sentence of ours, or where the parser stopped, with its own words in its own language."""
    if isinstance(problem, Sentence):
        return say("This is no YAML: {error}.", error=problem)
    if mark is None:
        return say("This is no YAML: {parser}.", parser=problem)
    return say(
        "This is no YAML from line {line}, column {column} on: {parser}.",
        line=mark.line + 1,
        column=mark.column + 1,
        parser=problem,
    )


def _upwards(path: str) -> Iterator[str]:
    """What is missing has no line of its own: the line of what lacks it says enough."""
    while path:
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    yield ""


def write_yaml(data: Plain) -> str:
    """One line per value, so that two files compare line by line; `read_yaml` reads it back unchanged."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


class _Pairs(list[tuple[str, Plain]]):
    """An object as it is written, so that a key which stands twice is not lost."""


def _unpaired(data: Plain, path: str, source: Source) -> Plain:
    if isinstance(data, _Pairs):
        found: dict[str, Plain] = {}
        for key, value in data:
            place = f"{path}.{key}" if path else key
            if key in found:
                Part(value, place, source).refuse(say("This key stands here twice."))
            found[key] = _unpaired(value, place, source)
        return found
    if isinstance(data, list):
        return [_unpaired(item, f"{path}[{index}]", source) for index, item in enumerate(data)]
    return data


class _Dumper(yaml.SafeDumper):
    """Quotes and escapes what does not show; PyYAML alone takes U+0085 for a line break."""

    def ignore_aliases(self, _: object) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _write_text)


class _Builder:
    """Makes plain data of YAML's events and notes lines on the way; nests no deeper than DEPTH_LIMIT."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def document(self, events: Iterator[Event]) -> Plain:
        data: Plain = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _problem(say("a file holds one document"), event)
            elif isinstance(event, yaml.NodeEvent):
                data = self.node(event, events, path="", line=None, depth=0)
        self.source.lines.pop("", None)
        return data

    def node(
        self, event: Event, events: Iterator[Event], *, path: str, line: int | None, depth: int
    ) -> Plain:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _problem(say("anchors and aliases are not used here"), event)
        if event.tag and event.tag != "!":
            raise _problem(say("tags are not used here"), event)
        if depth > DEPTH_LIMIT:
            raise _problem(say("this is nested too deeply"), event)
        self.source.lines[path] = line or _line(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path, depth)
        return self.mapping(events, path, depth)

    def scalar(self, event: Event, path: str) -> Plain:
        text: str = event.value
        if event.style:  # quoted, or a block: text whatever it looks like
            return text
        if text in NULL:
            return None
        value = _plain_value(text)
        if value is not text:
            self.source.typed[path] = text
        return value

    def sequence(self, events: Iterator[Event], path: str, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, events, path=f"{path}[{len(items)}]", line=None, depth=depth + 1))
        return items

    def mapping(self, events: Iterator[Event], path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent) or event.anchor:
                raise _problem(say("a key must be plain text"), event)
            key, line = event.value, _line(event)
            place = f"{path}.{key}" if path else key
            value = self.node(next(events), events, path=place, line=line, depth=depth + 1)
            if key in found:
                Part(value, place, self.source).refuse(say("This key stands here twice."))
            found[key] = value
        return found


def _plain_value(text: str) -> Plain:
    if text.lower() in BOOLEAN:
        return BOOLEAN[text.lower()]
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return text


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _problem(message: Sentence, event: Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=event.start_mark)
