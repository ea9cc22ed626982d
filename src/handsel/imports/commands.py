"""`handsel import`: the same import as over the API, done here and shown as it goes."""

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import connections

from handsel.imports import actions, jobs, running
from handsel.imports.loading import get_import
from handsel.imports.models import Import
from handsel.imports.reading import Upload
from handsel.imports.rules import LARGEST_FILES, ImportNotReady, State, Work, broken
from handsel.kernel.refusals import FieldProblem, Invalid, Refusal
from handsel.kernel.sentences import as_it_is, sentence_of
from handsel.organizations.acting import Member, acting
from handsel.organizations.authentication import member_by_id

ENDS = (".csv", ".tsv", ".txt", ".xlsx")

FIRST_PARENT = """
SELECT o.id, o.name FROM organizations_organization o
WHERE CASE WHEN %s::text IS NULL THEN o.parent_id IS NULL ELSE o.name = %s OR o.id::text = %s END
ORDER BY o.created_at, o.id LIMIT 1
"""
IMPORTER = """
SELECT m.id FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id
WHERE m.organization_id = %s AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL
  AND CASE WHEN %s::text IS NULL THEN 'administrator' = ANY(m.roles) ELSE u.email = lower(%s) END
ORDER BY m.joined_at, m.id LIMIT 1
"""

Say = Callable[[str], None]


class NobodyToImport(Invalid):
    code = "nobody_to_import"


def run(
    layout: str,
    *,
    place: Path,
    organization: str | None = None,
    email: str | None = None,
    is_dry: bool = False,
    options: Mapping[str, str | None] | None = None,
    say: Say = print,
) -> None:
    """Raises the refusal that stopped it: a broken file, or somebody who may not import."""
    member, name = _importer(organization, email)
    say(f"Importing into {name} as {member.name}.")
    uploads = _uploads(place)
    with acting(member) as at:
        begun = actions.begin(uploads, layout=layout, options=options, by=member, at=at)
    _say_mapping(begun, say)
    with acting(member) as at:
        actions.start_here(begun.pk, Work.CHECK, by=member, at=at)
    _do(jobs.check, begun.pk, member)
    checked = _stored(begun.pk, member)
    _say_report("The check says:", checked, say)
    with acting(member):
        actions.refuse_if_broken(checked)
    if is_dry:
        say("Nothing was imported: this was a dry run.")
        return
    with acting(member) as at:
        actions.start_here(begun.pk, Work.RUN, by=member, at=at)
    _do(partial(running.run, progress=_Bar(say)), begun.pk, member)
    done = _stored(begun.pk, member)
    if done.state != State.DONE:
        raise ImportNotReady(as_it_is("The import did not come to its end."), state=done.state)
    _say_report("Imported:", done, say)


def _importer(organization: str | None, email: str | None) -> tuple[Member, str]:
    with connections["system"].cursor() as cursor:
        cursor.execute(FIRST_PARENT, [organization, organization, organization])
        found = cursor.fetchone()
        if found is None:
            raise NobodyToImport(
                as_it_is(f"There is no organization {organization}.")
                if organization
                else as_it_is("There is no organization yet.")
            )
        cursor.execute(IMPORTER, [found[0], email, email])
        row = cursor.fetchone()
    member = member_by_id(row[0]) if row is not None else None
    if member is None:
        raise NobodyToImport(as_it_is(f"{found[1]} has no active member {email or 'who is administrator'}."))
    return member, found[1]


def _uploads(place: Path) -> list[Upload]:
    paths = (
        sorted(one for one in place.iterdir() if one.suffix.lower() in ENDS) if place.is_dir() else [place]
    )
    if not paths:
        raise broken([FieldProblem(str(place), as_it_is("There is no CSV or XLSX file."))])
    if sum(path.stat().st_size for path in paths) > LARGEST_FILES:
        raise broken(
            [FieldProblem(str(place), as_it_is("These files are too large: at most 50 MB at once."))]
        )
    return [Upload(path.name, path.read_bytes()) for path in paths]


def _do(work: Callable[..., None], import_id: UUID, member: Member) -> None:
    try:
        work(import_id, by=member)
    except Refusal as refusal:
        running.fail(import_id, refusal, by=member)
        raise


def _stored(import_id: UUID, member: Member) -> Import:
    with acting(member):
        return get_import(import_id)


def _say_mapping(run: Import, say: Say) -> None:
    file = None
    for line in run.mapping:
        if line["file"] != file:
            file = line["file"]
            say(f"\n{file}")
        what = line["target"] or f"({sentence_of(line['note'])})"
        say(f"  {line['column']:<24} → {what:<36} {', '.join(line['sample'])[:40]}".rstrip())
    say("")


def _say_report(title: str, run: Import, say: Say) -> None:
    report = run.report
    say(title)
    say(
        f"  opportunities: {report['create']:,} new, {report['update']:,} changed, {report['same']:,} the same, "
        f"{report['skipped']:,} skipped, {report['problems']:,} problems"
    )
    for kind, counts in report["kinds"].items():
        say(f"  {kind}: {_counted(counts)}")
    for note in report["notes"]:
        say(f"  - {sentence_of(note)}")


def _counted(counts: Mapping[str, int]) -> str:
    words = {"create": "new", "update": "changed", "same": "the same"}
    return ", ".join(f"{counts[name]:,} {word}" for name, word in words.items() if name in counts)


class _Bar:
    """One line that grows, where somebody looks on; else a line for every tenth."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.began = time.monotonic()
        self.tenth = 0

    def __call__(self, done: int, total: int) -> None:
        text = f"  {done:,} of {total:,} ({time.monotonic() - self.began:.0f} s)"
        if sys.stdout.isatty():
            sys.stdout.write(f"\r{text}" + ("\n" if done >= total else ""))
            sys.stdout.flush()
        elif total and done * 10 // total > self.tenth:
            self.tenth = done * 10 // total
            self.say(text)
