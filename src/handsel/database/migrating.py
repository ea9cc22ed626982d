"""Make the roles, then bring the tables up to date as their owner."""

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from handsel.database.roles import CREATE_ROLES, PREPARE_DATABASE, ROLES, UNBOUND
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import as_it_is


class RolesMissing(Refusal):
    code = "roles_missing"


class RoleUnbound(Refusal):
    code = "role_unbound"


def migrate() -> None:
    """Safe to run beside a running server and twice at once; refused with the SQL to run where roles may not be made."""
    with login() as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('handsel.migrate'))")
        make_roles(connection)
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)
        connections["owner"].close()
        check_roles(connection)


def login() -> psycopg.Connection:
    """A connection as the login of DATABASE_URL itself, without any role of ours."""
    settings = connections[DEFAULT_DB_ALIAS].get_connection_params()
    wanted = ("dbname", "host", "port", "user", "password", "sslmode", "connect_timeout")
    return psycopg.connect(**{key: settings[key] for key in wanted if key in settings}, autocommit=True)


def make_roles(connection: psycopg.Connection) -> None:
    try:
        connection.execute(CREATE_ROLES)
        connection.execute(PREPARE_DATABASE)
    except psycopg.errors.InsufficientPrivilege as problem:
        ready = connection.execute(
            "SELECT count(*) = 3 FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)]
        ).fetchone()
        if ready == (True,) and connection.execute(
            "SELECT to_regclass('public.django_migrations')"
        ).fetchone() != (None,):
            return  # an administrator prepared the database
        raise RolesMissing(
            as_it_is(
                "This database login may not prepare the database. Have an administrator run:\n"
                f"{CREATE_ROLES.replace('CURRENT_USER', 'your_login').replace('current_user', 'your_login')}{PREPARE_DATABASE}"
            )
        ) from problem


def check_roles(connection: psycopg.Connection) -> None:
    """Row-level security binds neither superusers nor owners: then nothing would keep tenants apart."""
    unbound = [name for (name,) in connection.execute(UNBOUND, [list(ROLES)])]
    if unbound:
        raise RoleUnbound(
            as_it_is(
                f"The database role {', '.join(unbound)} is a superuser, owner or BYPASSRLS: "
                "make it an ordinary role, or tenants are not kept apart."
            )
        )
