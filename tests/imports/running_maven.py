"""What the tests of imports share: files as uploads, and an import from begin to end, as somebody."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from handsel.imports import actions, jobs
from handsel.imports.loading import get_import
from handsel.imports.models import Import
from handsel.imports.reading import Upload
from handsel.imports.rules import Work
from handsel.organizations.acting import Member, acting

MAVEN = Path(__file__).parent.parent / "data" / "crm-sales-opportunities"
PIPELINE = "sales_pipeline.csv"
HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"


def maven(*, rows: int | None = None, pipeline: Iterable[str] | None = None, **files: str) -> list[Upload]:
    """The data set; of the pipeline the first `rows`, or these lines. `files` replace whole tables, by name without end."""
    uploads = []
    for path in sorted(MAVEN.glob("*.csv")):
        text = files.get(path.stem, path.read_text(encoding="utf-8"))
        if path.name == PIPELINE and rows is not None:
            text = "\n".join(text.splitlines()[: rows + 1])
        if path.name == PIPELINE and pipeline is not None:
            text = "\n".join([HEADER, *pipeline])
        uploads.append(Upload(path.name, text.encode()))
    return uploads


def table(rows: Iterable[Mapping[str, Any]], *, name: str = "deals.csv") -> Upload:
    rows = list(rows)
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return Upload(name, written.getvalue().encode())


def checked(
    uploads: list[Upload], *, by: Member, mapping: Mapping[str, str] | None = None, **options: str
) -> Import:
    """`mapping`: target by header, instead of what is guessed."""
    with acting(by) as at:
        run = actions.begin(uploads, by=by, at=at, options=options)
        if mapping:
            wanted = [{"file": uploads[0].name, "column": one, "target": mapping[one]} for one in mapping]
            actions.remap(run.pk, wanted=wanted, options={}, by=by, at=at)
    with acting(by) as at:
        return actions.check_now(run.pk, by=by, at=at)


def imported(
    uploads: list[Upload], *, by: Member, mapping: Mapping[str, str] | None = None, **options: str
) -> Import:
    run = checked(uploads, by=by, mapping=mapping, **options)
    with acting(by) as at:
        actions.start(run.pk, Work.RUN, by=by, at=at)
    jobs.do(Work.RUN, run.pk, by=by)
    return as_stored(run.pk, by=by)


def undone(import_id: UUID, *, by: Member) -> Import:
    with acting(by) as at:
        actions.start(import_id, Work.UNDO, by=by, at=at)
    jobs.do(Work.UNDO, import_id, by=by)
    return as_stored(import_id, by=by)


def as_stored(import_id: UUID, *, by: Member) -> Import:
    with acting(by):
        return get_import(import_id)
