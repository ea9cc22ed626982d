from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "handsel.contacts"
    label = "contacts"
