from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "handsel.automations"
    label = "automations"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from handsel.automations.events import FACTS
        from handsel.automations.measuring import Runs
        from handsel.ledger.facts import register

        register(*FACTS)
        REGISTRY.register(Runs())
