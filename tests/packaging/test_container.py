"""The entry of the container: `docker run … train|evaluate|analyze`."""

import subprocess
import sys
from pathlib import Path

import pytest

CONTAINER = Path(__file__).parents[2] / "packaging" / "container"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script of the container")


def enter(commands: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [CONTAINER / "entry.sh", *arguments],
        env={"PATH": f"{commands}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("what", ["train", "evaluate", "analyze", "doctor"])
def test_a_command_gets_its_arguments_as_they_are_and_its_exit_code_is_the_containers(
    tmp_path: Path, what: str
) -> None:
    command = tmp_path / f"emotion-{what}"
    command.write_text('#!/bin/sh\nprintf "<%s>" "$@"\nexit 3\n', encoding="utf-8")
    command.chmod(0o755)
    done = enter(tmp_path, what, "my clip.mp4", "--out", "")
    assert (done.returncode, done.stdout) == (3, "<my clip.mp4><--out><>")


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("desktop",), 2), (("--help",), 0)])
def test_anything_else_says_how_it_is_used(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    done = enter(tmp_path, *arguments)
    assert done.returncode == code
    assert "train|evaluate|analyze|doctor" in done.stderr


def test_what_the_containerfile_copies_is_not_ignored() -> None:
    text = (CONTAINER / "Containerfile").read_text(encoding="utf-8")
    copied = {
        word
        for line in text.splitlines()
        if line.startswith("COPY")
        for word in line.split()[1:-1]
        if not word.startswith("--")
    }
    root = CONTAINER.parents[1]
    taken = [
        line[1:] for line in (root / ".dockerignore").read_text().splitlines() if line[0] == "!"
    ]
    for name in copied:
        assert (root / name).exists()
        assert any(name == one or name.startswith(f"{one}/") for one in taken), name
