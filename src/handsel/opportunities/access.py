"""Who may see which opportunity at which instant, and how much of it: written once, here.

`level(…)` and `visible(…)` are SQL over a row `o` of opportunities. Board, list, search, detail, stream and lock all use
them; `rules.level_of` is their twin in plain Python.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from handsel.opportunities.rules import Level, Permission, allows
from handsel.organizations.acting import Member
from handsel.organizations.rules import Role

# Where the facts of the viewer come from: bound parameters for one member …
ONE = {
    "me": "%(me)s::uuid",
    "licence": "%(licence)s::boolean",
    "everything": "%(everything)s::boolean",
    "follows": "%(follows)s::boolean",
    "whole": "%(whole)s::uuid[]",
    "teams": "%(teams)s::uuid[]",
}
# … or the columns of a row set `m`, for many members at once.
MANY = {name: f"m.{name}" for name in ONE}

_LIVE_GRANT = """
    FROM opportunities_grant g
    WHERE g.organization_id = {row}.organization_id AND g.opportunity_id = {row}.id
      AND (g.member_id = {me} OR g.team_id = ANY({teams}))
      AND g.stopped_at IS NULL AND g.starts_at <= %(at)s AND g.ends_at > %(at)s
"""
_BELONGS = "({row}.owner_id = {me} OR {everything} OR {row}.team_id = ANY({whole}))"
_AUTHORED = "({follows} AND {row}.author_id = {me})"


def visible(facts: Mapping[str, str] = ONE, *, row: str = "o") -> str:
    return _said(f"({{belongs}} OR {{authored}} OR EXISTS (SELECT {_LIVE_GRANT}))", facts, row)


# The same for a walk past many rows: what the viewer holds is read once, and each row looked up in it.
_AMONG_HELD = """
    {row}.id IN (SELECT g.opportunity_id FROM opportunities_grant g
    WHERE (g.member_id = {me} OR g.team_id = ANY({teams})) AND g.opportunity_id IS NOT NULL
      AND g.stopped_at IS NULL AND g.starts_at <= %(at)s AND g.ends_at > %(at)s)
"""


def visible_among(facts: Mapping[str, str] = ONE, *, row: str = "o") -> str:
    return _said(f"({{belongs}} OR {{authored}} OR {_AMONG_HELD})", facts, row)


def level(facts: Mapping[str, str] = ONE) -> str:
    """3 work, 2 modify, 1 view, null nothing."""
    return _said(
        f"""
    CASE WHEN {{licence}} AND {{belongs}} THEN 3
         ELSE greatest(CASE WHEN {{belongs}} OR {{authored}} THEN 1 END, (SELECT max(g.level)::int {_LIVE_GRANT}))
    END""",
        facts,
        "o",
    )


def access_ends(facts: Mapping[str, str] = ONE) -> str:
    """When a grant is all that a viewer has: the last instant that any of them reaches."""
    ends = (
        f"CASE WHEN ({{belongs}} OR {{authored}}) IS NOT TRUE THEN (SELECT max(g.ends_at) {_LIVE_GRANT}) END"
    )
    return _said(ends, facts, "o")


def level_ends(facts: Mapping[str, str] = ONE) -> str:
    """When the level that a viewer has goes down; null where more than a grant gives it, or they have none."""
    return _said(
        f"""
    (SELECT g.ends_at {_LIVE_GRANT} AND ({{licence}} AND {{belongs}}) IS NOT TRUE
     AND g.level > CASE WHEN {{belongs}} OR {{authored}} THEN 1 ELSE 0 END
     ORDER BY g.level DESC, g.ends_at DESC LIMIT 1)""",
        facts,
        "o",
    )


# From what the viewer holds to the opportunities: few rows, and none for who holds nothing.
_HELD = """
    FROM opportunities_grant g
    JOIN opportunities_opportunity lent ON lent.organization_id = g.organization_id AND lent.id = g.opportunity_id
    WHERE (g.member_id = {me} OR g.team_id = ANY({teams})) AND g.stopped_at IS NULL AND g.ends_at > %(at)s
"""


def changes(facts: Mapping[str, str] = ONE) -> str:
    """The next instant at which what the viewer sees, or may do, changes by a grant's start or end; as a subquery."""
    next_one = "min(CASE WHEN g.starts_at > %(at)s THEN g.starts_at ELSE g.ends_at END)"
    return _said(f"(SELECT {next_one} {_HELD} AND ({{licence}} AND {{belongs}}) IS NOT TRUE)", facts, "lent")


def lent_of(team: str, facts: Mapping[str, str] = ONE) -> str:
    """Whether a grant opens anything of a team to the viewer now."""
    return _said(
        f"EXISTS (SELECT {_HELD} AND g.starts_at <= %(at)s AND lent.team_id = {team})", facts, "lent"
    )


def lasting(facts: Mapping[str, str] = ONE, *, row: str = "o") -> str:
    """What the viewer has by more than a grant: what they may export, and hear of the shares of others."""
    return _said("({belongs} OR {authored})", facts, row)


# Wider than what one may see, and found by indexes alone.
_NEAR = """
    SELECT near.id FROM opportunities_opportunity near WHERE near.owner_id = {me}
    UNION ALL SELECT near.id FROM opportunities_opportunity near WHERE {follows} AND near.author_id = {me}
    UNION ALL SELECT near.id FROM opportunities_opportunity near WHERE near.team_id = ANY({whole})
    UNION ALL SELECT g.opportunity_id FROM opportunities_grant g
        WHERE (g.member_id = {me} OR g.team_id = ANY({teams})) AND g.stopped_at IS NULL AND g.ends_at > %(at)s"""


def near(facts: Mapping[str, str] = ONE) -> str:
    """The ids of all that a viewer who does not see everything may see, some twice, and of more. What ties a viewer to a row
    must be in it; `visible` still decides."""
    return _said(_NEAR, facts, "o")


def ties(facts: Mapping[str, str]) -> str:
    """What ties the viewer to the row besides grants, as columns: to be said once and referred to as in READER."""
    return _said("{belongs} AS belongs, {authored} AS authored", facts, "o")


# … or both `m` and, of the row `o`, the columns `b` that `ties` gives.
READER = MANY | {"belongs": "b.belongs", "authored": "b.authored"}


def _said(template: str, facts: Mapping[str, str], row: str) -> str:
    ties_in_full = {"belongs": _BELONGS, "authored": _AUTHORED}
    spelled = {name: sql.format(**facts, row=row) for name, sql in ties_in_full.items()}
    # Without indentation: what is longer than 4,096 characters, psycopg parses anew at each execution.
    return " ".join(template.format(**{**spelled, **facts, "row": row}).split())


def viewer_values(member: Member) -> dict[str, Any]:
    """The facts of a viewer, by the names that the SQL asks for."""
    follows = Role.LEAD_GENERATOR in member.roles
    only_follows = follows and not member.sales_licence
    return {
        "me": member.id,
        "licence": member.sales_licence,
        "everything": member.sees_everything,
        "follows": follows,
        "whole": [] if only_follows else member.teams_seen_whole,
        "teams": member.team_ids,
    }


def team_values(team_id: UUID) -> dict[str, Any]:
    """The same of a team: it has what is granted to it."""
    nobody = {"me": None, "licence": False, "everything": False, "follows": False}
    return {**nobody, "whole": [], "teams": [team_id]}


def values(member: Member, at: datetime) -> dict[str, Any]:
    seen = viewer_values(member)
    teams = {"whole": _array(seen["whole"]), "teams": _array(seen["teams"])}
    return {**seen, **teams, "at": at, **may_values(member)}


def _array(ids: Iterable[UUID]) -> str:
    """As PostgreSQL writes it: psycopg looks at each element of a list to find out what it is a list of."""
    return f"{{{','.join(map(str, ids))}}}"


def may_values(member: Member) -> dict[str, str]:
    """What each level may do, as an array of JSON: at 2 * level with amounts off, behind it with amounts on."""
    return {"may": _may(member.capabilities)}


@cache
def _may(capabilities: frozenset[str]) -> str:
    """As many answers as there are combinations of roles, and every statement of the gate asks.

    Written as PostgreSQL writes an array, whose elements are quoted as JSON's: psycopg took a tenth of a millisecond to
    quote a list of them for each statement.
    """
    pairs = [[_may_at(each, capabilities, deal_amount=on) for on in (False, True)] for each in sorted(Level)]
    elements = ["{}", *(json.dumps(one) for pair in pairs for one in pair)]
    return "{" + ",".join(json.dumps(element) for element in elements) + "}"


def _may_at(level: Level, capabilities: frozenset[str], *, deal_amount: bool) -> dict[str, bool]:
    return {
        permission.value: allows(level, permission, capabilities=capabilities, deal_amount=deal_amount)
        for permission in Permission
        if permission not in (Permission.READ, Permission.FOLLOW_ON)  # the family tells of follow-ons
    }
