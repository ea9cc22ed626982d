from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "handsel.opportunities"
    label = "opportunities"

    def ready(self) -> None:
        from handsel.contacts import counting as contacts
        from handsel.ledger.facts import register
        from handsel.opportunities import counting, holding
        from handsel.opportunities.events import FACTS
        from handsel.organizations import upstairs

        register(*FACTS)
        contacts.register(counting)
        upstairs.register(holdings=holding)
