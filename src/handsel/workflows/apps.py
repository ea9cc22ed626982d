from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "handsel.workflows"
    label = "workflows"

    def ready(self) -> None:
        from handsel.ledger.facts import register
        from handsel.workflows.events import WorkflowPublished

        register(WorkflowPublished)
