"""The queue for work outside the database: mail now; messages, webhooks and documents as their rooms come."""

from procrastinate import App


def ready(app: App) -> None:
    from handsel.imports import jobs as imports
    from handsel.organizations import jobs

    app.add_tasks_from(jobs.tasks, namespace="organizations")
    app.add_tasks_from(imports.tasks, namespace="imports")
