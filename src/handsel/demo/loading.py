"""Loads the demonstration into an empty database, and keeps who may sign in."""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from handsel import configuration
from handsel.catalog import actions as catalog
from handsel.contacts.matching import find_or_make_account
from handsel.demo.house import LEFT, MANNERS, House, enter
from handsel.demo.lending import automate, lend
from handsel.demo.lives import LEFT_AGO, live, plan
from handsel.demo.words import GROUPS, MODELS, PASSWORD_WORDS
from handsel.kernel.refusals import Conflict
from handsel.kernel.sentences import as_it_is
from handsel.opportunities.republishing import republish_file
from handsel.organizations import keys, people
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Organization
from handsel.organizations.rules import Scope
from handsel.workflows.document import to_file
from handsel.workflows.models import Workflow
from handsel.workflows.versions import current_version, document_of_version

OPPORTUNITIES = 2_000
SEED = 1_878
SIGN_INS = "demo.txt"
ADMINISTRATOR = "nadia@lakeboats.example"
SHOWN = (
    ADMINISTRATOR,
    "etienne@lakeboats.example",
    "mei@lakeboats.example",
    "samir@lakeboats.example",
    "yosef@lakeboats.example",
    "maude@lakeboats.example",
    "angus@lakeboats.example",
    "ines@portonautica.example",
)
"""One of each role, and one of the yard, which is lent to; then who runs the children. The file gives them their password."""
CHUNK = 40
IMPROVED = "Boat sales"
LEARNED = {
    "name": "Offer unseen",
    "from": "Needs known",
    "to": "Offer sent",
    "required": ["amount", "model", "contact.email"],
    "roles": ["director"],
}
"""What the second version of that workflow allows."""
GROWING = (
    "opportunities_opportunity",
    "opportunities_note",
    "opportunities_activity",
    "opportunities_task",
    "contacts_contact",
    "contacts_account",
    "ledger_event",
)
FOUNDED_AGO = timedelta(days=400)

# Passwords are hashed under this lock, which takes a slow machine longer than a transaction may lie idle elsewhere.
LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended('handsel.demo', 0)), set_config('idle_in_transaction_session_timeout', '0', true)
"""
# What fell due before the demonstration began was reminded of then; the last day's is left for the bell.
REMINDED = (
    "UPDATE opportunities_opportunity SET follow_up_due_at = NULL WHERE follow_up_due_at < %s",
    "UPDATE opportunities_task SET remind_due_at = NULL WHERE remind_due_at < %s",
)


class NotEmpty(Conflict):
    code = "database_not_empty"


def load(*, opportunities: int = OPPORTUNITIES, seed: int = SEED) -> None:
    """The same seed makes the same people and opportunities, counted back from now. Passwords and key are made anew
    and kept in `demo.txt` in the data directory, for its owner only.

    Who is interrupted finds all the organizations, and the opportunities so far.
    """
    password = _easy_password()
    with transaction.atomic():
        _check_empty()
        houses = _found(password, seed=seed)
        written = _sign_ins(houses, password)
    _keep(settings.HANDSEL_DATA / SIGN_INS, written)
    shares = [(house, round(opportunities * house.manner.share)) for house in houses]
    if connection.in_atomic_block:
        for house, number in shares:
            _fill(house, number=number)
        return
    with ThreadPoolExecutor(len(shares)) as desks:  # PostgreSQL works for one while another thinks
        list(desks.map(_fill_and_leave, *zip(*shares, strict=True)))


def _fill_and_leave(house: House, number: int) -> None:
    try:
        _fill(house, number=number)
    finally:
        connections.close_all()


def _check_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM organizations_organization)")
        if cursor.fetchone() == (True,):
            raise NotEmpty(
                as_it_is(
                    "There are organizations already. The demonstration is loaded only into an empty database."
                )
            )


def _found(password: str, *, seed: int) -> list[House]:
    """By the same file that people write."""
    with as_file(files("handsel.demo")) as folder:
        text = (folder / "organizations.yaml").read_text(encoding="utf-8").replace("PASSWORD", password)
        changes = configuration.apply_text(text, folder=folder)
    ids = {change.organization: change.organization_id for change in changes}
    return [_house(ids[name], Random(f"{seed} {name}")) for name in MANNERS]


def _house(organization_id: UUID, rng: Random) -> House:
    with acting(System(organization_id=organization_id)):
        return enter(Organization.objects.get(pk=organization_id), rng=rng)


def _fill(house: House, *, number: int) -> None:
    with acting(house.system) as now:
        _stock(house, at=now - FOUNDED_AGO)
        planned = plan(house, now=now, number=number)
    for start in range(0, number, CHUNK):
        with acting(house.system):
            for at, end in planned[start : start + CHUNK]:
                live(house, at=at, end=end, now=now)
        if start in (CHUNK, 4 * CHUNK):
            _analyze()
    with acting(house.system), connection.cursor() as cursor:
        for statement in REMINDED:
            cursor.execute(statement, [now - timedelta(days=1)])
        lend(house, now=now)
        for one in house.members:
            if one.email == LEFT:
                people.deactivate(one.id, by=house.chief(), at=now - LEFT_AGO)
        _improve(house, at=now)
        for one in house.members:
            if one.email == ADMINISTRATOR:
                automate(house, by=one, at=now)
    _analyze()


def _improve(house: House, *, at: datetime) -> None:
    """A second version, so that there are two to compare."""
    workflow = Workflow.objects.filter(name=IMPROVED).first()
    if workflow is not None:
        written = to_file(document_of_version(current_version(workflow.pk)[0]))
        written["transitions"].append(LEARNED)
        republish_file(workflow, written=written, by=house.chief(), at=at)


def _analyze() -> None:
    """PostgreSQL planned for empty tables; its own look at them comes a minute later."""
    if not connection.in_atomic_block:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(GROWING)}")


def _stock(house: House, *, at: datetime) -> None:
    """Boats to sell, and firms with the firms that they belong to."""
    by = house.chief()
    for model in MODELS:
        catalog.add(model.name, by=by, at=at, currency=house.currency, price=model.price, series=model.series)
    for holding, firms in GROUPS[house.name].items():
        parent_id = find_or_make_account(by, name=holding, at=at)[0].pk if holding else None
        for firm in firms:
            account, _ = find_or_make_account(by, name=firm, parent_id=parent_id, at=at)
            house.accounts.append(account.pk)


def _sign_ins(houses: list[House], password: str) -> str:
    """With what each of them may do, and where."""
    shown = [(member, house) for house in houses for member in house.members if member.email in SHOWN]
    lines = [f"Sign in as one of these people; the password of all is: {password}"]
    for member, house in sorted(shown, key=lambda one: SHOWN.index(one[0].email)):
        roles = " and ".join(role.replace("_", " ") for role in member.roles)
        lines.append(f"  {member.email:<32} {member.name}, {roles} of {house.name}")
    administrator, house = next(one for one in shown if one[0].email == ADMINISTRATOR)
    with acting(administrator) as at:
        _, secret = keys.make(
            "demonstration", scopes=[scope.value for scope in Scope], by=administrator, at=at
        )
    return "\n".join([*lines, f"API key: {secret}", ""])


def _easy_password() -> str:
    """Four plain words: 24 bits, behind a lock-out of guessing, for data that nobody needs."""
    return "-".join(secrets.choice(PASSWORD_WORDS) for _ in range(4))


def _keep(file: Path, text: str) -> None:
    """Made with its rights, so that at no instant anybody else can read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as opened:
        opened.write(text)
