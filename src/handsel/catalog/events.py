"""What happens to products; `fields` names what changed."""

from dataclasses import dataclass
from typing import ClassVar

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCreated(Fact):
    type: ClassVar[str] = "product.created"
    text: ClassVar[str] = "{actor} added the product {subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEdited(Fact):
    type: ClassVar[str] = "product.edited"
    text: ClassVar[str] = "{actor} changed the product {subject}: {fields}"
    fields: tuple[str, ...]


FACTS: tuple[type[Fact], ...] = (ProductCreated, ProductEdited)
