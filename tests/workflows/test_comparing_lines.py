"""Two texts line by line, however little they have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.workflows import comparing_lines
from handsel.workflows.comparing_lines import Block, blocks
from tests.counting import at_most_lines

TEXTS = st.lists(st.sampled_from(["a", "b", "c", *map(str, range(8))]), max_size=30)


def parts(count: int, *, step: int = 1) -> list[str]:
    """Eight lines for each, of which one is like no other."""
    numbers = [place * step % count for place in range(count)]
    return [
        line
        for number in numbers
        for line in (f"- name: {number}", f"  to: {number % 40}", *(f"  - {word}" for word in "abcdef"))
    ]


def check(old: list[str], new: list[str], found: list[Block]) -> None:
    """Every line of either text stands in one block, in order, and `equal` ones are so."""
    here = there = 0
    for kind, old_from, old_to, new_from, new_to in found:
        assert (old_from, new_from) == (here, there)
        assert (kind == "equal") <= (old[old_from:old_to] == new[new_from:new_to])
        here, there = old_to, new_to
    assert (here, there) == (len(old), len(new))


@given(TEXTS, TEXTS)
def test_every_line_stands_in_one_block(old: list[str], new: list[str]) -> None:
    check(old, new, list(blocks(old, new)))


@given(TEXTS, TEXTS)
def test_every_line_stands_in_one_block_of_large_texts_too(old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing_lines, "MOST_PAIRS", 20)

        check(old, new, list(blocks(old, new)))


def test_between_fixed_points_large_texts_are_compared_as_small_ones_are() -> None:
    old, new = parts(3_000), parts(3_000)
    new[4_001], new[20_002] = "  to: elsewhere", "  - z"
    del new[9_000:9_008]

    changed = [one for one in blocks(old, new) if one[0] != "equal"]

    assert changed == [
        ("replace", 4_001, 4_002, 4_001, 4_002),
        ("delete", 9_000, 9_008, 9_000, 9_000),
        ("replace", 20_002, 20_003, 19_994, 19_995),
    ]


@pytest.mark.parametrize("count", [240, 5_000])
def test_another_order_of_everything_is_no_more_work_for_each_line(count: int) -> None:
    old, new = parts(count), parts(count, step=7)

    with at_most_lines(250 * count):
        found = list(blocks(old, new))

    check(old, new, found)
