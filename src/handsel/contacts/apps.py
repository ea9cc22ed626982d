from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "handsel.contacts"
    label = "contacts"

    def ready(self) -> None:
        from handsel.contacts import facts
        from handsel.ledger.facts import register

        register(
            facts.ContactCreated,
            facts.ContactEdited,
            facts.ContactErased,
            facts.AccountCreated,
            facts.AccountEdited,
        )
