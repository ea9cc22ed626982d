"""Addresses: the API, sign-in, health, and the page for everything else."""

from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from handsel.api import api
from handsel.compatible.answers import missing as missing_there
from handsel.compatible.api import api as compatible
from handsel.http import pages
from handsel.http.health import healthz, metrics, readyz

# One is invited, and known by the address of the invitation: what allauth offers beside sign-in and reset is closed.
CLOSED = r"^_allauth/browser/v1/(?:auth/(?:signup|email|phone|code)|account/(?:email|phone))\b"

urlpatterns = [
    path("api/v1/", api.urls),
    path("v2/", compatible.urls),
    re_path(r"^v2/", csrf_exempt(missing_there)),
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
