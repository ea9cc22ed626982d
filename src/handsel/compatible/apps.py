from django.apps import AppConfig


class CompatibleConfig(AppConfig):
    name = "handsel.compatible"
    label = "compatible"
