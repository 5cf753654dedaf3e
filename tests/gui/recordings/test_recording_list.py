"""The list of recordings: found, opened, deleted."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.recordings.recordings_dialog import RecordingsDialog
from emotion_desktop.gui.recordings.table import Column
from emotion_desktop.outputs.recording import recording_facts
from emotion_desktop.outputs.recording.recording_facts import RecordingFacts, read_document
from emotion_desktop.outputs.recording.session_format import METADATA
from tests.gui.reviewing import PEOPLE, SessionMaker

if TYPE_CHECKING:
    from tests.gui.conftest import App


class Shelf:
    """The app with a folder of recordings, and their list."""

    def __init__(self, app: "App", folder: Path, make_session: SessionMaker) -> None:
        self.app = app
        self.folder = folder
        self._make = make_session

    def put(self, name: str, day: int = 1, **changes: object) -> Path:
        folder = self._make(PEOPLE, name=name, folder=self.folder, with_video=False)
        path = folder / METADATA
        document = json.loads(path.read_text())
        document |= {"started_at": f"2026-01-{day:02}T12:00:00+00:00", **changes}
        path.write_text(json.dumps(document))
        return folder

    @property
    def dialog(self) -> RecordingsDialog:
        found = self.app.controller.recordings.dialog
        assert found is not None
        return found

    @property
    def names(self) -> list[str]:
        model = self.dialog.filter
        return [model.facts_at(row).folder.name for row in range(model.rowCount())]

    def open(self) -> None:
        self.app.window.commands[ActionName.RECORDINGS].trigger()

    def wait(self, count: int) -> None:
        self.app.qtbot.waitUntil(lambda: len(self.names) == count, timeout=20_000)

    def wait_for_facts(self) -> None:
        self.app.qtbot.waitUntil(
            lambda: all(facts.is_complete for facts in self.dialog.table.recordings),
            timeout=60_000,
        )


@pytest.fixture
def shelf(
    app: "App", tmp_path: Path, make_session: SessionMaker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shelf]:
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    folder = tmp_path / "movies"
    folder.mkdir()
    app.window.preferences.change(recording_folder=str(folder))
    app.start()
    yield Shelf(app, folder, make_session)
    assert app.window.jobs.wait(20)
    QApplication.processEvents()


def test_recordings_are_listed_newest_first_with_people_and_length(shelf: Shelf) -> None:
    shelf.put("old", day=1)
    shelf.put("new", day=3, duration_s=83.0)
    shelf.put("middle", day=2)
    shelf.open()
    shelf.wait(3)
    shelf.wait_for_facts()
    assert shelf.names == ["new", "middle", "old"]
    model = shelf.dialog.filter
    texts = [model.index(0, column).data() for column in Column]
    assert texts[:4] == ["new", "2026-01-03 12:00", "1:23", "2"]


def test_a_click_on_a_title_sorts(shelf: Shelf) -> None:
    shelf.put("b", day=1, duration_s=9.0)
    shelf.put("a", day=2, duration_s=100.0)
    shelf.open()
    shelf.wait(2)
    shelf.dialog.view.sortByColumn(Column.LENGTH, Qt.SortOrder.AscendingOrder)
    assert shelf.names == ["b", "a"]
    shelf.dialog.view.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
    assert shelf.names == ["a", "b"]


def test_an_old_recording_is_found_and_deleted_in_three_actions(shelf: Shelf) -> None:
    for day in range(2, 12):
        shelf.put(f"20260131_P{day:02}_1", day=day)
    old = shelf.put("20250101_P99_1", day=1)
    QTest.keyClick(
        shelf.app.window,
        Qt.Key.Key_R,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    shelf.wait(11)
    QTest.keyClicks(shelf.dialog.search, "p99")
    assert shelf.names == [old.name]
    QTest.keyClick(shelf.dialog.search, Qt.Key.Key_Delete)
    shelf.app.qtbot.waitUntil(lambda: not old.exists(), timeout=20_000)
    shelf.wait(0)
    shelf.dialog.search.clear()
    shelf.wait(10)
    trashed = Path(shelf.folder.parent / "data" / "Trash" / "files" / old.name)
    assert (trashed / METADATA).is_file()


def test_what_no_trash_takes_is_deleted_after_a_question_only(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shelf.put("one")
    monkeypatch.setattr(QFile, "moveToTrash", lambda *_: False)
    shelf.open()
    shelf.wait(1)
    for says_yes in (False, True):
        shelf.dialog.delete_button.click()
        shelf.app.qtbot.waitUntil(
            lambda: bool(shelf.dialog.findChildren(QMessageBox)), timeout=20_000
        )
        (box,) = shelf.dialog.findChildren(QMessageBox)
        assert "one cannot be moved to the trash" in box.text()
        assert folder.exists()
        button = next(b for b in box.buttons() if ("Delete" in b.text()) is says_yes)
        button.click()
        shelf.app.qtbot.waitUntil(lambda: not shelf.dialog.findChildren(QMessageBox))
    shelf.app.qtbot.waitUntil(lambda: not folder.exists(), timeout=20_000)
    shelf.wait(0)


def test_enter_opens_the_selected_recording_and_deleting_closes_its_window(shelf: Shelf) -> None:
    folder = shelf.put("one")
    shelf.open()
    shelf.wait(1)
    QTest.keyClick(shelf.dialog.search, Qt.Key.Key_Return)
    reviews = shelf.app.controller.reviews
    shelf.app.qtbot.waitUntil(lambda: len(reviews.windows) == 1, timeout=20_000)
    assert reviews.windows[0].session.folder == folder
    shelf.dialog.delete_button.click()
    shelf.app.qtbot.waitUntil(lambda: not folder.exists(), timeout=20_000)
    assert reviews.windows == []


def test_the_recording_that_goes_on_is_not_listed(shelf: Shelf) -> None:
    shelf.put("done")
    going_on = shelf.put("going-on")
    shelf.app.window.preferences.change(recording_now=str(going_on))
    shelf.open()
    shelf.wait(1)
    assert shelf.names == ["done"]


def test_without_recordings_nothing_can_be_opened(shelf: Shelf) -> None:
    shelf.open()
    assert shelf.app.window.jobs.wait(20)
    QApplication.processEvents()
    assert shelf.names == []
    assert not shelf.dialog.open_button.isEnabled()
    assert not shelf.dialog.delete_button.isEnabled()


def test_what_has_not_changed_is_not_read_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("one")
    two = shelf.put("two")
    shelf.open()
    shelf.wait(2)
    shelf.wait_for_facts()
    read: list[str] = []

    def noted(path: Path) -> RecordingFacts:
        read.append(path.name)
        return read_document(path)

    monkeypatch.setattr(recording_facts, "read_document", noted)
    (two / "results.csv").write_text("")
    shelf.open()
    assert shelf.app.window.jobs.wait(20)
    shelf.app.qtbot.waitUntil(lambda: read == ["two"])


@pytest.mark.slow
def test_a_thousand_recordings_are_listed_off_the_thread_of_the_window(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = shelf.put("recording-0000")
    for number in range(1, 1000):
        shutil.copytree(model, shelf.folder / f"recording-{number:04}")
    readers: set[str] = set()

    def noted(path: Path) -> RecordingFacts:
        readers.add(threading.current_thread().name)
        return read_document(path)

    monkeypatch.setattr(recording_facts, "read_document", noted)
    shelf.open()
    shelf.wait(1000)
    assert readers == {"job"}
    sight = shelf.dialog.in_sight
    assert len(sight) < 20
    shelf.app.qtbot.waitUntil(
        lambda: all(facts.is_complete for facts in shelf.dialog.in_sight), timeout=20_000
    )
    QTest.keyClicks(shelf.dialog.search, "0777")
    assert shelf.names == ["recording-0777"]
    shelf.dialog.close()
