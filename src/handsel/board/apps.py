from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "handsel.board"
    label = "board"

    def ready(self) -> None:
        from handsel.board.events import FACTS
        from handsel.ledger.facts import register

        register(*FACTS)
