import errno
import json
import os
from pathlib import Path

import pytest

from handsel.runtime import cli, connecting
from handsel.runtime.problems import RuntimeProblem
from tests.runtime.test_up import command


def test_the_description_of_the_api_needs_neither_database_nor_data_directory(tmp_path: Path) -> None:
    said = command(
        "openapi", HANDSEL_DATA=str(tmp_path / "none"), DATABASE_URL="postgresql://nobody@127.0.0.1:1/x"
    )

    assert json.loads(said.stdout)["info"]["title"] == "Handsel"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        (["apply", "/nowhere.yaml"], {}, "There is no file /nowhere.yaml."),
        (["import", "maven", "/nowhere"], {}, "There is no folder or file /nowhere."),
        (
            ["doctor"],
            {"HANDSEL_PORT": "eighty"},
            "HANDSEL_PORT must be a number from 1 to 65535, not 'eighty'.",
        ),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    words: list[str], variables: dict[str, str], sentence: str
) -> None:
    said = command(*words, **variables)

    assert (said.returncode, said.stderr) == (1, f"handsel: {sentence}\n")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/d/secret_key"), "is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/d/secret_key"), "may not write /d/secret_key"),
        (RuntimeError('could not extend file "base/1": No space left on device'), "is full"),
    ],
)
def test_trouble_with_the_disk_has_no_traceback(
    error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(connecting, "prepare", fail)

    assert cli.main(["up"]) == 1
    assert sentence in capsys.readouterr().err


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ValueError("ours")

    monkeypatch.setattr(connecting, "prepare", fail)

    with pytest.raises(ValueError, match="ours"):
        cli.main(["up"])


def test_the_reason_of_a_refused_login_is_kept_without_the_password() -> None:
    with pytest.raises(RuntimeProblem, match="does not answer"):
        connecting.check_database("postgresql://handsel:hidden@localhost:1/handsel?connect_timeout=1")
