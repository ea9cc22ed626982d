from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "handsel.realtime"
    label = "realtime"
