from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "handsel.automations"
    label = "automations"

    def ready(self) -> None:
        from handsel.automations.events import FACTS
        from handsel.ledger.facts import register

        register(*FACTS)
