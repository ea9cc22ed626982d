"""Values that a move asks for, titles and amounts: what fits the attribute, else what fits its type."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from handsel.demo.house import House
from handsel.demo.words import AMOUNTS, MODELS, TITLES, Model
from handsel.kernel.text import is_filled
from handsel.workflows.attributes import attribute_for
from handsel.workflows.graph import Attribute, Graph


def fill(
    required: Iterable[str], shown: Mapping[str, Any], *, graph: Graph, house: House, team: str, at: datetime
) -> dict[str, Any]:
    """For what is still missing of `required`. `shown` is the opportunity as the gate answers it."""
    filled = {}
    for key in required:
        attribute = attribute_for(graph, key)
        if attribute is not None and not is_filled(_held(shown, key)):
            filled[key] = _value(attribute, house=house, team=team, title=shown["own_title"], at=at)
    return filled


def title_for(team: str, rng: Random, at: datetime) -> str:
    return rng.choice(TITLES[team]).format(
        model=rng.choice(MODELS).name, year=at.year + 1, berth=f"{rng.choice('ABCD')}{rng.randrange(1, 40)}"
    )


def amount_for(team: str, title: str | None, rng: Random) -> str:
    if team in AMOUNTS:
        least, most = AMOUNTS[team]
        return str(round(rng.triangular(least, most, least * 2) / 10) * 10)
    return str(round(_model_in(title, rng).price * rng.uniform(0.82, 1.12) / 50) * 50)


def _held(shown: Mapping[str, Any], key: str) -> Any:
    place, _, name = key.rpartition(".")
    if place:
        return (shown[place] or {}).get(name)
    return shown["attributes"].get(key, shown.get(key))


def _model_in(title: str | None, rng: Random) -> Model:
    """The boat that the title names, else any."""
    named = [model for model in MODELS if model.name in (title or "")]
    return rng.choice(named or MODELS)


def _value(attribute: Attribute, *, house: House, team: str, title: str | None, at: datetime) -> Any:
    rng = house.rng
    if attribute.key == "amount":
        return amount_for(team, title, rng)
    if attribute.key in KNOWN:
        return KNOWN[attribute.key](rng)
    language = house.language()
    values: dict[str, Callable[[], Any]] = {
        "text": lambda: _model_in(title, rng).name,
        "long_text": lambda: rng.choice(language.remarks),
        "number": lambda: rng.randrange(2, 9),
        "money": lambda: str(round(rng.uniform(20_000, 180_000), -3))[:-2],
        "date": lambda: (at + timedelta(days=rng.randrange(10, 40))).date().isoformat(),
        "datetime": lambda: (
            (at + timedelta(days=rng.randrange(2, 12))).replace(minute=0, second=0, microsecond=0).isoformat()
        ),
        "boolean": lambda: rng.random() < 0.4,
        "choice": lambda: rng.choice(attribute.options),
        "choices": lambda: rng.sample(attribute.options, k=min(2, len(attribute.options))),
        "email": lambda: f"{rng.randrange(16**8):08x}@example.org",
        "phone": lambda: f"+1 514 555 01{rng.randrange(100):02d}",
        "link": lambda: f"https://www.example.org/boats/{rng.randrange(1000, 9999)}",
        "user": lambda: str(rng.choice(house.members).id),
    }
    return values[attribute.type]()


KNOWN: dict[str, Callable[[Random], Any]] = {
    "hull_number": lambda rng: f"CA-LKB{rng.randrange(10_000, 99_999)}",
    "contact.email": lambda rng: f"client.{rng.randrange(16**6):06x}@example.org",
    "contact.phone": lambda rng: f"+1 819 555 01{rng.randrange(100):02d}",
}
