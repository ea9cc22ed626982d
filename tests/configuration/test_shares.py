"""The terms of shares in a configuration file (I14, S1)."""

from pathlib import Path

import pytest

from handsel.configuration import apply_text, describe
from handsel.kernel.written import FileRefused


def test_what_a_file_says_of_shares_holds(db: None, tmp_path: Path) -> None:
    """S1"""
    made = apply_text("organizations: [{name: A, shares: {default_days: 7}}]", folder=tmp_path)

    changed = apply_text(
        "organizations: [{name: A, shares: {default_days: 7, maximum_days: 30}}]", folder=tmp_path
    )

    assert [str(one) for one in (*made, *changed)] == [
        "+ A: organization",
        "~ A: organization: shares.maximum_days 365 → 30",
    ]
    assert "  shares:\n    default_days: 7\n    maximum_days: 30\n" in describe()


BAD = {
    "organizations[0].shares (line 1)": "organizations: [{name: A, shares: 90}]",
    "organizations[0].shares.days (line 3)": "organizations:\n- name: A\n  shares: {days: 90}",
    "organizations[0].shares.default_days (line 4)": "organizations:\n- name: A\n  shares:\n    default_days: ninety",
    "organizations[0].shares.maximum_days (line 3)": "organizations:\n- name: A\n  shares: {maximum_days: 4000}",
    "organizations[0].shares (line 3)": "organizations:\n- name: A\n  shares: {maximum_days: 30}",
}


@pytest.mark.parametrize("place", BAD)
def test_bad_terms_are_refused_by_line(db: None, tmp_path: Path, place: str) -> None:
    """I14: where the file does not say the one at fault, at the line of `shares`."""
    with pytest.raises(FileRefused) as refused:
        apply_text(BAD[place], folder=tmp_path)

    assert [problem.name for problem in refused.value.fields] == [place]
    assert describe() == "organizations: []\n"
