from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "handsel.organizations"
    label = "organizations"

    def ready(self) -> None:
        from handsel.ledger import facts
        from handsel.organizations import events

        facts.register(*events.FACTS)
