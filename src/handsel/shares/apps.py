from django.apps import AppConfig


class SharesConfig(AppConfig):
    name = "handsel.shares"
    label = "shares"

    def ready(self) -> None:
        from handsel.ledger.facts import register
        from handsel.opportunities import leaving
        from handsel.organizations import upstairs
        from handsel.shares import departures
        from handsel.shares.events import FACTS

        register(*FACTS)
        upstairs.register(departures=departures)
        leaving.register(departures.opportunity_leaves)
