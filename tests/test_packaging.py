"""What an installed wheel can do, away from the checkout."""

import csv
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from emotion_desktop import __version__

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the source distribution of this checkout holds, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        archive.extractall(folder, filter="data")
    built.unlink()
    return folder / f"emotion_desktop-{__version__}"


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--wheel-dir", folder, sdist],
        check=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the wheel's packages come before the checkout's."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    home = tmp_path_factory.mktemp("home")
    return os.environ | {"PYTHONPATH": str(site), "HOME": str(home)}


def tracked(*folders: str) -> set[str]:
    """Return the files that git knows, by their paths."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    done = subprocess.run(
        ["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name for name in done.stdout.splitlines() if (ROOT / name).exists()}


def test_the_source_distribution_holds_what_git_tracks(sdist: Path) -> None:
    held = {path.relative_to(sdist).as_posix() for path in sdist.rglob("*") if path.is_file()}
    assert tracked() - held == set()
    assert {name for name in held - tracked() if not name.endswith(".py")} == {"PKG-INFO"}


def test_the_wheel_holds_packages_assets_and_checkpoints_whole(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert tracked("emotion_desktop", "trainer") - names == set()
    data = {f"emotion_desktop/{name}" for name in tracked("assets", "checkpoints")}
    assert data - names == set()


def test_the_wheel_carries_no_tests_and_tools(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.split("/")[0] for name in names}
    assert folders == {
        "emotion_desktop",
        "trainer",
        f"emotion_desktop-{__version__}.dist-info",
    }


def test_an_installed_wheel_reads_the_demo_in_an_empty_folder(
    elsewhere: dict[str, str], tmp_path: Path
) -> None:
    code = (
        "import sys, emotion_desktop.config as c; from emotion_desktop.cli.desktop import main;"
        f"assert not c.PACKAGE.is_relative_to({str(ROOT)!r}), c.PACKAGE;"
        "sys.exit(main(['demo', '--headless', '--seconds', '0.3']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = {path.name for path in (tmp_path / "emotion-out").iterdir()}
    assert written == {"annotated.mp4", "results.csv", "summary.json"}
    with (tmp_path / "emotion-out" / "results.csv").open(newline="") as file:
        assert all(row["label"] for row in csv.DictReader(file))


def test_every_command_of_the_wheel_says_its_version(
    wheel: Path, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    text = zipfile.ZipFile(wheel).read(f"emotion_desktop-{__version__}.dist-info/entry_points.txt")
    commands = ConfigParser()
    commands.read_string(text.decode())
    assert list(commands["gui_scripts"]) == ["emotion-desktop-window"]
    assert len(commands["console_scripts"]) == 6
    for command, entry in (*commands["console_scripts"].items(), *commands["gui_scripts"].items()):
        module, _, function = entry.partition(":")
        code = f"from {module} import {function} as main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "--version"],
            cwd=tmp_path,
            env=elsewhere,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == f"{command.removesuffix('-window')} {__version__}\n", done.stderr


def requirements(name: str, **environment: str) -> list[Requirement]:
    """Return what we require of a package on a system, given as values of markers."""
    return [
        parsed
        for parsed in map(Requirement, requires("emotion-desktop") or ())
        if canonicalize_name(parsed.name) == canonicalize_name(name)
        and (parsed.marker is None or parsed.marker.evaluate({"extra": "", **environment}))
    ]


def test_the_pyside_that_aborts_on_python_3_11_is_shut_out() -> None:
    (old,) = requirements("PySide6-Essentials", python_version="3.11")
    (new,) = requirements("PySide6-Essentials", python_version="3.12")
    assert not old.specifier.contains("6.12.0")
    assert new.specifier.contains("6.12.0")


@pytest.mark.parametrize(
    ("system", "machine", "wheels"),
    [
        ("linux", "x86_64", 1),
        ("darwin", "arm64", 1),
        ("win32", "AMD64", 1),
        ("linux", "aarch64", 0),
        ("darwin", "x86_64", 0),
        ("win32", "ARM64", 0),
    ],
)
def test_mediapipe_is_required_where_it_has_a_wheel_and_never_one_that_sends(
    system: str, machine: str, wheels: int
) -> None:
    required = requirements("mediapipe", sys_platform=system, platform_machine=machine)
    assert len(required) == wheels
    for one in required:
        assert one.specifier.contains("0.10.31")
        for sends in ("0.10.34", "0.10.35", "1.0.0", "1.2.3"):
            assert not one.specifier.contains(sends)


def test_a_single_opencv_lies_in_the_folder_that_several_would_share() -> None:
    assert set(packages_distributions()["cv2"]) == {"opencv-python"}


def test_citation_and_changelog_name_the_version_and_its_day() -> None:
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {__version__}" in lines
    assert "license: MIT" in lines
    (day,) = [line.split()[1] for line in lines if line.startswith("date-released:")]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    _, newest, *_ = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    assert newest == f"[{__version__}] - {day}"
