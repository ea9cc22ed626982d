"""Alive, ready, and measured."""

import ipaddress
import os

from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from handsel.http.problems import problem
from handsel.kernel.sentences import say
from handsel.ledger import readers

BEHIND = Gauge("handsel_reader_events_behind", "Events that a stored reader has not seen yet", ["reader"])


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (Django's signature)
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Ready when the database answers and every migration of this program has run."""
    try:
        executor = MigrationExecutor(connections["default"])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return problem(request, 503, "database_unreachable", say("The database does not answer."))
    if waiting:
        return problem(
            request,
            503,
            "migrations_waiting",
            say("{count} migrations have not run yet.", count=len(waiting)),
        )
    return JsonResponse({"status": "ready"})


def metrics(request: HttpRequest) -> HttpResponse:
    """For loopback, or whoever brings HANDSEL_METRICS_TOKEN as a bearer."""
    token = os.environ.get("HANDSEL_METRICS_TOKEN")
    brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback and not (token and brought == token):
        return problem(
            request, 403, "forbidden", say("Metrics are for this machine, or for who brings the token.")
        )
    with connections["system"].cursor() as cursor:
        for name, behind in readers.lag(cursor.connection).items():
            BEHIND.labels(name).set(behind)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
