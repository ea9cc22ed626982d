from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "handsel.automations"
    label = "automations"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from handsel.automations.events import FACTS
        from handsel.automations.measuring import Runs
        from handsel.automations.naming import names_of_automations
        from handsel.ledger.facts import register
        from handsel.opportunities import naming

        register(*FACTS)
        naming.register(names_of_automations)
        REGISTRY.register(Runs())
