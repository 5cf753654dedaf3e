"""What maintainers use keeps up with the project."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_what_runs_before_a_commit_is_what_make_check_runs() -> None:
    entries = re.findall(r"entry: (.+)", text_of(".pre-commit-config.yaml"))
    commands = {entry.removesuffix(" --force-exclude") for entry in entries}
    check = text_of("Makefile").partition("\ncheck:")[2].partition("\n\n")[0]
    checked = re.findall(r"^\t\$\(BIN\)/(.+) \.$|^\t\$\(BIN\)/([\w-]+)$", check, re.M)
    assert commands == {(first or second).replace(" --check", "") for first, second in checked}


def test_who_reports_a_bug_is_asked_what_the_doctor_prints() -> None:
    _, doctor = text_of(".github/ISSUE_TEMPLATE/bug.yml").split("id: doctor")
    question, _ = doctor.split("- type:", 1)
    assert "`emotion-doctor`" in question
    assert "required: true" in question
