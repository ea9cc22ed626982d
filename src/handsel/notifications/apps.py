from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "handsel.notifications"
    label = "notifications"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from handsel.ledger.facts import register
        from handsel.notifications import queries
        from handsel.notifications.events import NotificationAdded
        from handsel.notifications.measuring import Lateness
        from handsel.organizations import upstairs

        register(NotificationAdded)
        upstairs.register(inbox=queries)
        REGISTRY.register(Lateness())
