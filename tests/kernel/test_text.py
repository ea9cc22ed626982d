import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.kernel.refusals import Invalid
from handsel.kernel.text import check_name, check_text, fold, is_filled

INVISIBLE = [
    "",
    " ",
    "\t\r\n",
    "\u00a0\u2003\u3000",  # spaces
    "\u2028\u2029",
    "\u200b\u200d\u2060\ufeff",  # zero width
    "\u202e\u2066",  # direction marks
    "\x07\x1b\x7f",
    "\u115f\u1160\u3164\uffa0",  # Hangul fillers
    "\u2800",  # Braille blank
    "\ufe0f\U000e0100",  # variation selectors
    "\u034f\u180e\u17b4",
    "\U000e0041\U000e007f",  # tags
    "\u00ad",
]
VISIBLE = ["a", "0", "-", " . ", "\u200bx", "\u28ff", "é", "e\u0301", "👍🏽", "中", "\ue000"]


@pytest.mark.parametrize("text", INVISIBLE)
def test_text_that_shows_nothing_is_not_filled(text: str) -> None:
    """W6: more than white space or invisible characters of any kind."""
    assert not is_filled(text)


@pytest.mark.parametrize("value", [*VISIBLE, 0, 0.0, False, ["", "a"], [0], {"a": False}])
def test_zero_and_no_are_values(value: object) -> None:
    """W6."""
    assert is_filled(value)


@pytest.mark.parametrize("value", [None, [], [None], ["", " \u200b"], {}, {"a": None}, ()])
def test_nothing_in_a_list_is_nothing(value: object) -> None:
    assert not is_filled(value)


@given(st.text(st.sampled_from("".join(INVISIBLE) or " ")))
def test_any_mixture_of_invisible_characters_is_not_filled(text: str) -> None:
    assert not is_filled(text)
    assert is_filled(text + "x" + text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_text_is_kept_as_typed(text: str) -> None:
    """I11."""
    assert check_text(text, field="note") == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\0b", "The character NUL can't be kept."),
        ("\ud800", "This holds half a character (a lone surrogate), which can't be kept."),
        (b"a", "This must be text."),
        (None, "This must be text."),
        (7, "This must be text."),
        ("x" * 100_001, "At most 100,000 characters; these are 100,001."),
    ],
)
def test_what_postgresql_cannot_store_is_refused_by_field(text: object, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_text(text, field="note")

    assert [(problem.name, problem.message) for problem in refused.value.fields] == [("note", message)]


@pytest.mark.parametrize("text", INVISIBLE)
def test_a_name_of_white_space_is_no_name(text: str) -> None:
    """I11."""
    with pytest.raises(Invalid, match=r"A name is needed\."):
        check_name(text, field="name")


def test_limits_count_characters_not_bytes() -> None:
    """I11: 5,000 for a name, 100,000 for a long text."""
    assert check_name("👍" * 5_000, field="name") == "👍" * 5_000
    with pytest.raises(Invalid):
        check_name("a" * 5_001, field="name")
    assert check_text("👍" * 100_000, field="note") == "👍" * 100_000


@pytest.mark.parametrize(
    ("left", "right"),
    [(" Ada  LOVELACE ", "ada lovelace"), ("Straße", "STRASSE"), ("\uff21\uff44\uff41", "ada")],
)
def test_folding_forgets_case_width_and_space(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_folding_keeps_accents() -> None:
    assert fold("José") != fold("Jose")
