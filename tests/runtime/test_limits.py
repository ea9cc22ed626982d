"""How long a body may be, by its address: only what uploads files takes more than a megabyte."""

import pytest

from handsel.bridge import LIMITS, MEGABYTE, Bridge


@pytest.mark.parametrize(
    ("path", "megabytes"),
    [
        ("/api/v1/imports", 50),
        ("/api/v1/workflows/logs/discover", 64),
        ("/api/v1/workflows/0192a000-0000-7000-8000-00000000000a/replay", 64),
        ("/api/v1/workflows/0192a000-0000-7000-8000-00000000000a/draft", 1),
        ("/api/v1/workflows/0192a000-0000-7000-8000-00000000000a/replay/more", 1),
        ("/api/v1/workflows/a/b/replay", 1),
        ("/api/v1/workflows", 1),
        ("/elsewhere/api/v1/imports", 1),
        ("/", 1),
    ],
)
def test_the_longest_body(path: str, megabytes: int) -> None:
    bridge = Bridge(lambda _, __: [], limits=LIMITS)

    assert bridge._limit_of(path) == megabytes * MEGABYTE
