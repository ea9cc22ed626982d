from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "handsel.opportunities"
    label = "opportunities"

    def ready(self) -> None:
        from handsel.ledger.facts import register
        from handsel.opportunities.events import FACTS

        register(*FACTS)
