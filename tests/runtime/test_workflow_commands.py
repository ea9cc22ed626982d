"""`handsel workflow check | discover | replay`: what they print, and how they end. No database is there."""

import gzip
from pathlib import Path

import pytest

from handsel.runtime import cli
from tests.runtime.test_up import command
from tests.workflows.boats import BOATS
from tests.workflows.logs import SHARED, as_csv, as_xes

SALES = [["Ask", "Offer", "Sign"]] * 5 + [["Ask", "Sign"]]


def run(*words: object) -> int:
    return cli.main(["workflow", *map(str, words)])


@pytest.fixture
def boats(tmp_path: Path) -> Path:
    file = tmp_path / "boats.yaml"
    file.write_text(BOATS)
    return file


def test_a_sound_file_needs_no_word(boats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """W13."""
    assert run("check", boats) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings\n"


def test_findings_are_placed_and_counted_and_errors_end_with_1(
    boats: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """W13."""
    boats.write_text(
        BOATS.replace("{name: Shelf, stage: Archived}", "{name: Shelf}").replace(
            "{name: Wake, from: Shelf", "{name: Wake, from: Gone"
        )
    )

    assert run("check", boats) == 1
    assert capsys.readouterr().out.splitlines() == [
        'error  step "Shelf": Shelf has no stage. Choose the one it belongs to.',
        (
            'warning  transition "Wake": Wake brings back what was lost, from Gone to Lead in. '
            "Keep it if lost opportunities may come back."
        ),
        "1 errors, 1 warnings",
    ]


def test_warnings_alone_end_well(boats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    boats.write_text(BOATS.replace("{name: Wake, from: Shelf", "{name: Wake, from: Gone"))

    assert run("check", boats) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 errors, 1 warnings"


def test_a_name_can_not_steer_the_terminal(boats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    boats.write_text(
        BOATS.replace("Shelf, stage: Archived", '"Sh\\e[31m\\nelf"').replace("Shelf", '"Sh\\e[31m\\nelf"')
    )

    assert run("check", boats) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        r'error  step "Sh\x1b[31m\nelf": Sh\x1b[31m\nelf has no stage. Choose the one it belongs to.'
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "workflow: X\nmode: odd\nstages: [{name: A, status: open}]\n",
            (
                "handsel: This workflow file can't be used.\n"
                "  mode (line 2): 'odd' is not known. Known: free, guided.\n"
            ),
        ),
        (
            "a: [",
            (
                "handsel: The file can't be read.\n  file (line 2): This is no YAML from line 2, column 1 on: "
                "did not find expected node content.\n"
            ),
        ),
    ],
)
def test_what_is_no_workflow_file_ends_with_1(
    text: str, told: str, boats: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boats.write_text(text)

    assert run("check", boats) == 1
    assert run("replay", boats, boats) == 1
    assert capsys.readouterr() == ("", told * 2)


def test_a_log_becomes_a_file_that_its_replay_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """W17."""
    log, out = tmp_path / "sales.xes.gz", tmp_path / "sales.yaml"
    log.write_bytes(gzip.compress(as_xes(SALES)))

    assert run("discover", log, "--min", 5, "--out", out) == 0
    assert capsys.readouterr().out.splitlines() == [
        "cases: 6",
        "events: 17",
        "events left out: 0",
        "steps: 3",
        "transitions: 2",
    ]
    assert run("check", out) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings\n"
    assert run("replay", out, log) == 0
    assert capsys.readouterr().out.splitlines() == [
        "      1  Ask → Sign: no transition",
        "cases: 6",
        "completed: 5",
        "refused: 1",
        "transitions accepted: 10",
    ]


def test_without_a_place_to_write_to_the_file_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "sales.csv"
    log.write_bytes(as_csv(SALES))

    assert run("discover", log, "--name", "Boats") == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == ["workflow: Boats", "mode: guided"]
    assert said.err.splitlines()[0] == "cases: 6"


def test_options_name_columns_and_leave_out_events(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """W17."""
    log, out = tmp_path / "log.csv", tmp_path / "out.yaml"
    rows = ["id;what;at;phase"]
    for number in range(3):
        rows += [
            f"{number};{what};2027;{phase}" for what, phase in (("A_1", "x"), ("W_1", "X"), ("A_2", "X"))
        ]
        rows += [f"{number};A_1;2027;X", f"{number};B_1;2027;X", f"{number};A_2;2027;X"]
    log.write_text("\n".join(rows))
    options = ["--case", "id", "--activity", "what", "--time", "at", "--lifecycle", "x"]
    options += ["--lifecycle-column", "phase", "--activities", "A_*,C_*", "--activities", "W_*"]

    assert run("discover", log, "--min", 3, "--out", out, *options) == 0
    assert capsys.readouterr().out.splitlines()[:3] == ["cases: 3", "events: 15", "events left out: 3"]
    assert run("replay", out, log, *options) == 0
    assert capsys.readouterr().out.splitlines() == [
        "cases: 3",
        "completed: 3",
        "refused: 0",
        "transitions accepted: 12",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", "/nowhere.yaml"], "/nowhere.yaml can't be read: No such file or directory."),
        (
            ["import", "/nowhere.yaml", "--map", "Old", "New"],
            "A draft moves no opportunities: --map goes with --publish.",
        ),
        (["discover", "/nowhere.csv"], "/nowhere.csv can't be read: No such file or directory."),
        (["discover", SHARED, "--out", "x"], f"{SHARED} can't be read: Is a directory."),
        (
            ["discover", SHARED / "running-example.csv", "--out", "/nowhere/x.yaml"],
            "/nowhere/x.yaml can't be written: No such file or directory.",
        ),
        (
            ["discover", SHARED / "running-example.csv", "--case", "id"],
            (
                "This log can't be read.\n  case: There is no column id. There are: concept:name, org:resource, "
                "time:timestamp, Activity, Resource, Costs, case:concept:name, case:creator. "
                "Name the right one with the option case."
            ),
        ),
        (
            ["discover", SHARED / "running-example.csv", "--min", "0"],
            (
                "No workflow can be made of this log.\n"
                "  min: A succession is seen at least once: min is 1 or more."
            ),
        ),
    ],
)
def test_what_can_not_be_done_is_said_and_ends_with_1(
    words: list[object], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 1
    assert capsys.readouterr() == ("", f"handsel: {told}\n")


@pytest.mark.parametrize(
    ("name", "figures"),
    [("receipt.csv.gz", [1434, 1384, 50, 6846]), ("helpdesk.xes.gz", [4580, 4540, 40, 16622])],
)
def test_the_last_four_lines_of_a_replay_are_for_programs(
    name: str, figures: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """W17."""
    run("discover", SHARED / name, "--min", 5, "--out", tmp_path / "out.yaml")

    run("replay", tmp_path / "out.yaml", SHARED / name)

    words = ["cases", "completed", "refused", "transitions accepted"]
    assert capsys.readouterr().out.splitlines()[-4:] == [
        f"{word}: {figure}" for word, figure in zip(words, figures, strict=True)
    ]


def test_no_database_and_no_data_directory_are_needed(boats: Path, tmp_path: Path) -> None:
    said = command(
        "workflow",
        "check",
        str(boats),
        HANDSEL_DATA=str(tmp_path / "none"),
        DATABASE_URL="postgresql://nobody@127.0.0.1:1/x",
    )

    assert (said.returncode, said.stdout, said.stderr) == (0, "0 errors, 0 warnings\n", "")
    assert not (tmp_path / "none").exists()
