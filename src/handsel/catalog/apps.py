from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "handsel.catalog"
    label = "catalog"

    def ready(self) -> None:
        from handsel.catalog.events import FACTS
        from handsel.ledger.facts import register

        register(*FACTS)
