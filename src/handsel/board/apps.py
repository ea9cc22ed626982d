from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "handsel.board"
    label = "board"
