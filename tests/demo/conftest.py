from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import pytest
from django.conf import settings

from tests.conftest import BASE, _connected_to, _copy, _drop

NewDatabase = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """For tests that need more than one, or one for several of them."""
    base = request.config.stash[BASE]

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


@pytest.fixture(scope="module")
def loaded(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """What `demo.txt` says. The tests of this file only look at it."""
    from handsel import demo

    with pytest.MonkeyPatch.context() as patch, new_database():
        patch.setattr(settings, "HANDSEL_DATA", tmp_path_factory.mktemp("data"))
        demo.load(opportunities=90)
        yield (settings.HANDSEL_DATA / "demo.txt").read_text()
