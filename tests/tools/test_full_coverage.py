"""Files that are covered in full stay so."""

import json
from pathlib import Path

import pytest

from tools.full_coverage import LIST, ROOT, main


def measured(lines: list[int], *branches: tuple[int, int], count: int = 9) -> object:
    return {
        "summary": {"num_statements": count},
        "missing_lines": lines,
        "missing_branches": branches,
    }


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "coverage.json"
    files = {
        "a.py": measured([]),
        "b.py": measured([3], (3, 4), (7, -1)),
        "c.py": measured([]),
        "empty.py": measured([], count=0),
    }
    path.write_text(json.dumps({"files": files}))
    return path


def test_a_listed_file_that_lost_a_line_or_branch_fails_and_is_named(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("a.py\nb.py\ngone.py\n")
    assert main([str(report), "--list", str(listed)]) == 1
    said = capsys.readouterr().out
    assert "b.py: line 3, line 7 to the end\n" in said
    assert "gone.py was not measured" in said
    assert "1 of 3 listed files are full" in said


def test_what_is_full_is_added_to_the_list_and_nothing_taken_off(
    report: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("c.py\n")
    assert main([str(report), "--list", str(listed)]) == 0
    assert listed.read_text() == "c.py\n"
    assert main([str(report), "--list", str(listed), "--update"]) == 0
    assert listed.read_text() == "a.py\nc.py\n"


def test_the_list_names_files_there_are_in_order() -> None:
    listed = LIST.read_text().split()
    assert listed == sorted(set(listed))
    assert [path for path in listed if not (ROOT / path).is_file()] == []
