"""What the house says to people: English in the source, and in every language of the page where it is answered.

Whoever refuses does not know the language: a sentence is its English text, and keeps what it takes to say it otherwise.
Only where an answer is written is it said in the reader's language (`http.languages`); logs and the command line say it as
it is. Translations stand in `locale/`.
"""

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, Self, TypeAlias, TypeGuard

CUT_SHORT = re.compile(r"\.\d{1,3}")
GOES_ON = ";"
"""The format of a sentence after which another one comes: it has no full stop."""
Stored: TypeAlias = dict[str, Any]
"""A sentence as it is stored: JSON-plain."""


class Sentence(str):
    """`pattern` is what translations are found by; its gaps are filled with `values`, other sentences among them.

    One that has a number counted in it keeps both patterns: `pattern` for one, `plural` for more.
    """

    __slots__ = ("pattern", "plural", "values")
    pattern: str
    plural: str | None
    values: Mapping[str, Any]

    def __new__(
        cls, pattern: str, *, values: Mapping[str, Any] | None = None, plural: str | None = None
    ) -> Self:
        given = values or {}
        shown = pattern if plural is None or given["count"] == 1 else plural
        made = super().__new__(cls, shown.format_map(given) if given else shown)
        made.pattern, made.plural, made.values = pattern, plural, given
        return made

    def __format__(self, spec: str) -> str:
        return self.removesuffix(".") if spec == GOES_ON else super().__format__(spec)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (self.pattern, self.values, self.plural)


def say(pattern: str, /, **values: Any) -> Sentence:
    """`pattern` is a literal: translations are found by it. `{count:,}` is a number with its thousands parted."""
    return Sentence(pattern, values=values)


def say_count(one: str, many: str, /, *, count: int, **values: Any) -> Sentence:
    """By how many there are: `{count}` may stand in both."""
    return Sentence(one, plural=many, values={"count": count, **values})


def as_it_is(text: str) -> Sentence:
    """What somebody else says, and no catalog of ours translates: a name, a library's words."""
    return Sentence("{text}", values={"text": text})


def said_of(problem: Exception) -> Sentence:
    """What it was raised with: a sentence of ours, or a library's words."""
    said = problem.args[0] if problem.args else ""
    return said if isinstance(said, Sentence) else as_it_is(str(problem))


def word(code: str) -> Sentence:
    """What a code of ours is called: a role, a switch."""
    return Sentence(code.replace("_", " "))


def joined(parts: Iterable[str], between: str = " ") -> Sentence:
    """One after the other; each is said in the reader's language."""
    values = {f"part{place}": part for place, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in values), values=values)


def in_a_row(parts: Iterable[Sentence]) -> Sentence:
    """One after the other; only the last one keeps its full stop."""
    values = {f"part{place}": part for place, part in enumerate(parts)}
    *before, last = values or [""]
    shown = "".join(f"{{{name}:{GOES_ON}}}; " for name in before)
    return Sentence(f"{shown}{{{last}}}" if values else "", values=values)


def any_of(names: Iterable[str]) -> Sentence:
    """A, B or C."""
    *before, last = names
    return say("{some} or {last}", some=joined(before, ", "), last=last) if before else as_it_is(last)


def all_of(names: Iterable[str]) -> Sentence:
    """A, B and C."""
    *before, last = names
    return say("{some} and {last}", some=joined(before, ", "), last=last) if before else as_it_is(last)


def as_stored(sentence: Sentence) -> Stored:
    """To be stored, and said when it is read, in the language of who reads it."""
    values = {
        name: as_stored(one) if isinstance(one, Sentence) else one for name, one in sentence.values.items()
    }
    return {"say": sentence.pattern, "plural": sentence.plural, "values": values}


def is_stored(value: object) -> TypeGuard[Stored]:
    return isinstance(value, dict) and value.keys() == {"say", "plural", "values"}


def sentence_of(stored: Stored | str) -> Sentence:
    """What `as_stored` gave; text that was stored before there were sentences stays as it is, and so does what nobody here can
    have stored."""
    if not is_stored(stored) or not _is_plain(stored):
        return as_it_is(str(stored))
    values = {name: sentence_of(one) if is_stored(one) else one for name, one in stored["values"].items()}
    return _remade(stored["say"], values, stored["plural"])


def _is_plain(stored: Stored) -> bool:
    """Its gaps are names of its values and nothing more: no way into what they are, no width to fill."""
    values, patterns = stored["values"], [stored["say"], stored["plural"]]
    if not isinstance(values, dict) or (
        stored["plural"] is not None and type(values.get("count")) is not int
    ):
        return False
    try:
        gaps = [gap for one in patterns if one is not None for gap in Formatter().parse(one)]
    except (TypeError, ValueError):
        return False
    return all(name is None or (name in values and _fills(values[name], spec)) for _, name, spec, _ in gaps)


def _fills(value: object, spec: str | None) -> bool:
    return (
        not spec
        or CUT_SHORT.fullmatch(spec) is not None
        or (spec == "," and isinstance(value, int | float))
        or (spec == GOES_ON and is_stored(value))
    )


def _remade(pattern: str, values: Mapping[str, Any], plural: str | None) -> Sentence:
    return Sentence(pattern, values=values, plural=plural)
