"""Whoever asks in Spanish is refused in Spanish; the code and the English are what they were."""

from functools import reduce
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from handsel.http.languages import in_words, spoken
from handsel.kernel.sentences import (
    any_of,
    as_it_is,
    as_stored,
    in_a_row,
    joined,
    say,
    say_count,
    sentence_of,
    word,
)
from tests.cast import Acme, a_channel, client_for
from tests.http.problems import API, NOWHERE
from tests.http.world import send

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}

INNERMOST: Any = "x"
DEEP = reduce(lambda inside, _: [inside], range(41), INNERMOST)
DEEPER = reduce(lambda inside, _: {"a": inside}, range(300), INNERMOST)

# Method, address, body, field, and what is said of it in both languages.
REFUSED: list[tuple[str, str, Any, str, str, str]] = [
    ("POST", "/opportunities", {"new_contact": {"name": "Ana", "phone": "12"}}, "new_contact.phone",
     "This number is too short. Write all of it, with its area code.",
     "Este número es demasiado corto. Escríbalo entero, con su prefijo."),
    ("POST", "/opportunities", {"new_contact": {"name": "Ana"}, "amount": "1.001"}, "amount",
     "EUR has at most 2 digits after the point.", "EUR tiene como máximo 2 cifras después del punto."),
    ("POST", "/opportunities", {"new_contact": {"name": "é" * 12_345}}, "new_contact.name",
     "At most 5,000 characters; these are 12,345.", "Como máximo 5.000 caracteres; aquí hay 12.345."),
    ("POST", "/opportunities", {"new_contact": {"name": "Ana"}, "attributes": {"nothing": 1}}, "attributes.nothing",
     "This workflow has no such field.", "Este flujo de trabajo no tiene ese campo."),
    ("POST", "/opportunities", {"color": "red"}, "color", "Extra inputs are not permitted", "Este campo no se conoce."),
    ("POST", "/contacts", {"name": ""}, "name", "A name is needed.", "Hace falta un nombre."),
    ("POST", "/products", {"name": "x", "price": "a"}, "price",
     "Write an amount in digits with a point, like 1250.50.", "Escriba un importe en cifras y con punto decimal, como 1250.50."),
    ("POST", "/members", {"name": "Eva", "email": "no", "roles": ["manager"]}, "email",
     "This is no e-mail address.", "Esto no es un correo electrónico."),
    ("POST", "/board/batch", {"opportunities": [NOWHERE] * 201, "to_stage": NOWHERE}, "opportunities",
     "At most 200 at once; these are 201.", "Como máximo 200 a la vez; aquí hay 201."),
    ("POST", "/automations", {"name": "é" * 201}, "name",
     "At most 200 characters; these are 201.", "Como máximo 200 caracteres; aquí hay 201."),
    ("GET", "/tasks?due=never", None, "due", "Choose one of: overdue, today, week.", "Elija una de estas opciones: overdue, today, week."),
    ("POST", "/automations", {"name": "x", "document": {"steps": DEEP}}, "document",
     "Lists and objects stand at most 40 deep in each other.",
     "Las listas y los objetos pueden anidarse en 40 niveles como máximo."),
    ("POST", "/opportunities", {"attributes": DEEPER}, "attributes",
     "Lists and objects stand too deep in each other.", "Hay demasiadas listas y objetos anidados."),
    ("GET", "/shares?source=never", None, "source",
     "Input should be 'manual', 'api' or 'automation'", "Esto debe ser 'manual', 'api' o 'automation'."),
    ("GET", "/opportunities?limit=0", None, "limit", "A limit lies between 1 and 200.", "Un límite está entre 1 y 200."),
]  # fmt: skip


@pytest.fixture
def ada(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ada)


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "english", "spanish"), REFUSED, ids=lambda it: repr(it)[:30]
)
def test_a_field_is_refused_in_the_language_that_was_asked_for(
    acme: Acme, ada: Client, method: str, path: str, body: Any, field: str, english: str, spanish: str
) -> None:
    if path == "/opportunities" and body:
        body = {"team": str(acme.boats.pk), **body}

    plain = send(ada, method, API + path, body)
    answer = _in_spanish(ada, method, API + path, body)

    assert (_said(plain)[field], plain.headers["Content-Language"]) == (english, "en")
    assert (_said(answer)[field], answer.headers["Content-Language"]) == (spanish, "es")
    assert answer.json()["code"] == plain.json()["code"]
    assert "Accept-Language" in answer.headers["Vary"]


def _in_spanish(client: Client, method: str, path: str, body: Any) -> Any:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = SPANISH["Accept-Language"]
    try:
        return send(client, method, path, body)
    finally:
        client.defaults.pop("HTTP_ACCEPT_LANGUAGE")


def _said(answer: Any) -> dict[str, str]:
    return {one["name"]: one["message"] for one in answer.json()["fields"]}


def test_what_is_no_json_is_refused_in_the_language_that_was_asked_for(ada: Client) -> None:
    answers = [
        ada.generic("POST", f"{API}/contacts", b"{", "application/json", headers=headers)
        for headers in ({}, SPANISH)
    ]

    assert [(one.status_code, one.json()["code"], one.json()["detail"]) for one in answers] == [
        (400, "bad_request", "The body is no JSON that can be read."),
        (400, "bad_request", "El cuerpo no es un JSON que se pueda leer."),
    ]


def test_the_title_of_a_problem_is_in_the_language_too(ada: Client) -> None:
    answers = [ada.get(f"{API}/contacts/{NOWHERE}", headers=headers) for headers in ({}, SPANISH)]

    assert [one.json()["title"] for one in answers] == ["Not found", "No encontrado"]


def test_of_several_fields_only_the_last_ends_with_a_full_stop(ada: Client) -> None:
    body = {"color": "red", "size": 1}

    plain = send(ada, "POST", f"{API}/teams", body).json()["detail"]
    spanish = _in_spanish(ada, "POST", f"{API}/teams", body).json()["detail"]

    assert plain == (
        "name: Field required; color: Extra inputs are not permitted; size: Extra inputs are not permitted"
    )
    assert spanish == (
        "name: Este campo es obligatorio; color: Este campo no se conoce; size: Este campo no se conoce."
    )


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        (
            "stages: a: b",
            "This is no YAML from line 1, column 10 on: mapping values are not allowed in this context.",
            "Esto no es YAML a partir de la línea 1, columna 10.",
        ),
        (
            "stages: &here []",
            "This is no YAML: anchors and aliases are not used here.",
            "Esto no es YAML: aquí no se usan anclas ni alias.",
        ),
    ],
)
def test_where_a_file_is_no_yaml_is_said_in_the_language(
    ada: Client, text: str, english: str, spanish: str
) -> None:
    """What the parser says of it is English, and left out."""
    plain = send(ada, "POST", f"{API}/workflows", {"text": text})
    answer = _in_spanish(ada, "POST", f"{API}/workflows", {"text": text})

    assert list(_said(plain).values()) == [english]
    assert list(_said(answer).values()) == [spanish]


def test_a_language_that_we_do_not_speak_is_answered_in_english(ada: Client) -> None:
    ada.defaults["HTTP_ACCEPT_LANGUAGE"] = "fi"

    answer = ada.get(f"{API}/contacts/{NOWHERE}")

    assert answer.json()["detail"] == "No such contact."


def test_a_sentence_holds_others_and_is_said_whole() -> None:
    roles = any_of(map(word, ["lead_generator", "manager"]))
    text = joined(
        [
            say("{transitions} is only for: {roles}.", transitions="Vender", roles=roles),
            say_count("(1 row)", "({count:,} rows)", count=12_345),
        ]
    )

    assert text == "Vender is only for: lead generator or manager. (12,345 rows)"
    with translation.override("es"):
        assert spoken(text) == "Vender es solo para: generador de contactos o gerente. (12.345 filas)"
        assert spoken(sentence_of(as_stored(text))) == spoken(text)


def test_sentences_in_a_row_are_stored_and_said_with_one_full_stop() -> None:
    text = in_a_row([say("A name is needed."), as_it_is("12"), say("A name is needed.")])

    assert text == sentence_of(as_stored(text)) == "A name is needed; 12; A name is needed."
    assert in_a_row([]) == ""
    with translation.override("es"):
        assert spoken(text) == "Hace falta un nombre; 12; Hace falta un nombre."


def test_what_no_catalog_knows_is_said_as_it_is() -> None:
    with translation.override("es"):
        assert [spoken(one) for one in (as_it_is("{Ana}"), joined([]), sentence_of("Old text."))] == [
            "{Ana}", "", "Old text.",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        {"say": "{a:>999999}", "plural": None, "values": {"a": "x"}},
        {"say": "{a.__class__}", "plural": None, "values": {"a": "x"}},
        {"say": "{a[0]}", "plural": None, "values": {"a": "x"}},
        {"say": "{", "plural": None, "values": {}},
        {"say": "{b}", "plural": None, "values": {"a": "x"}},
        {"say": "a", "plural": "b", "values": {}},
        {"say": "{a:,}", "plural": None, "values": {"a": "x"}},
        {"say": "{a:;}", "plural": None, "values": {"a": "x"}},
        {"say": 1, "plural": None, "values": {}},
        {"say": "a", "plural": None, "values": ["a"]},
    ],
)
def test_what_only_looks_like_a_stored_sentence_is_not_filled(sent: dict[str, object]) -> None:
    """It may be what somebody sent, and has back."""
    typed = {"typed": {"title": sent}}

    assert in_words(typed) == typed
    assert sentence_of(sent) == str(sent)


def test_a_stored_value_is_shown_as_short_as_it_was() -> None:
    text = say("The new version has no step {wanted!r:.80}.", wanted="x" * 200)

    assert sentence_of(as_stored(text)) == text
