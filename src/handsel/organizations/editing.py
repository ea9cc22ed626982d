"""Changing the organization itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from handsel.database.conflicts import refusing, taken
from handsel.kernel.money import check_currency
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.organizations.acting import Actor
from handsel.organizations.events import OrganizationEdited
from handsel.organizations.founding import NAME_TAKEN
from handsel.organizations.localities import check_locale, check_time_zone
from handsel.organizations.models import Organization
from handsel.organizations.rules import check_share_terms, check_switches

SHARES = {"default_days": "share_default_days", "maximum_days": "share_maximum_days"}


class OrganizationChanges(TypedDict, total=False):
    name: str
    time_zone: str
    locale: str
    currency: str
    switches: Mapping[str, bool]
    shares: Mapping[str, int]
    """`default_days`, `maximum_days`."""


def edit(changes: OrganizationChanges, *, by: Actor, at: datetime) -> Organization:
    """The organization that acts. Switches and terms of shares that are not named stay as they are."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=by.organization_id)
    wanted = _checked(changes, organization)
    changed = [name for name, value in wanted.items() if getattr(organization, name) != value]
    if not changed:
        return organization

    before = dict(organization.switches)
    for name in changed:
        setattr(organization, name, wanted[name])
    with refusing(organization_name_once=taken("name", NAME_TAKEN)):
        organization.save(update_fields=changed)

    switched = {name: on for name, on in organization.switches.items() if before.get(name) != on}
    told = list(dict.fromkeys("shares" if name in SHARES.values() else name for name in changed))
    fact = OrganizationEdited(subject_id=organization.pk, changed=told, switches=switched or None)
    record(fact, by=by, at=at)
    return organization


def _checked(changes: OrganizationChanges, organization: Organization) -> dict[str, object]:
    wanted: dict[str, object] = {}
    if "name" in changes:
        wanted["name"] = check_name(changes["name"], field="name")
    if "time_zone" in changes:
        wanted["time_zone"] = check_time_zone(changes["time_zone"])
    if "locale" in changes:
        wanted["locale"] = check_locale(changes["locale"])
    if "currency" in changes:
        wanted["currency"] = check_currency(changes["currency"])
    if "switches" in changes:
        switches = check_switches(changes["switches"], is_root=organization.parent_id is None)
        wanted["switches"] = organization.switches | switches
    if "shares" in changes:
        terms = {name: getattr(organization, column) for name, column in SHARES.items()} | dict(
            changes["shares"]
        )
        check_share_terms(**terms)
        wanted |= {SHARES[name]: days for name, days in terms.items()}
    return wanted
