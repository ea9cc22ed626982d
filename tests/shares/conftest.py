from typing import Any

import pytest


@pytest.fixture
def lending(acme: Any) -> Any:
    """`tests.shares.lending.Lending`, in the database that the test asked for."""
    from tests.shares.lending import lending as lend

    return lend(acme)
