"""The queue for work outside the database: mail now; messages, webhooks and documents as their rooms come."""

from procrastinate import App


def ready(app: App) -> None:
    from handsel.automations import webhooks
    from handsel.imports import jobs as imports
    from handsel.organizations import jobs
    from handsel.shares import jobs as shares

    app.add_tasks_from(jobs.tasks, namespace="organizations")
    app.add_tasks_from(imports.tasks, namespace="imports")
    app.add_tasks_from(shares.tasks, namespace="shares")
    app.add_tasks_from(webhooks.tasks, namespace="automations")
