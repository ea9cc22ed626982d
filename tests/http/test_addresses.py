"""Addresses that are not there."""

import pytest
from django.test import Client

from tests.cast import Acme, client_for


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_what_is_not_there_is_a_problem_for_a_key_as_for_anybody(acme: Acme, method: str) -> None:
    for client in (client_for(acme.ben), Client(enforce_csrf_checks=True)):
        answer = getattr(client, method)("/api/v1/nothing-here")

        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer["Content-Type"] == "application/problem+json"


def test_a_file_of_the_page_that_is_not_there_yet_is_asked_for_again() -> None:
    answer = Client().get("/assets/index-1a2b3c4d.js")

    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
