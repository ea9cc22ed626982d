"""What runs later: mail."""

from django.core.mail import EmailMessage
from procrastinate import Blueprint, RetryStrategy

tasks = Blueprint()


# A mail server that is away for a while: after 4, 16, 64, … seconds, for a good day in all.
PATIENTLY = RetryStrategy(max_attempts=9, exponential_wait=4)


@tasks.task(name="send_mail", retry=PATIENTLY)
def send_mail(*, subject: str, body: str, to: str) -> None:
    EmailMessage(subject, body, to=[to]).send()
