"""`make run` installs with a line of progress, and says when the window opens."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script of make")

ROOT = Path(__file__).parents[2]


def install(script: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "tools" / "quiet_install.sh"), "bash", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_installation_that_succeeds_says_nothing() -> None:
    done = install("for i in {1..257}; do echo Collecting package-$i; done")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_that_fails_says_all() -> None:
    done = install("echo Collecting numpy; echo ERROR: no room left >&2; exit 3")
    assert done.returncode != 0
    assert done.stderr == "Collecting numpy\nERROR: no room left\n"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("goal", "said"), [("run", "Installed. Opening the window …"), ("setup", "Installed.")]
)
def test_the_last_line_says_that_the_window_opens(goal: str, said: str, tmp_path: Path) -> None:
    command = ["make", "-n", goal, f"VENV={tmp_path / 'venv'}"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert f'echo "{said}"' in done.stdout
