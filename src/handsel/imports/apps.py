from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "handsel.imports"
    label = "imports"

    def ready(self) -> None:
        from handsel.imports.events import FACTS
        from handsel.ledger.facts import register

        register(*FACTS)
