"""Fails when a model has changed without a migration. Unlike `makemigrations --check` it asks no database."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")

import django

django.setup()

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

loader = MigrationLoader(None)
conflicts = loader.detect_conflicts()
changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
    graph=loader.graph
)
missing = {
    app: [operation.describe() for migration in migrations for operation in migration.operations]
    for app, migrations in changes.items()
    if apps.get_app_config(app).name.startswith("handsel")
}
for app, operations in missing.items():
    print(f"{app}: {'; '.join(operations)}")
for app, names in conflicts.items():
    print(f"{app}: two migrations follow the same one: {', '.join(names)}")
sys.exit(1 if missing or conflicts else 0)
