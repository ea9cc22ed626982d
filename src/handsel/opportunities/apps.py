from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "handsel.opportunities"
    label = "opportunities"
