"""How django-allauth is bent to our ways: nobody signs up by themselves, mail waits for the worker, and who belongs
nowhere any more does not sign in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from handsel.organizations.authentication import ORGANIZATION_IN_SESSION
from handsel.organizations.jobs import send_mail
from handsel.organizations.letters import write_letter
from handsel.organizations.models import User
from handsel.organizations.queries import locale_of, organizations_of


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # (allauth is not typed)
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """One is invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the bridge says: it believes X-Forwarded-For from trusted proxies only."""
        return str(request.META["REMOTE_ADDR"])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By address alone: with the host in it, as allauth has it, another Host header would be another five tries."""
        return str(credentials.get("email", "")).lower()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A right password does not help who was deactivated everywhere (O7); the answer does not tell which it was."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and organizations_of(user.pk) else None

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Where they were last, they are again."""
        super().login(request, user)
        belongs = organizations_of(user.pk)
        if belongs:
            request.session[ORGANIZATION_IN_SESSION] = str(belongs[0][0])

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        letter = write_letter(
            "password_reset",
            locale=locale_of(user.pk),
            name=user.name,
            email=email,
            url=context["password_reset_url"],
        )
        send_mail.defer(subject=letter.subject, body=letter.body, to=email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing else writes mail: what a stranger's address would get, for one, is not sent."""
