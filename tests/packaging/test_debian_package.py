"""The `.deb`, made of a folder that stands in for the app."""

import subprocess
from pathlib import Path
from shutil import which

import pytest

from emotion_desktop import __version__

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"
PROGRAMS = ("emotion-desktop", "emotion-analyze", "emotion-doctor")

pytestmark = pytest.mark.skipif(which("dpkg-deb") is None, reason="made on Debian and its kin")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deb")
    app = folder / "emotion-desktop"
    app.mkdir()
    for name in PROGRAMS:
        (app / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (app / name).chmod(0o755)
    subprocess.run([LINUX / "make_deb.sh", app, folder], check=True, capture_output=True)
    (made,) = folder.glob("*.deb")
    return made


@pytest.fixture(scope="module")
def unpacked(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
    return folder


def field(package: Path, name: str) -> str:
    command = ["dpkg-deb", "--field", str(package), name]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_it_has_the_apps_version_and_wants_the_libraries_that_the_app_runs_with(
    package: Path,
) -> None:
    assert field(package, "Version") == __version__
    depends = field(package, "Depends").split(", ")
    assert {"libc6", "libgl1", "libxcb-cursor0", "libglib2.0-0"} <= set(depends)


def test_its_commands_lead_to_the_programs_in_the_folder(unpacked: Path) -> None:
    for name in PROGRAMS:
        link = unpacked / "usr" / "bin" / name
        assert link.is_symlink()
        assert link.resolve() == (unpacked / "usr/lib/emotion-desktop" / name).resolve()
        assert link.stat().st_mode & 0o005 == 0o005


def test_the_menu_has_an_icon_and_a_program_of_the_names_it_tells(unpacked: Path) -> None:
    share = unpacked / "usr" / "share"
    entry = (share / "applications" / "emotion-desktop.desktop").read_text(encoding="utf-8")
    assert "\nExec=emotion-desktop " in entry
    assert "\nIcon=emotion-desktop\n" in entry
    for place in ("256x256/apps/emotion-desktop.png", "scalable/apps/emotion-desktop.svg"):
        assert (share / "icons" / "hicolor" / place).stat().st_size > 0


def test_the_store_is_told_this_release_with_its_day(unpacked: Path) -> None:
    (about,) = (unpacked / "usr" / "share" / "metainfo").glob("*.metainfo.xml")
    text = about.read_text(encoding="utf-8")
    assert f'<release version="{__version__}" date="20' in text
    assert "@" not in text


@pytest.mark.long
def test_desktop_file_and_metadata_are_valid(unpacked: Path) -> None:
    share = unpacked / "usr" / "share"
    (about,) = (share / "metainfo").glob("*.metainfo.xml")
    (entry,) = (share / "applications").glob("*.desktop")
    for command in (
        ["desktop-file-validate", str(entry)],
        ["appstreamcli", "validate", "--no-net", str(about)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
