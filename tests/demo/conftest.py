from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import pytest

from tests.conftest import _connected_to, _copy, _drop


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[None]]:
    """For tests that need more than one."""
    base: str = request.config.base_url  # type: ignore[attr-defined]

    @contextmanager
    def made() -> Generator[None]:
        name = f"handsel_test_{uuid4().hex[:12]}"
        _copy(base, name)
        try:
            with _connected_to(name):
                yield
        finally:
            _drop(base, name)

    return made
