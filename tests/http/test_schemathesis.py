"""Whatever fits the OpenAPI document, and much that does not, gets an answer: never a 500, and of the declared shape."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from handsel.organizations.acting import Member
from tests.cast import Acme, a_channel, a_key, as_now
from tests.http.endpoints import PREFIX

EXAMPLES = 4
ELSEWHERE = {f"{PREFIX}/stream"}  # outside Django


@pytest.fixture
def key(committing: str, acme: Acme) -> str:
    """Of somebody who may do everything."""
    a_channel(acme.organization, "Counter")
    member: Member = as_now(acme.ada)
    return a_key(member)


@pytest.mark.filterwarnings("ignore")
def test_no_input_breaks_an_endpoint(key: str) -> None:
    app, faults = get_wsgi_application(), {}
    described: Any = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", app)
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path in ELSEWHERE:
            continue
        try:
            attack(operation, key)
        except Exception as fault:
            faults[operation.label] = " ".join(str(fault).split())[:600]

    assert faults == {}


def attack(operation: Any, key: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        case.headers.pop("Authorization", None)
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"},
            checks=[not_a_server_error, response_schema_conformance],
        )

    run()
