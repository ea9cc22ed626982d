"""Django's settings. What people may set is read in `environment.py`."""

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from handsel import environment

ENVIRONMENT = environment.read()
SECRET_KEY = environment.secret_key(ENVIRONMENT)
environment.check_safe(ENVIRONMENT, secret_key=SECRET_KEY)

DEBUG = False
HANDSEL_CLOCK = str(ENVIRONMENT.clock) if ENVIRONMENT.clock else None
HANDSEL_DATA = ENVIRONMENT.data
PUBLIC_URL = ENVIRONMENT.public_url
OUTGOING_ALLOWED = ENVIRONMENT.outgoing_allowed
ALLOWED_HOSTS = ["*"]  # the bridge passes a proxy's host only when the proxy is trusted; links use PUBLIC_URL
ROOT_URLCONF = "handsel.urls"
WSGI_APPLICATION = "django.core.wsgi.get_wsgi_application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # as the page has them
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "procrastinate.contrib.django",
    "handsel.database",
    "handsel.ledger",
    "handsel.http",
    "handsel.organizations",
    "handsel.contacts",
    "handsel.catalog",
    "handsel.workflows",
    "handsel.opportunities",
    "handsel.shares",
    "handsel.board",
    "handsel.imports",
    "handsel.realtime",
    "handsel.notifications",
    "handsel.automations",
    "handsel.compatible",
]

MIDDLEWARE = [
    "handsel.http.middleware.RequestId",
    "handsel.http.middleware.Safety",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "handsel.http.middleware.MethodAsProblem",
    "handsel.http.middleware.UnreadableBody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [],
        "OPTIONS": {},
    }
]

# Roles do the fencing: web and worker own nothing, the system only reads, the owner only migrates.
APP_TIMEOUTS = (
    "-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s "
    f"-c statement_timeout={'15s' if os.environ.get('HANDSEL_PROCESS') == 'web' else '120s'}"
)


def _database(role: str, options: str = "", *, pool: dict[str, Any] | None = None) -> dict[str, Any]:
    parts = conninfo_to_dict(ENVIRONMENT.database_url or "dbname=handsel")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "handsel"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            **parts,
            # Our statements are few and planned for any values: planning one anew takes longer than running it.
            "options": f"-c role={role} -c timezone=UTC -c plan_cache_mode=force_generic_plan {options}",
            "server_side_binding": True,
            "prepare_threshold": 3,
            **({"pool": pool} if pool else {}),
        },
    }


DATABASES = {
    "default": _database("handsel_app", APP_TIMEOUTS, pool={"min_size": 1, "max_size": 12, "timeout": 10}),
    "system": _database("handsel_system", APP_TIMEOUTS, pool={"min_size": 1, "max_size": 12, "timeout": 10}),
    "owner": _database("handsel_owner"),
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "handsel_cache"}}

# Sign-in (django-allauth, headless browser client)
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "handsel.organizations.allauth.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/confirm/{{key}}",
    "account_reset_password": f"{PUBLIC_URL}/forgotten",
    "account_reset_password_from_key": f"{PUBLIC_URL}/reset/{{key}}",
    "account_signup": f"{PUBLIC_URL}/sign-in",
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "handsel.http.pages.csrf_failed"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if ENVIRONMENT.is_https else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024  # the bridge limits bodies by route before Django sees them
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Mail
EMAIL = environment.mail(ENVIRONMENT)
EMAIL_BACKEND = EMAIL["backend"]
EMAIL_FILE_PATH = EMAIL["file_path"]
EMAIL_HOST, EMAIL_PORT = EMAIL["host"], EMAIL["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["user"], EMAIL["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["tls"], EMAIL["ssl"]
DEFAULT_FROM_EMAIL = EMAIL["sender"]
EMAIL_TIMEOUT = 20

# The page
STATIC_URL = "/"
WHITENOISE_ROOT = os.path.join(os.path.dirname(__file__), "page")  # noqa: PTH118, PTH120 (a string is asked for)
WHITENOISE_INDEX_FILE = False
WHITENOISE_MAX_AGE = 60
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/"  # the build names them by their content
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

PROCRASTINATE_ON_APP_READY = "handsel.jobs.ready"
PROCRASTINATE_IMPORT_PATHS = ["handsel.jobs"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "handsel.http.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("HANDSEL_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "allauth": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},  # that the database is away is said by who needs it
    },
}
