from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "handsel.http"
    label = "http"
