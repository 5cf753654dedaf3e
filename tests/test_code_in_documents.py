"""The Python code in README and documents runs as it is written."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from emotion_desktop.cli.analyze import main as analyze
from emotion_desktop.labels import Emotion

ROOT: Final = Path(__file__).parents[1]
API: Final = "docs/api.md"
TRAINING: Final = "docs/training.md"  # its code is for plug-ins of the trainer
TUTORIAL: Final = "docs/tutorial.md"

Run = Callable[[str], list[str]]


def python_blocks(page: str) -> list[str]:
    """Return the blocks of Python in a document, by its path from the root."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


PAGES: Final = [
    page
    for page in ("README.md", *(f"docs/{path.name}" for path in sorted(ROOT.glob("docs/*.md"))))
    if python_blocks(page) and page not in {API, TRAINING, TUTORIAL}
]


@pytest.fixture
def run(
    user_folder: Path, make_session: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> Run:
    """A function that runs the code of a page, block by block, and returns the lines it prints.

    It runs in a folder that has all files the pages speak of.
    """
    session = make_session({1: [(0.0, 1.0, Emotion.HAPPINESS)]}, seconds=1.0)
    shutil.copy(session / "results.csv", user_folder)

    def run_page(page: str) -> list[str]:
        known: dict[str, object] = {}
        for block in python_blocks(page):
            exec(compile(block, page, "exec"), known)
        return capsys.readouterr().out.splitlines()

    return run_page


@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_a_page_runs(page: str, run: Run) -> None:
    assert run(page)


def test_the_tutorials_code_reads_what_its_command_wrote(run: Run) -> None:
    (command,) = re.findall(r"emotion-analyze (.*)", (ROOT / TUTORIAL).read_text(encoding="utf-8"))
    assert analyze(["--end", "0.5", *command.split()]) == 0
    assert any("share_happiness" in line for line in run(TUTORIAL))


def test_the_code_of_the_page_on_the_python_interface_runs(run: Run, user_folder: Path) -> None:
    said = run(API)
    assert (user_folder / "explained.png").exists()
    assert sum(line.endswith(" faces") for line in said) == 3  # as many as the loop asks for
    assert any(line.startswith("{'source': 'photo.jpg'") for line in said)
