import pytest

from handsel.kernel.sentences import as_it_is
from handsel.kernel.written import FileRefused, plain_part, read_yaml


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &x [1]\nb: *x", ("file (line 1)", "This is no YAML: anchors and aliases are not used here.")),
        ("a: 1\nb: *x", ("file (line 2)", "This is no YAML: anchors and aliases are not used here.")),
        ("a: !!python/object:os.system x", ("file (line 1)", "This is no YAML: tags are not used here.")),
        ("[" * 900, ("file (line 1)", "This is no YAML: this is nested too deeply.")),
        ("a: 1\n---\nb: 1", ("file (line 2)", "This is no YAML: a file holds one document.")),
        ("? [a]\n: b", ("file (line 1)", "This is no YAML: a key must be plain text.")),
        ("a: \0", ("file", "The character NUL can't be kept.")),
        ("a: \ud800", ("file", "This holds half a character (a lone surrogate), which can't be kept.")),
        ("x" * 1_000_001, ("file", "A file has at most 1,000,000 characters; this has 1,000,001.")),
    ],
)
def test_a_file_that_hides_something_is_refused(text: str, problem: tuple[str, str]) -> None:
    with pytest.raises(FileRefused) as refused:
        read_yaml(text)

    assert [(one.name, one.message) for one in refused.value.fields] == [problem]


@pytest.mark.parametrize(
    "text", ["a: [1", "a: b: c", "\ta: 1", "a: 'x", "- a\nb: 1", "%TAG x", "\x07", 'a: "\\ud800"']
)
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read_yaml(text)


def test_everything_wrong_is_told_at_once_and_by_line() -> None:
    part = read_yaml("name: ''\nmembers:\n  - role: boss\n    nick: x\nname2: b\nnick: a\nnick: b\n")

    part.only("name", "members", "nick")
    part.at("name").name()
    for member in part.at("members").each():
        member.only("role", "email")
        member.at("role").one_of(["manager"])
        member.at("email").name()

    with pytest.raises(FileRefused) as refused:
        part.check(as_it_is("No."))
    assert [(one.name, one.message) for one in refused.value.fields] == [
        ("nick (line 7)", "This key stands here twice."),
        ("name2 (line 5)", "Unknown key. Known here: name, members, nick."),
        ("name (line 1)", "A name is needed."),
        ("members[0].nick (line 4)", "Unknown key. Known here: role, email."),
        ("members[0].role (line 3)", "'boss' is not known. Known: manager."),
        ("members[0].email (line 3)", "This is missing."),
    ]


@pytest.mark.parametrize(
    "typed", ["no", "007", "1.50", "yes", "2026-01-01", "1e3", "0x1f", "12:30", "a: b", "null"]
)
def test_where_text_is_wanted_it_is_kept_as_typed(typed: str) -> None:
    """I11. Plain YAML would make False, 7 and a date of these."""
    quoted = typed if typed not in {"a: b", "null"} else f'"{typed}"'

    assert read_yaml(f"name: {quoted}").at("name").name() == typed


def test_values_are_values_where_values_are_wanted() -> None:
    part = read_yaml("a: 10\nb: 2.5\nc: yes\nd: off\ne: ~\nf:\ng: 'yes'\nh: -3")

    assert part.data == {"a": 10, "b": 2.5, "c": True, "d": False, "e": None, "f": None, "g": "yes", "h": -3}


def test_json_is_read_alike_without_lines() -> None:
    part = plain_part({"name": 7, "items": {}})

    part.at("name").name()
    part.at("items").each()

    with pytest.raises(FileRefused) as refused:
        part.check(as_it_is("No."))
    assert [(one.name, one.message) for one in refused.value.fields] == [
        ("name", "This must be text."),
        ("items", "This must be a list."),
    ]
