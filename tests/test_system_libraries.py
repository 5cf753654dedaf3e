"""A system without the libraries that wheels do not bring: one line names them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from emotion_desktop.system_libraries import PACKAGES

ROOT: Final = Path(__file__).parents[1]
COMPLAINT: Final = (
    "OpenCV cannot be used: {} is missing; install it (Debian, Ubuntu: apt install {})"
)


@pytest.fixture
def bare_system(tmp_path: Path) -> dict[str, str]:
    """The environment of a system on which OpenCV's wheel does not find libGL."""
    package = tmp_path / "cv2"
    package.mkdir()
    (package / "__init__.py").write_text(
        "raise ImportError('libGL.so.1: cannot open shared object file: No such file or directory')"
    )
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("emotion_desktop.cli.analyze", ["photo.jpg", "--csv"]),
        ("emotion_desktop.cli.desktop", ["demo", "--headless"]),
        ("emotion_desktop.cli.benchmark", []),
    ],
)
def test_a_library_that_opencv_misses_is_named_in_one_line(
    module: str, arguments: list[str], bare_system: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; from {module} import main; sys.exit(main())",
            *arguments,
        ],
        cwd=tmp_path,
        env=bare_system,
        capture_output=True,
        text=True,
        check=False,
    )
    *_, last = done.stderr.splitlines()
    assert last == f"emotion-{module.split('.')[-1]}: {COMPLAINT.format('libGL.so.1', 'libgl1')}"
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_the_doctor_names_it_and_looks_at_the_rest(bare_system: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from emotion_desktop.cli.doctor import main; print(main([]))"],
        env=bare_system | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    complaint, _, remedy = COMPLAINT.format("libGL.so.1", "libgl1").partition("; ")
    assert re.search(
        rf"^wrong +face detector +{complaint} *\n +{re.escape(remedy)} *$", done.stdout, re.M
    )
    assert "telemetry" in done.stdout
    assert done.stdout.splitlines()[-1] == "1"


def test_what_make_installs_are_the_packages_that_are_named() -> None:
    script = (ROOT / "tools" / "system_packages.sh").read_text(encoding="utf-8")
    installed = dict(re.findall(r"\b(lib\S+\.so\.\d+):(\S+)\b", script))
    installed.pop("libGLESv2.so.2")  # is for MediaPipe's package alone
    assert installed.items() <= PACKAGES.items()
