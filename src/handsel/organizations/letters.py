"""Mails as people get them: plain text, in their language. The first line of a template is the subject."""

from dataclasses import dataclass

from django.template.loader import render_to_string

LANGUAGES = ("en", "es")
LONGEST_NAME = 200  # a mail is no place for a name of 5,000 characters


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def write_letter(template: str, *, locale: str, **values: str) -> Letter:
    """`values` are put on one line each: a name with a line break must not write a header."""
    language = locale.partition("-")[0].lower()
    text = render_to_string(
        f"organizations/mail/{template}.{language if language in LANGUAGES else LANGUAGES[0]}.txt",
        {name: value if name == "url" else _on_one_line(value) for name, value in values.items()},
    )
    subject, _, body = text.strip().partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")


def _on_one_line(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"
