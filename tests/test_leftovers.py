"""What earlier versions left on a computer goes at the first start, and nothing else."""

from pathlib import Path

import pytest

from emotion_desktop.leftovers import DONE, leftovers, remove_leftovers

THEIRS = ("deviceid", "deviceid.lock", "onnxruntime.db", "onnxruntime.db-wal", "onnxruntime.db.ses")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, on Linux."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def folder(home: Path) -> Path:
    """ONNX Runtime's folder, as 0.1 left it."""
    folder = home / ".cache" / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    folder.mkdir(parents=True)
    for name in THEIRS:
        (folder / name).write_text("x")
    return folder


def test_the_first_start_removes_the_device_id_and_the_events(folder: Path, home: Path) -> None:
    remove_leftovers()
    assert list((home / ".cache").iterdir()) == []


def test_the_models_that_0_1_compiled_go_and_the_rest_of_the_cache_stays(home: Path) -> None:
    cache = home / ".cache" / "emotion-desktop"
    (cache / "compiled").mkdir(parents=True)
    (cache / "compiled" / "cnn48_gray-0123-logits.onnx").write_text("x")
    (cache / "faces.npz").write_text("x")
    remove_leftovers()
    assert [path.name for path in cache.iterdir()] == ["faces.npz"]


def test_files_of_others_and_their_folders_stay(folder: Path, home: Path) -> None:
    ours, beside = folder / "notes.txt", home / ".cache" / "Microsoft" / "Edge" / "deviceid"
    beside.parent.mkdir()
    for path in (ours, beside):
        path.write_text("x")
    remove_leftovers()
    assert list(folder.iterdir()) == [ours]
    assert beside.exists()


@pytest.mark.parametrize("linked", ["Microsoft", "DeveloperTools", ".onnxruntime"])
def test_a_link_is_not_followed(linked: str, folder: Path, tmp_path: Path) -> None:
    place = next(path for path in (folder, *folder.parents) if path.name == linked)
    elsewhere = place.rename(tmp_path / "elsewhere")
    place.symlink_to(elsewhere)
    remove_leftovers()
    assert sorted(path.name for path in elsewhere.rglob("*") if path.is_file()) == sorted(THEIRS)


def test_a_link_among_the_files_stays_with_what_it_leads_to(folder: Path, home: Path) -> None:
    precious = home / "precious"
    precious.write_text("x")
    (folder / "deviceid").unlink()
    (folder / "deviceid").symlink_to(precious)
    remove_leftovers()
    assert precious.read_text() == "x"
    assert [path.name for path in folder.iterdir()] == ["deviceid"]


def test_it_is_done_once_as_the_folder_is_shared_with_other_programs(
    folder: Path, home: Path
) -> None:
    remove_leftovers()
    assert (home / ".local" / "share" / "emotion-desktop" / DONE).exists()
    folder.mkdir(parents=True)
    (folder / "deviceid").write_text("another program's")
    remove_leftovers()
    assert (folder / "deviceid").exists()


def test_a_home_that_cannot_be_written_to_stops_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "file"))
    remove_leftovers()


@pytest.mark.parametrize(
    ("system", "place"), [("linux", ".cache"), ("darwin", "Library/Application Support")]
)
def test_each_system_has_its_own_place(
    system: str, place: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", system)
    _, telemetry = leftovers()
    assert telemetry.base == home / place


def test_windows_has_no_telemetrys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    (compiled,) = leftovers()
    assert compiled.folders == ("compiled",)
