"""A new organization. Who founds it acts as the system inside it: `by = System(organization_id=new_id())`."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from handsel.database.conflicts import refusing, taken
from handsel.kernel.money import check_currency
from handsel.kernel.refusals import Conflict, FieldProblem
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.organizations.acting import System
from handsel.organizations.events import OrganizationFounded
from handsel.organizations.localities import check_locale, check_time_zone
from handsel.organizations.models import Organization
from handsel.organizations.rules import check_switches


class TreeTooDeep(Conflict):
    code = "tree_too_deep"


NAME_TAKEN = say("There is an organization of this name already. Choose another name.")
ONE_LEVEL = say("The tree of organizations is one level deep: a parent has no parent itself (O1).")


def found(
    name: str,
    *,
    by: System,
    at: datetime,
    parent_id: UUID | None = None,
    time_zone: str = "UTC",
    locale: str = "en",
    currency: str = "USD",
    switches: Mapping[str, bool] | None = None,
) -> Organization:
    """Without channels, teams or people. The caller knows that the parent exists: from inside it can't be seen."""
    organization = Organization(
        id=by.organization_id,
        name=check_name(name, field="name"),
        parent_id=parent_id,
        time_zone=check_time_zone(time_zone),
        locale=check_locale(locale),
        currency=check_currency(currency),
        switches=check_switches(switches or {}, is_root=parent_id is None),
        created_at=at,
    )
    with refusing(
        organization_name_once=taken("name", NAME_TAKEN),
        organization_tree_one_level=TreeTooDeep(ONE_LEVEL, fields=[FieldProblem("parent", ONE_LEVEL)]),
    ):
        organization.save(force_insert=True)
    record(OrganizationFounded(subject_id=organization.pk), by=by, at=at)
    return organization
