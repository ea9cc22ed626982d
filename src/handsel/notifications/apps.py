from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "handsel.notifications"
    label = "notifications"
