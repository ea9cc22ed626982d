"""The house rules that a machine can check (STYLE): over the source itself, without a database."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ninja import Schema

import handsel.api  # noqa: F401 (loads every room)
from handsel.kernel.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from handsel.ledger.facts import Fact, known_facts

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "handsel"
TESTS = ROOT / "tests"
PAGE = ROOT / "web" / "src"
LONGEST = 400
GENERATED = {"schema.d.ts"}

# Python's clock decides nothing. These do not decide: an id's milliseconds, how long something took, when to look again.
CLOCKS = re.compile(r"\b(?:datetime|timezone)\.now\(|\butcnow\b|\bdate\.today\(|\btime\.time\(|\blocaltime\(")
# The database's clock is read where a transaction opens; these few read it in one statement of their own.
SQL_CLOCK = re.compile(r"\b(?:clock_timestamp|transaction_timestamp|statement_timestamp|now)\(\)")
MAY_READ_SQL_CLOCK = {
    "organizations/acting.py": "the one opener of transactions",
    "organizations/authentication.py": "when somebody was last seen: told, never decided by",
    "realtime/audience.py": "a stream has no transaction of its own",
    "notifications/sweeping.py": "what is due is looked for across organizations, before any is entered",
    "notifications/measuring.py": "what metrics tell",
    "shares/sweeping.py": "what is due is looked for across organizations, before any is entered",
    "automations/executing.py": "likewise",
    "automations/scheduling.py": "likewise",
    "cleaning.py": "what is long over",
}

# Nobody has a page open yet that could be stale, or nothing on it is.
TOLD_TO_NOBODY = {"organization.founded", "opportunities.exported"}

FIVE = {NotFound, Forbidden, Conflict, Invalid, TooMany}


def python_files() -> list[Path]:
    return [file for file in sorted(SOURCE.rglob("*.py")) if "migrations" not in file.parts]


def page_files() -> list[Path]:
    kinds = {".ts", ".tsx", ".css"}
    return [file for file in sorted(PAGE.rglob("*")) if file.suffix in kinds and file.name not in GENERATED]


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def ours(kind: type) -> bool:
    return kind.__module__.startswith("handsel.")


def name_of(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def test_a_file_fits_one_sitting() -> None:
    long = {
        str(file.relative_to(ROOT)): len(file.read_text().splitlines())
        for file in [*python_files(), *TESTS.rglob("*.py"), *page_files()]
    }

    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_every_refusal_is_of_one_of_five_kinds() -> None:
    strays = [kind for kind in below(Refusal) if ours(kind) and not FIVE & set(kind.__mro__)]

    # what start-up and commands say is no answer of the API
    assert {kind.__name__ for kind in strays if ".runtime." not in kind.__module__} <= {
        "RolesMissing",
        "RoleUnbound",
        "NoTransaction",
        "Unsafe",
    }


def test_no_two_refusals_share_a_code() -> None:
    """Only *somebody changed it since* is one answer everywhere: `conflict`, with the `current` state."""
    codes: dict[str, set[str]] = {}
    for kind in below(Refusal):
        if ours(kind) and not (kind.code == "conflict" and issubclass(kind, Conflict)):
            codes.setdefault(kind.code, set()).add(f"{kind.__module__}.{kind.__qualname__}")

    shared = {code: sorted(names) for code, names in codes.items() if len(names) > 1}

    assert shared == {}


def test_a_room_is_entered_only_through_its_door() -> None:
    endpoints = [file for file in python_files() if file.name.startswith("api")]

    assert [name_of(file) for file in endpoints if ".objects" in file.read_text()] == []


def test_pythons_clock_decides_nothing() -> None:
    assert [name_of(file) for file in python_files() if CLOCKS.search(file.read_text())] == []


def test_the_databases_clock_is_read_where_a_transaction_opens() -> None:
    readers = {name_of(file) for file in python_files() if SQL_CLOCK.search(file.read_text())}

    assert readers - set(MAY_READ_SQL_CLOCK) == set()


def test_rules_import_nothing_that_does_anything() -> None:
    """The import contract forbids the frameworks; this one also clocks, files, threads and the network."""
    doing = {
        "django",
        "ninja",
        "pydantic",
        "psycopg",
        "procrastinate",
        "time",
        "os",
        "pathlib",
        "socket",
        "threading",
    }
    rules = [file for file in python_files() if file.name == "rules.py"]

    found = {name_of(file): sorted(imported(file) & doing) for file in rules}

    assert {name: modules for name, modules in found.items() if modules} == {}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "manager", "service", "services", "misc"}

    assert [name_of(file) for file in python_files() if file.stem in drawers] == []


def test_rooms_do_not_listen_to_signals_or_hide_verbs_in_save() -> None:
    hidden = re.compile(r"django\.db\.models\.signals|@receiver\b|def save\(self")

    assert [name_of(file) for file in python_files() if hidden.search(file.read_text())] == []


def facts() -> list[type[Fact]]:
    """What `slots` left behind of a class while it was made is no longer what its module calls by that name."""
    found = [fact for fact in below(Fact) if getattr(sys.modules[fact.__module__], fact.__name__) is fact]
    return [fact for fact in found if ours(fact) and not fact.__subclasses__()]


def test_every_fact_is_registered_and_has_a_text() -> None:
    known = known_facts()

    assert {fact.__name__ for fact in facts()} - {fact.__name__ for fact in known.values()} == set()
    assert [name for name, fact in known.items() if not fact.text.strip()] == []


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.type)
def test_a_facts_text_names_only_what_the_fact_holds(fact: type[Fact]) -> None:
    held = set(fact.__dataclass_fields__) | {"actor", "subject"}

    assert set(re.findall(r"\{(\w+)\}", fact.text)) - held == set()


def test_every_fact_has_an_answer_in_the_browser() -> None:
    """`stale` of the page is typed by the hints, so what is told must be among them; the compiler asks for the rest."""
    hints = (PAGE / "lib" / "hints.ts").read_text()

    assert {name for name in known_facts() if f'"{name}":' not in hints} - TOLD_TO_NOBODY == set()


def test_every_fact_has_words_in_the_browser() -> None:
    """What a timeline shows is told in every language."""
    told = [
        name
        for name in known_facts()
        if name.startswith(("opportunity.", "note.", "activity.", "task.", "share."))
    ]
    languages = sorted((PAGE / "locales").glob("*.json"))

    missing = {
        file.name: [
            name for name in told if name not in file.read_text() and last(name) not in file.read_text()
        ]
        for file in languages
    }

    assert {name: types for name, types in missing.items() if types} == {}


def last(fact_type: str) -> str:
    return f'"{fact_type.partition(".")[2]}"'


def test_no_two_schemas_share_a_name() -> None:
    """In the OpenAPI document there is one place per name: the second would silently stand for both."""
    places: dict[str, set[str]] = {}
    for schema in below(Schema):
        if ours(schema):
            places.setdefault(schema.__name__, set()).add(schema.__module__)

    assert {name: sorted(found) for name, found in places.items() if len(found) > 1} == {}


def test_what_goes_out_has_no_defaults() -> None:
    """Generated types would be optional where the answer always says."""
    loose = {
        schema.__name__: [name for name, field in schema.model_fields.items() if not field.is_required()]
        for schema in below(Schema)
        if ours(schema) and schema.__name__.endswith("Out")
    }

    assert {name: fields for name, fields in loose.items() if fields} == {}


def test_what_drives_a_browser_stands_in_one_folder() -> None:
    """`make test` looks for it there alone."""
    marked = [file for file in TESTS.rglob("*.py") if re.search(r"pytest\.mark\.browser\b", file.read_text())]

    assert [file.name for file in marked if TESTS / "browser" not in file.parents] == []
    assert len(marked) > 10


def test_documents_stand_alone() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    elsewhere = re.compile(r"\.\./shared|/work/|SPEC\.md|DESIGN\.md|STYLE\.md|\bUI\.md|STACK\.md")

    assert [str(file.relative_to(ROOT)) for file in documents if elsewhere.search(file.read_text())] == []


def test_the_source_stands_alone() -> None:
    elsewhere = re.compile(r"\.\./shared|/work/(?:main|shared|notes)")
    files = [*python_files(), *page_files(), *(ROOT / "tests").rglob("*.py"), *(ROOT / ".ci").glob("*")]

    found = [file for file in files if file.is_file() and elsewhere.search(file.read_text())]

    assert [str(file.relative_to(ROOT)) for file in found if file != Path(__file__)] == []
