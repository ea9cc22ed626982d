from django.apps import AppConfig


class SharesConfig(AppConfig):
    name = "handsel.shares"
    label = "shares"

    def ready(self) -> None:
        from handsel.ledger.facts import register
        from handsel.shares.events import FACTS

        register(*FACTS)
