"""What is a name, what is a text, what counts as filled (I11, W6)."""

import sys
import unicodedata
from collections.abc import Mapping, Set
from functools import cache

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say

NAME_LIMIT = 5_000
TEXT_LIMIT = 100_000

INVISIBLE_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
INVISIBLE_RANGES = (
    # what shows nothing although its category says letter, mark, symbol or unassigned:
    # fillers, and Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt)
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian variation selectors and vowel separator
    (0x2065, 0x2065),
    (0x2800, 0x2800),  # Braille blank
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFFA0, 0xFFA0),  # half-width Hangul filler
    (0xFFF0, 0xFFF8),
    (0x16FE4, 0x16FE4),  # Khitan filler
    (0x1D159, 0x1D159),  # musical null notehead
    (0xE0000, 0xE0FFF),  # tags and variation selectors
)
INVISIBLE_POINTS = frozenset(point for first, last in INVISIBLE_RANGES for point in range(first, last + 1))


def check_name(text: object, *, field: str, limit: int = NAME_LIMIT) -> str:
    """The text as typed. Refuses what is not filled, and what `check_text` refuses."""
    checked = check_text(text, field=field, limit=limit)
    if not is_filled(checked):
        raise field_refused(field, say("A name is needed."))
    return checked


def check_text(text: object, *, field: str, limit: int = TEXT_LIMIT) -> str:
    """The text as typed. Refuses NUL and half surrogates, which PostgreSQL can't store. Limits count characters."""
    if not isinstance(text, str):
        raise field_refused(field, say("This must be text."))
    if len(text) > limit:
        raise field_refused(
            field, say("At most {limit:,} characters; these are {count:,}.", limit=limit, count=len(text))
        )
    if "\0" in text:
        raise field_refused(field, say("The character NUL can't be kept."))
    if not _is_encodable(text):
        raise field_refused(
            field, say("This holds half a character (a lone surrogate), which can't be kept.")
        )
    return text


def is_filled(value: object) -> bool:
    """W6: zero and False are values; a list is filled if anything in it is."""
    if value is None:
        return False
    if isinstance(value, str):
        return not all(map(_is_invisible, value))
    if isinstance(value, Mapping):
        return any(map(is_filled, value.values()))
    if isinstance(value, (list, tuple, Set)):
        return any(map(is_filled, value))
    return True


@cache
def invisible_ranges() -> tuple[tuple[int, int], ...]:
    """First and last of the code points that are not filled, for who can't ask character by character."""
    ranges: list[tuple[int, int]] = []
    for point in range(sys.maxunicode + 1):
        if _is_invisible(chr(point)):
            first = ranges.pop()[0] if ranges and ranges[-1][1] == point - 1 else point
            ranges.append((first, point))
    return tuple(ranges)


def fold(text: str) -> str:
    """One spelling for comparing: case, width, outer and repeated space do not matter. Accents do."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE_CATEGORIES or ord(character) in INVISIBLE_POINTS
