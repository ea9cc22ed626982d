"""Every layout that an import can have. HubSpot, Salesforce and Pipedrive come here as further files."""

from handsel.imports.layouts import Layout
from handsel.imports.layouts.maven import MAVEN
from handsel.imports.layouts.spreadsheet import SPREADSHEET
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in (MAVEN, SPREADSHEET)}


def layout_called(name: str) -> Layout:
    layout = LAYOUTS.get(name)
    if layout is None:
        raise field_refused(
            "layout", say("No such layout. Choose one of: {known}.", known=", ".join(LAYOUTS))
        )
    return layout


def recognized(names: list[str]) -> Layout:
    """By the names of the files; a table that nobody knows is mapped by the person."""
    given = {name.lower() for name in names}
    for layout in LAYOUTS.values():
        if layout.sheets and {sheet.name for sheet in layout.sheets} <= given:
            return layout
    return SPREADSHEET
