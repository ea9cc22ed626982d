"""The roof over every room's endpoints: one API, one way to authenticate, one opener of transactions."""

from handsel.automations.api import router as automations
from handsel.automations.api_runs import router as runs_of_automations
from handsel.board.api import router as board
from handsel.catalog.api import router as catalog
from handsel.contacts.api import router as contacts
from handsel.http import problems
from handsel.http.router import Api, Door
from handsel.imports.api import router as imports
from handsel.notifications.api import router as notifications
from handsel.opportunities import api_drafts, api_logs, api_versions, api_workflows
from handsel.opportunities.api import router as opportunities
from handsel.opportunities.api_parts import router as parts_of_opportunities
from handsel.opportunities.repeating import check_still_seen
from handsel.organizations import api_people, api_teams, api_ways
from handsel.organizations.api import router as organization
from handsel.organizations.authentication import answering, authenticate
from handsel.realtime.api import router as stream
from handsel.shares.api import router as shares

Door.answering = staticmethod(answering)
Door.check_still_seen = staticmethod(check_still_seen)

api = Api(
    title="Handsel",
    version="1",
    auth=authenticate,
    urls_namespace="v1",
    openapi_url="/openapi.json",
    docs_url=None,
)
problems.install(api)
api.add_router("", organization)
api.add_router("", api_people.router)
api.add_router("", api_teams.router)
api.add_router("", api_ways.router)
api.add_router("", api_workflows.router)
api.add_router("", api_drafts.router)
api.add_router("", api_versions.router)
api.add_router("", api_logs.router)
api.add_router("", opportunities)
api.add_router("", parts_of_opportunities)
api.add_router("", contacts)
api.add_router("", catalog)
api.add_router("", shares)
api.add_router("", board)
api.add_router("", imports)
api.add_router("", automations)
api.add_router("", runs_of_automations)
api.add_router("", notifications)
api.add_router("", stream)
