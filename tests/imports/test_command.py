"""`handsel import`: what it prints, and what stops it."""

from pathlib import Path

import pytest

from handsel.imports import commands
from handsel.imports.commands import NobodyToImport
from handsel.imports.models import Import
from handsel.imports.rules import ImportBroken
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import Member, acting
from tests.cast import Acme
from tests.imports.running_maven import maven


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for upload in maven(rows=30):
        (tmp_path / upload.name).write_bytes(upload.content)
    return tmp_path


def test_it_shows_mapping_and_report_and_imports(db: None, acme: Acme, folder: Path) -> None:
    said: list[str] = []

    commands.run("maven", place=folder, say=said.append)

    assert said[0] == "Importing into Acme as Ada."
    assert any(line.startswith("  deal_stage") and "→ step" in line for line in said)
    assert any("data_dictionary.csv: left out" in line for line in said)
    assert "  opportunities: 30 new, 0 changed, 0 the same, 0 skipped, 0 problems" in said
    with acting(acme.ada):
        assert Opportunity.objects.count() == 30


def test_a_dry_run_imports_nothing(db: None, acme: Acme, folder: Path) -> None:
    said: list[str] = []

    commands.run(
        "maven", place=folder, organization="Acme", email=acme.ada.email, is_dry=True, say=said.append
    )

    assert said[-1] == "Nothing was imported: this was a dry run."
    with acting(acme.ada):
        assert not Opportunity.objects.exists()


def test_a_broken_file_names_its_lines(db: None, acme: Acme, folder: Path) -> None:
    with (folder / "sales_pipeline.csv").open("a") as file:
        file.write("\nNEW,Moses Frase,GTX Basic,Cancity,Dreaming,,,\n")

    with pytest.raises(ImportBroken) as refused:
        commands.run("maven", place=folder, say=lambda _: None)

    assert refused.value.fields[0].name == "sales_pipeline.csv:32 deal_stage"
    with acting(acme.ada):
        assert not Opportunity.objects.exists()


def test_organization_and_member_must_be_there(db: None, acme: Acme, otto: Member, folder: Path) -> None:
    for organization, email in (("Nowhere", None), ("Acme", otto.email), ("Other Ltd", acme.ada.email)):
        with pytest.raises(NobodyToImport):
            commands.run("maven", place=folder, organization=organization, email=email, say=lambda _: None)
    with acting(acme.ada):
        assert not Import.objects.exists()
