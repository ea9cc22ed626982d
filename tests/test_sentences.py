"""Every sentence that the server says to people is known in every language of the page. mypy proves that a refusal takes no
text but a `Sentence`; here the source is read for those that are said."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from pydantic_core import PydanticKnownError

from handsel.automations.document import STEPS_TO_COME, TRIGGERS_TO_COME
from handsel.http.languages import ENGLISH, LOCALE
from handsel.kernel.sentences import word
from handsel.organizations.rules import Role, Switch

SOURCE = Path(LOCALE).parent
PAGE = Path(__file__).parents[1] / "web" / "src"
OTHERS = [code for code, _ in settings.LANGUAGES if code != ENGLISH]
GAP = re.compile(r"\{[^{}]+\}")
BY_PYDANTIC = "pydantic.po"
# What our shapes can find wrong, with what the pattern needs.
KINDS_OF_PYDANTIC = {
    "missing": {}, "extra_forbidden": {}, "string_type": {}, "int_type": {}, "int_parsing": {}, "int_from_float": {},
    "float_type": {}, "float_parsing": {}, "finite_number": {}, "bool_type": {}, "bool_parsing": {}, "list_type": {},
    "dict_type": {}, "uuid_type": {}, "uuid_parsing": {"error": "x"}, "date_from_datetime_inexact": {},
    "datetime_type": {}, "datetime_parsing": {"error": "x"}, "datetime_from_date_parsing": {"error": "x"},
    "date_parsing": {"error": "x"}, "date_from_datetime_parsing": {"error": "x"}, "decimal_parsing": {},
    "decimal_type": {}, "literal_error": {"expected": "x"}, "enum": {"expected": "x"},
    "string_too_long": {"max_length": 1}, "string_too_short": {"min_length": 1},
    "too_long": {"field_type": "List", "max_length": 1, "actual_length": 2},
    "too_short": {"field_type": "List", "min_length": 1, "actual_length": 0},
    "greater_than_equal": {"ge": 1}, "less_than_equal": {"le": 1}, "greater_than": {"gt": 1}, "less_than": {"lt": 1},
    "string_pattern_mismatch": {"pattern": "x"}, "model_type": {"class_name": "x"}, "model_attributes_type": {},
}  # fmt: skip


def calls() -> Iterator[tuple[Path, ast.Call, int]]:
    """Each `say` and `say_count`, and how many patterns it takes."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text())
        imported = {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "handsel.kernel.sentences"
            for name in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                here = file.name == "sentences.py" or node.func.id in imported
                patterns = {"say": 1, "say_count": 2}.get(node.func.id)
                if here and patterns:
                    yield file, node, patterns


def said() -> set[tuple[str, ...]]:
    found = set()
    for _, call, patterns in calls():
        found.add(tuple(str(one.value) for one in call.args[:patterns] if isinstance(one, ast.Constant)))
    words = [*Role, *Switch, *TRIGGERS_TO_COME, *STEPS_TO_COME]
    words += [*TRIGGERS_TO_COME.values(), *STEPS_TO_COME.values(), "step", "stage", "transition"]
    return found | {(word(one).pattern,) for one in words}


def known(language: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """File, patterns, and what they are in the language."""
    return [
        (file.name, tupled(message.id), tupled(message.string))
        for file in sorted((LOCALE / language).glob("*.po"))
        for message in read_po(BytesIO(file.read_bytes()))
        if message.id
    ]


def tupled(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def gaps(text: str) -> set[str]:
    return set(GAP.findall(text))


def test_the_server_speaks_the_languages_of_the_page() -> None:
    of_the_page = {file.stem for file in (PAGE / "locales").glob("*.json")}

    assert {code for code, _ in settings.LANGUAGES} == of_the_page


def test_what_is_said_is_a_literal_so_that_its_translation_can_be_found() -> None:
    written = [
        f"{file.relative_to(SOURCE)}:{call.lineno}"
        for file, call, patterns in calls()
        if not all(
            isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args[:patterns]
        )
        or len(call.args) != patterns
    ]

    assert written == []


def test_every_gap_of_what_is_said_is_filled() -> None:
    wrong = []
    for file, call, patterns in calls():
        given = {one.arg for one in call.keywords}
        asked = {
            name
            for pattern in call.args[:patterns]
            if isinstance(pattern, ast.Constant)
            for _, name, _, _ in Formatter().parse(str(pattern.value))
            if name is not None
        }
        if None not in given and given - {"count"} != asked - {"count"}:
            wrong.append(f"{file.relative_to(SOURCE)}:{call.lineno}: {asked} is filled with {given}")

    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    translated = {patterns for _, patterns, words in known(language) if all(words)}

    assert said() - translated == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_is_of_a_sentence_that_is_said_and_stands_once(language: str) -> None:
    ours = Counter(patterns for file, patterns, _ in known(language) if file != BY_PYDANTIC)

    assert set(ours) - said() == set()
    assert [patterns for patterns, count in ours.items() if count > 1] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_gaps_of_its_sentence(language: str) -> None:
    """But for the words of a parser, which are English."""
    wrong = [
        patterns
        for file, patterns, words in known(language)
        if file != BY_PYDANTIC
        for pattern, said_so in zip(patterns, words, strict=True)
        if gaps(pattern) - {"{parser}"} != gaps(said_so)
    ]

    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_pydantic_finds_wrong_is_translated(language: str) -> None:
    """It may say less: what its parsers add is for programs."""
    ours = {patterns[0]: words[0] for file, patterns, words in known(language) if file == BY_PYDANTIC}
    patterns = {
        PydanticKnownError(kind, context or None).message_template  # type: ignore[arg-type]  # (kinds are a Literal)
        for kind, context in KINDS_OF_PYDANTIC.items()
    }

    assert patterns - set(ours) == set()
    assert [pattern for pattern, words in ours.items() if not gaps(words) <= gaps(pattern)] == []
