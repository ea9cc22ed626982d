"""One seed, one demonstration."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from handsel import demo
from tests.demo.conftest import NewDatabase

WHAT_HAPPENED = (
    "SELECT o.title, c.name, s.name, o.amount::text FROM opportunities_opportunity o "
    "JOIN contacts_contact c ON c.id = o.contact_id JOIN workflows_versionstep s "
    "ON s.version_id = o.workflow_version_id AND s.step_id = o.step_id"
)


def test_one_seed_makes_one_demonstration(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Apart from when it is loaded: what would lie after closing time waits for the next morning."""
    monkeypatch.setattr(settings, "HANDSEL_DATA", tmp_path)
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(tmp_path / "clock"))
    (tmp_path / "clock").write_text("2027-03-10T15:00:00+00:00")
    seen = []
    for _ in range(2):
        with new_database():
            demo.load(opportunities=24)
            with connections["owner"].cursor() as cursor:
                cursor.execute(WHAT_HAPPENED)
                seen.append(Counter(cursor.fetchall()))

    assert seen[0] == seen[1]
