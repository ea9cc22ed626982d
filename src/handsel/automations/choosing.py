"""Which opportunities a schedule is about: all that its author may see and its conditions fit, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.automations.conditions import FROM, compiled
from handsel.automations.document import Recipe
from handsel.automations.rules import AuthorGone
from handsel.kernel.sentences import say
from handsel.opportunities.access import values, visible
from handsel.organizations.authentication import member_by_id

MOST = 10_000
CHOOSE = """
SELECT o.id {source} WHERE o.organization_id = %(organization)s AND {visible} {conditions}
  AND (%(team)s::uuid IS NULL OR o.team_id = %(team)s::uuid)
ORDER BY o.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`limited`: there are more."""

    ids: list[UUID]
    limited: bool


def choose(recipe: Recipe, *, author_id: UUID, organization_id: UUID, at: datetime) -> Chosen:
    by = member_by_id(author_id)
    if by is None:
        raise AuthorGone(say("The author of this automation can't act any more."))
    asked = [one for one in compiled(recipe.conditions, by=by) if "." not in one.place]
    bound = {name: value for one in compiled(recipe.conditions, by=by) for name, value in one.values.items()}
    query = CHOOSE.format(
        source=FROM, visible=visible(), conditions="".join(f" AND (({one.sql}) IS TRUE)" for one in asked)
    )
    own = {"organization": organization_id, "team": recipe.trigger.team, "limit": MOST + 1}
    with connection.cursor() as cursor:
        cursor.execute(query, {**bound, **values(by, at), **own})
        ids = [row[0] for row in cursor.fetchall()]
    return Chosen(ids[:MOST], limited=len(ids) > MOST)
