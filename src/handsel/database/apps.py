from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "handsel.database"
    label = "database"
