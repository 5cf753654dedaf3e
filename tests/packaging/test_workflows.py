"""The workflows of the code host."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_zizmor_finds_nothing_unsafe_in_them() -> None:
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_by_hash_and_says_which_version_that_is() -> None:
    used = [line for path in WORKFLOWS for line in path.read_text().splitlines() if "uses:" in line]
    assert used
    for line in used:
        assert re.search(r"uses: actions/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line), line


def test_what_they_run_of_the_makefile_and_the_repository_is_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in WORKFLOWS:
        text = path.read_text()
        for call in re.findall(r"run: make ((?:[a-z-]+ ?)+)", text):
            assert set(call.split()) <= targets, call
        for name in re.findall(r"\b((?:tools|packaging|tests)/[\w./-]+)", text):
            assert (ROOT / name).exists(), name
