"""What was said, in the language of who reads it: Django's middleware takes that from `Accept-Language`.

Translations are gettext's (`locale/<language>/*.po`, by room), found by the English. What has none is said in English.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from django.utils.translation import get_language
from pydantic import BeforeValidator

import handsel
from handsel.kernel.sentences import GOES_ON, Sentence, is_stored, sentence_of

ENGLISH = "en"
LOCALE = Path(handsel.__file__).parent / "locale"


def spoken(sentence: Sentence) -> str:
    language = get_language() or ENGLISH
    return str(sentence) if language == ENGLISH else _Filling(language).said(sentence)


def in_words(said: Any) -> Any:
    """Everything that is a sentence in it, however deep; the rest as it is, also what only looks like one that is stored: it may
    be what somebody sent."""
    if isinstance(said, Sentence):
        return spoken(said)
    if isinstance(said, Mapping):
        return {name: in_words(one) for name, one in said.items()}
    if isinstance(said, list | tuple):
        return [in_words(one) for one in said]
    return said


def read_in_words(said: Any) -> Any:
    """Of one that is stored as well."""
    return spoken(sentence_of(said)) if is_stored(said) else in_words(said)


Said = Annotated[str, BeforeValidator(read_in_words)]
"""A field of an answer that holds a sentence."""


class _Filling(Formatter):
    def __init__(self, language: str) -> None:
        self.language = language
        self.catalog = _catalog(language)

    def said(self, sentence: Sentence) -> str:
        pattern, values = sentence.pattern, sentence.values
        if sentence.plural is not None:
            pattern = self.catalog.ngettext(pattern, sentence.plural, values["count"])
        elif pattern:  # the empty one is where gettext keeps what it says of itself
            pattern = self.catalog.gettext(pattern)
        return self.vformat(pattern, (), values) if values else pattern

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Sentence):
            value = self.said(value)
        if format_spec == GOES_ON:
            return str(value).removesuffix(".")
        if format_spec == ",":
            return format_decimal(value, locale=self.language)
        return str(super().format_field(value, format_spec))


@cache
def _catalog(language: str) -> GNUTranslations:
    """Compiled here: as long as one sentence in it is looked at, nobody has to remember to."""
    catalog = Catalog(locale=language)
    for file in sorted((LOCALE / language).glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale=language):
                if message.id:
                    catalog[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
