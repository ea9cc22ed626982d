from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "handsel.workflows"
    label = "workflows"

    def ready(self) -> None:
        from handsel.ledger.facts import register
        from handsel.organizations import upstairs
        from handsel.workflows.events import WorkflowPublished
        from handsel.workflows.for_teams import WorkflowsForTeams

        register(WorkflowPublished)
        upstairs.register(workflows=WorkflowsForTeams())
