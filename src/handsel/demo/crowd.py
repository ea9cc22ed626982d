"""People who ask for boats: names of many countries and scripts, numbers and addresses that belong to nobody."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

FAMILY_FIRST = frozenset({"CN", "JP", "KR"})
DOMAINS = ("example.org", "example.com", "example.net")  # RFC 2606


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    phone: str | None
    email: str | None


def people(rng: Random, *, countries: Mapping[str, int], numbers: Iterator[str]) -> Iterator[Person]:
    """Without end. `countries` are weights; no two have one phone or one e-mail."""
    names, taken = _names(), set[str]()
    codes, weights = list(countries), list(countries.values())
    while True:
        country = rng.choices(codes, weights)[0]
        first, last = rng.choice(names[country, "first"]), rng.choice(names[country, "last"])
        chance = rng.random()
        yield Person(
            name=_called(first[0], last[0], country),
            phone=None if chance < 0.12 else next(numbers, None),
            email=None if chance > 0.86 else _address(rng, first[1], last[1], taken),
        )


def canadian_numbers(*areas: int) -> Iterator[str]:
    """555-0100 to 555-0199 are kept free for fiction (CNAC)."""
    for line in range(100):
        for area in areas:
            yield f"+1 {area} 555 01{line:02d}"


def portuguese_numbers() -> Iterator[str]:
    """Around the example numbers of Google's metadata; Portugal keeps none free for fiction."""
    for line in range(1000):
        yield f"+351 912 345 {line:03d}"
        yield f"+351 212 345 {line:03d}"


@cache
def _names() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """By country and kind: as written there, and in Latin letters."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    lines = files("handsel.demo").joinpath("names.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        found.setdefault((row["country"], row["kind"]), []).append((row["name"], row["latin"]))
    return found


def _called(first: str, last: str, country: str) -> str:
    if country in FAMILY_FIRST:
        return f"{last} {first}" if country == "JP" else f"{last}{first}"
    return f"{first} {last}"


def _address(rng: Random, first: str, last: str, taken: set[str]) -> str:
    local = re.sub(r"[^a-z.-]", "", f"{first}.{last}".lower())
    domain = rng.choice(DOMAINS)
    number = 2
    address = f"{local}@{domain}"
    while address in taken:
        address, number = f"{local}{number}@{domain}", number + 1
    taken.add(address)
    return address
