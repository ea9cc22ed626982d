"""What two texts have in common, line by line, in a time that a hostile pair of them can't stretch. Plain Python.

Lines that stand once in either text are the fixed points ("patience diff", Bram Cohen); only between them every line is
compared with every other, which is quadratic at best: two versions of 240 transitions in another order took ten seconds.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST_PAIRS = 640_000  # of lines; a part with more of them is told as replaced

Lines = Sequence[str]
Block = tuple[str, int, int, int, int]


def blocks(old: Lines, new: Lines) -> Iterator[Block]:
    """`equal` or something else, from and to where in the old text, from and to where in the new one."""
    here = there = 0
    for old_from, new_from, length in _fixed(old, new):
        yield from _between(old, new, here, old_from, there, new_from)
        here, there = old_from + length, new_from + length
        yield "equal", old_from, here, new_from, there


def _fixed(old: Lines, new: Lines) -> list[tuple[int, int, int]]:
    """Where both begin alike, the fixed points in ascending order, and where both end alike."""
    most = min(len(old), len(new))
    head = next((place for place in range(most) if old[place] != new[place]), most)
    tail = next((place for place in range(most - head) if old[-1 - place] != new[-1 - place]), most - head)
    end_old, end_new = len(old) - tail, len(new) - tail
    points = [(0, 0, head)]
    if (end_old - head) * (end_new - head) > MOST_PAIRS:
        pairs = _longest_rise(_single(old[head:end_old], new[head:end_new]))
        points += [(one + head, other + head, 1) for one, other in pairs]
    return [*points, (end_old, end_new, tail)]


def _single(old: Lines, new: Lines) -> list[tuple[int, int]]:
    """The places of each line that stands once in either text."""
    often_old, often_new = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if often_new[line] == 1}
    return [
        (place, places[line]) for place, line in enumerate(old) if often_old[line] == 1 and line in places
    ]


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many pairs as can be kept so that both numbers rise; the first ones do already."""
    lowest: list[int] = []  # of all rises of a length, the lowest end
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        before.append(ends[length - 1] if length else None)
        lowest[length : length + 1], ends[length : length + 1] = [place], [number]
    found = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]


def _between(old: Lines, new: Lines, a_from: int, a_to: int, b_from: int, b_to: int) -> Iterator[Block]:
    if (a_to - a_from) * (b_to - b_from) > MOST_PAIRS:
        yield "replace", a_from, a_to, b_from, b_to
        return
    matcher = SequenceMatcher(None, old[a_from:a_to], new[b_from:b_to], autojunk=False)
    for kind, one, to, other, other_to in matcher.get_opcodes():
        yield kind, one + a_from, to + a_from, other + b_from, other_to + b_from
