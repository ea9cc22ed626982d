from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "handsel.catalog"
    label = "catalog"
