"""Attributes: the built-in ones, and which values each type takes (W16). Plain Python."""

from handsel.workflows.graph import Attribute, Graph

TYPES = (
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "datetime",
    "boolean",
    "choice",
    "choices",
    "email",
    "phone",
    "link",
    "user",
)
WITH_OPTIONS = frozenset({"choice", "choices"})

BUILT_IN = {
    attribute.key: attribute
    for attribute in (
        Attribute("title", "Title", "text"),
        Attribute("amount", "Amount", "money"),
        Attribute("follow_up_at", "Follow-up", "datetime"),
        Attribute("description", "Description", "long_text"),
        Attribute("contact.first_name", "First name", "text"),
        Attribute("contact.last_name", "Last name", "text"),
        Attribute("contact.email", "E-mail", "email"),
        Attribute("contact.phone", "Phone", "phone"),
        Attribute("account.name", "Account", "text"),
    )
}


def attribute_for(graph: Graph, key: str) -> Attribute | None:
    """An attribute of the layout or a built-in one; None for a key that this workflow does not know."""
    return graph.attribute_by_key.get(key) or BUILT_IN.get(key)
