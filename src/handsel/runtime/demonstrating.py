"""The demonstration organizations: loaded into an empty database, their sign-ins shown at each start."""

from handsel.environment import Environment


def load_when_empty() -> bool:
    from django.db import connections

    from handsel import demo

    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM organizations_organization)")
        if cursor.fetchone() == (True,):
            return False
    print("Loading the demonstration organizations. This takes about half a minute, once.", flush=True)
    demo.load()
    return True


def show(settings: Environment) -> None:
    try:
        print((settings.data / "demo.txt").read_text().rstrip(), flush=True)
    except FileNotFoundError:
        return
