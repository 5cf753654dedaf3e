"""People see what the app keeps, and can delete it; what they made stays unless they say so."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QPushButton

from emotion_desktop.config import cache_folder, log_folder, user_checkpoints
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.delete_dialog import DeleteDialog
from emotion_desktop.gui.dialogs.privacy_page import PrivacyPage
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.dialogs.settings_fields import PAGES
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.stored_data import Store, delete, stores
from emotion_desktop.leftovers import DONE
from emotion_desktop.log_file import LOG_NAME, VARIABLE
from tests.gui.desktop import Desktop, wait_for

if TYPE_CHECKING:
    from tests.gui.conftest import App

SNAPSHOT = "emotion-20260131-142530-123.png"
SESSION = "emotion-20260131-142530"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with something of every kind in it, and files of others beside it."""
    for name in ("data", "cache", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    for path in (
        tmp_path / "settings.ini",
        tmp_path / "settings.broken-20260131-142530",
        tmp_path / "data" / "emotion-desktop" / DONE,
        user_checkpoints() / "mine.safetensors",
        cache_folder() / "compiled" / "net.onnx",
        log_folder() / "emotion-desktop.log",
        log_folder() / "emotion-desktop.log.1",
        tmp_path / "shots" / SNAPSHOT,
        tmp_path / "shots" / SNAPSHOT.replace(".png", "-2.json"),
        tmp_path / "films" / SESSION / "metadata.json",
        tmp_path / "films" / SESSION / "video.mp4",
        *others(tmp_path),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * 1000 if path.suffix != ".ini" else "[General]\n")
    return tmp_path


def others(home: Path) -> tuple[Path, ...]:
    """Files that are not the app's, in folders that it uses."""
    return (
        home / "notes.txt",
        home / "shots" / "holiday.png",
        home / "shots" / "emotion-of-the-year.png",
        home / "films" / "holiday.mp4",
        home / "films" / "emotion-20260131-142531" / "no session.txt",
    )


@pytest.fixture
def kept(home: Path, settings: QSettings) -> dict[str, Store]:
    """What there is, by name."""
    preferences = Preferences(settings)
    preferences.change(snapshot_folder=str(home / "shots"))
    preferences.change(recording_folder=str(home / "films"))
    settings.sync()
    return {store.name: store for store in stores(preferences)}


def test_each_kind_counts_its_own_files_and_none_of_others(kept: dict[str, Store]) -> None:
    assert {name: store.measure()[0] for name, store in kept.items()} == {
        "settings": 3,
        "cache": 1,
        "log": 2,
        "checkpoints": 1,
        "snapshots": 2,
        "recordings": 2,
    }
    assert kept["recordings"].measure()[1] == 2000


def test_a_snapshot_of_another_name_is_known_by_its_results(
    home: Path, kept: dict[str, Store]
) -> None:
    for suffix, text in ((".png", "x"), (".json", '{\n  "app": "emotion-desktop",\n')):
        (home / "shots" / f"anna{suffix}").write_text(text)
    (home / "shots" / "holiday.json").write_text("{}")
    found = [path.name for path in kept["snapshots"].find()]
    assert found[:2] == ["anna.json", "anna.png"]
    assert len(found) == 4


def test_a_home_in_which_nothing_is_yet_has_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    settings = QSettings(str(tmp_path / "nobody" / "new.ini"), QSettings.Format.IniFormat)
    assert all(store.measure() == (0, 0) for store in stores(Preferences(settings)))


def test_deleting_everything_leaves_the_files_of_others(kept: dict[str, Store], home: Path) -> None:
    assert delete(kept.values()) == []
    left = {path for path in home.rglob("*") if path.is_file()}
    assert left == set(others(home))
    assert not cache_folder().exists()


@pytest.mark.parametrize(
    "name", ["settings", "cache", "log", "checkpoints", "snapshots", "recordings"]
)
def test_deleting_one_kind_leaves_the_others(name: str, kept: dict[str, Store]) -> None:
    delete([kept[name]])
    counts = {each: store.measure()[0] for each, store in kept.items()}
    assert counts.pop(name) == 0
    assert all(counts.values())


def test_a_link_is_deleted_and_what_it_leads_to_stays(kept: dict[str, Store], home: Path) -> None:
    (cache_folder() / "link").symlink_to(home / "shots")
    (home / "films" / SESSION.replace("30", "59")).symlink_to(home / "films" / SESSION)
    delete([kept["cache"], kept["recordings"]])
    assert (home / "shots" / SNAPSHOT).exists()
    assert (home / "films" / SESSION.replace("30", "59")).is_symlink()


def test_what_cannot_be_deleted_is_named(
    kept: dict[str, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    (problem,) = delete([kept["checkpoints"]])
    assert problem == f"{user_checkpoints() / 'mine.safetensors'}: Permission denied"


@pytest.fixture
def privacy(kept: dict[str, Store], app: "App") -> PrivacyPage:
    """The page of the settings."""
    app.start()
    app.window.commands[ActionName.SETTINGS].trigger()
    (dialog,) = app.window.findChildren(SettingsDialog)
    app.qtbot.waitUntil(dialog.isVisible)
    dialog.show_page(len(PAGES) - 1)
    (page,) = dialog.findChildren(PrivacyPage)
    assert page.isVisible()
    return page


def button(page: PrivacyPage, name: str) -> QPushButton:
    (found,) = [each for each in page.findChildren(QPushButton) if each.accessibleName() == name]
    return found


def test_the_settings_show_every_folder_and_open_those_that_are_there(
    privacy: PrivacyPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("emotion_desktop.gui.dialogs.privacy_page.open_folder", opened.append)
    button(privacy, "Open: Cache").click()
    button(privacy, "Open: Snapshots").click()
    assert opened == [cache_folder(), home / "shots"]


def test_a_folder_that_is_not_there_cannot_be_opened_and_says_why(
    privacy: PrivacyPage, kept: dict[str, Store]
) -> None:
    delete([kept["cache"]])
    privacy.refresh()
    open_ = button(privacy, "Open: Cache")
    assert not open_.isEnabled()
    assert open_.toolTip() == "Nothing has been stored there yet"


@pytest.fixture
def question(privacy: PrivacyPage, app: "App") -> DeleteDialog:
    """The question before anything is deleted, once the files are counted."""
    button(privacy, "Delete what the app keeps").click()
    (dialog,) = app.window.findChildren(DeleteDialog)
    app.qtbot.waitUntil(lambda: any(box.isEnabled() for box in boxes(dialog).values()))
    app.qtbot.waitUntil(dialog.isVisible)
    return dialog


def boxes(dialog: DeleteDialog) -> dict[str, QCheckBox]:
    return {box.text(): box for box in dialog.findChildren(QCheckBox)}


def test_the_question_names_folders_and_amounts_and_spares_what_people_made(
    question: DeleteDialog, home: Path
) -> None:
    checked = {name: box.isChecked() for name, box in boxes(question).items()}
    assert checked == {
        "Settings": True,
        "Cache": True,
        "Log": True,
        "Your models": False,
        "Snapshots": False,
        "Recordings": False,
    }
    texts = "\n".join(label.text() for label in question.findChildren(QLabel))
    assert f"videos, tables and reports: 2 files, 2 kB\n{home / 'films'}" in texts
    assert str(cache_folder()) in texts


def test_nothing_is_deleted_before_the_window_has_closed_nor_when_it_is_called_off(
    app: "App", question: DeleteDialog
) -> None:
    question.reject()
    assert app.controller.windows.delete_at_quit == ()
    assert app.window.isVisible()


def test_what_was_checked_is_deleted_when_the_window_has_closed(
    app: "App", question: DeleteDialog
) -> None:
    boxes(question)["Settings"].setChecked(False)
    question.accept()
    app.qtbot.waitUntil(lambda: not app.window.isVisible())
    assert [store.name for store in app.controller.windows.delete_at_quit] == ["cache", "log"]
    assert cache_folder().exists()


def test_a_window_that_stays_open_for_a_recording_deletes_nothing(
    app: "App", question: DeleteDialog
) -> None:
    app.window.may_close.append(lambda: False)
    question.accept()
    app.qtbot.waitUntil(lambda: "Nothing was deleted" in app.stage.toast.text)
    assert app.controller.windows.delete_at_quit == ()
    app.window.may_close.clear()


def test_nothing_checked_deletes_nothing(question: DeleteDialog) -> None:
    for box in boxes(question).values():
        box.setChecked(False)
    (buttons,) = question.findChildren(QDialogButtonBox)
    (delete_,) = [each for each in buttons.buttons() if each.text() == "Delete and quit"]
    assert not delete_.isEnabled()


@pytest.mark.slow
def test_the_app_deletes_its_settings_and_keeps_the_snapshot(
    xvfb_display: str, tmp_path: Path, make_checkpoint: Callable[..., Path]
) -> None:
    home = tmp_path / "person"
    home.mkdir()
    models = {
        "EMOTION_DESKTOP_CHECKPOINTS": str(make_checkpoint("cnn48_rgb").parent),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        VARIABLE: "",
    }
    log = home / "state" / "emotion-desktop" / "log" / LOG_NAME
    with Desktop(xvfb_display, home, ["demo"], environment=models) as desktop:

        def snapshots() -> list[Path]:
            desktop.press("s")
            return list((home / "Pictures" / "emotion-desktop").glob("*.png"))

        wait_for(snapshots, 60)
        assert "opening demo" in log.read_text(encoding="utf-8")
        wait_for((home / "data" / "emotion-desktop" / DONE).exists, 20)
        desktop.press("ctrl+comma")
        wait_for(lambda: "Settings" in desktop.seen()["windows"], 20)
        desktop.press("ctrl+shift+Tab", window="Settings")
        desktop.click("Delete what the app keeps")
        desktop.click("Delete and quit")
        assert desktop.process.wait(20) == 0
    assert not (home / "config" / "emotion-desktop").exists()
    assert not (home / "data" / "emotion-desktop" / DONE).exists()
    assert not log.exists()
    assert list((home / "Pictures" / "emotion-desktop").glob("*.png"))
