"""Addresses: the API, sign-in, health, and the page for everything else."""

from django.urls import include, path, re_path

from handsel.api import api
from handsel.http import pages
from handsel.http.health import healthz, metrics, readyz

# One is invited, and known by the address of the invitation: what allauth offers beside sign-in and reset is closed.
CLOSED = r"^_allauth/browser/v1/(?:auth/(?:signup|email|phone|code)|account/(?:email|phone))\b"

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(CLOSED, pages.missing),
    path("_allauth/", include("allauth.headless.urls")),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    re_path(r"^(?P<path>.*)$", pages.page),
]
handler400 = pages.bad
handler404 = pages.missing
handler500 = pages.broken
