from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "handsel.contacts"
    label = "contacts"

    def ready(self) -> None:
        from handsel.contacts.events import FACTS
        from handsel.ledger.facts import register

        register(*FACTS)
