from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "handsel.workflows"
    label = "workflows"
