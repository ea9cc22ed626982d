from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "handsel.organizations"
    label = "organizations"
