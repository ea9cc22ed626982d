from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "handsel.imports"
    label = "imports"
