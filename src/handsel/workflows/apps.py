from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "handsel.workflows"
    label = "workflows"

    def ready(self) -> None:
        from handsel.ledger.facts import register
        from handsel.organizations import upstairs
        from handsel.workflows import for_teams
        from handsel.workflows.events import WorkflowDeleted, WorkflowDraftSaved, WorkflowPublished

        register(WorkflowPublished, WorkflowDraftSaved, WorkflowDeleted)
        upstairs.register(workflows=for_teams)
