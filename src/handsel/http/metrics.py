"""Prometheus metrics of this process: requests by route and status, and whatever rooms add to the same registry."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

REQUESTS = Counter("handsel_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "handsel_request_seconds",
    "Seconds to an answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def observe(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match and match.route else "other"
    REQUESTS.labels(request.method or "", route, str(response.status_code)).inc()
    SECONDS.labels(route).observe(seconds)
