"""The one-folder app."""

import os
import plistlib
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
MAX_MB = 700


def test_its_licences_are_those_of_all_that_the_app_needs_and_of_no_extra() -> None:
    installed_packages = runpy.run_path(str(PACKAGING / "bundle_parts.py"))["installed_packages"]
    found = set(installed_packages("emotion-desktop"))
    assert {"emotion-desktop", "numpy", "av", "pyside6-essentials", "shiboken6"} <= found
    assert not found & {"torch", "matplotlib", "pytest"}


def test_macos_is_told_that_it_uses_the_camera() -> None:
    granted = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert granted["com.apple.security.device.camera"] is True
    spec = (PACKAGING / "emotion-desktop.spec").read_text(encoding="utf-8")
    assert '"NSCameraUsageDescription"' in spec


def test_each_of_its_programs_is_a_command_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    commands = runpy.run_path(str(PACKAGING / "launcher.py"), run_name="launcher")["COMMANDS"]
    for name, main in commands.items():
        assert project["scripts"][name] == f"{main.__module__}:{main.__name__}"


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="make builds it")
def test_it_is_built_and_reads_the_demo_without_anything_of_this_environment(
    tmp_path: Path,
) -> None:
    subprocess.run(["make", "bundle"], cwd=ROOT, check=True)
    app = ROOT / "build" / "bundle" / "emotion-desktop"
    size = sum(path.lstat().st_size for path in app.rglob("*") if not path.is_symlink())
    assert size <= MAX_MB * 1_000_000
    assert (app / "_internal" / "licences" / "GPL-3.0.txt").is_file()
    bare = {"HOME": str(tmp_path), "PATH": os.defpath, "LANG": "C.UTF-8"}
    for command in (
        [str(app / "emotion-desktop"), "demo", "--headless", "--seconds", "1", "--out", "live"],
        [
            str(app / "emotion-analyze"),
            "demo",
            "--end",
            "1",
            "--csv",
            "--workers",
            "2",
            "--out",
            "files",
        ],
    ):
        done = subprocess.run(
            command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    for folder in ("live", "files"):
        (table,) = (tmp_path / folder).glob("*results.csv")
        assert len(table.read_text(encoding="utf-8").splitlines()) > 10
