"""What runs later: mail."""

from django.core.mail import EmailMessage
from procrastinate import Blueprint

tasks = Blueprint()


@tasks.task(name="send_mail", retry=5)
def send_mail(*, subject: str, body: str, to: str) -> None:
    EmailMessage(subject, body, to=[to]).send()
