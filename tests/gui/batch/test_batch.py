"""The window that analyses many files, with real processes."""

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox

from emotion_desktop.config import find_asset
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.batch.batch_dialog import BatchDialog
from emotion_desktop.gui.batch.batch_run import FileState, QueuedFile
from emotion_desktop.gui.batch.batch_table import BatchTable, Column
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources import SourceSpec
from emotion_desktop.vision.sources.decoder import Decoder

if TYPE_CHECKING:
    from tests.gui.conftest import App

SLOWLY = 120_000


def sharpness(video: Path, box: tuple[int, int, int, int]) -> float:
    """The mean of the Laplacian in a part of a video's first picture."""
    decoder = Decoder(str(video))
    image = next(iter(decoder.frames()))[0]
    decoder.close()
    left, top, right, bottom = box
    part = image[top:bottom, left:right].astype(np.float32)
    return float(np.abs(cv2.Laplacian(part, cv2.CV_32F)).mean())


class Queue:
    """The app with the window open, and files to put into its queue."""

    def __init__(self, app: "App", folder: Path) -> None:
        self.app = app
        self.batch = app.controller.batch
        self.folder = folder
        self.out = folder / "out"
        app.window.commands[ActionName.BATCH].trigger()
        assert app.window.jobs.wait(20)
        QApplication.processEvents()
        self.dialog.form.model.setCurrentText("cnn48_gray")
        self.dialog.form.folder.setText(str(self.out))
        self.dialog.form.workers.setValue(1)

    @property
    def dialog(self) -> BatchDialog:
        assert self.batch.dialog is not None
        return self.batch.dialog

    @property
    def face(self) -> tuple[int, int, int, int]:
        """The middle of the face in its clips."""
        predictor = EmotionPredictor("cnn48_gray")
        decoder = Decoder(str(find_asset("demo.mp4")))
        result = predictor.analyze(next(iter(decoder.frames()))[0])
        decoder.close()
        left, top, right, bottom = result.faces.boxes[0]
        x, y = (right - left) / 4, (bottom - top) / 4
        return int(left + x), int(top + y), int(right - x), int(bottom - y)

    @property
    def states(self) -> list[FileState]:
        return [file.state for file in self.dialog.table.files]

    def clip(self, name: str, frames: int = 6) -> Path:
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        decoder = Decoder(str(find_asset("demo.mp4")))
        image = next(iter(decoder.frames()))[0]
        decoder.close()
        with VideoWriter(path, 25, (image.shape[1], image.shape[0])) as video:
            for number in range(frames):
                video.write(image, number / 25)
        return path

    def picture(self, name: str) -> Path:
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), np.full((90, 120, 3), 99, np.uint8))
        return path

    def add(self, *paths: Path, count: int) -> None:
        self.batch.add(paths)
        self.app.qtbot.waitUntil(lambda: len(self.states) == count, timeout=20_000)

    def wait(self) -> None:
        self.app.qtbot.waitUntil(lambda: not self.dialog.running, timeout=SLOWLY)

    def wait_for(self, state: FileState) -> None:
        self.app.qtbot.waitUntil(lambda: state in self.states, timeout=SLOWLY)

    def answer(self, text: str) -> None:
        def found() -> list[QAbstractButton]:
            boxes = [box for box in self.dialog.findChildren(QMessageBox) if box.isVisible()]
            return [each for box in boxes for each in box.buttons() if text in each.text()]

        self.app.qtbot.waitUntil(lambda: bool(found()))
        found()[0].click()

    def rows(self, name: str = "results.csv") -> list[dict[str, str]]:
        with (self.out / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def queue(app: "App", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    monkeypatch.setenv("EMOTION_DESKTOP_BACKEND", "onnx")
    monkeypatch.delenv("EMOTION_DESKTOP_CHECKPOINTS")  # those that ship with the app
    app.start()
    queue = Queue(app, tmp_path)
    yield queue
    if queue.dialog.running:
        queue.dialog.stop_button.click()
        queue.wait()
    assert app.window.jobs.wait(20)
    QApplication.processEvents()


def test_two_clips_are_analysed_into_tables_and_a_broken_file_says_why(queue: Queue) -> None:
    broken = queue.folder / "in" / "b.mp4"
    queue.clip("a.mp4")
    queue.clip("deep/c.mp4")
    broken.write_bytes(b"not a video\n" * 9)
    (queue.folder / "in" / "notes.txt").write_text("x")
    queue.add(queue.folder / "in", count=3)
    assert "1" in queue.dialog.status.text()
    assert not queue.dialog.stop_button.isEnabled()
    queue.dialog.start_button.click()
    assert not queue.dialog.start_button.isEnabled()
    queue.wait()
    assert queue.states == [FileState.DONE, FileState.FAILED, FileState.DONE]
    model = queue.dialog.table
    assert model.index(0, Column.FRAMES).data() == "6"
    assert model.index(0, Column.PEOPLE).data() == "1"
    assert "%" in model.index(0, Column.RESULT).data()
    assert "b.mp4" in model.index(1, Column.RESULT).data()
    assert {row["source"] for row in queue.rows()} == {"a.mp4", "c.mp4"}
    assert (queue.out / "columns.json").exists()
    assert str(queue.out) in queue.dialog.status.text()


def test_annotated_copies_and_formats_are_written_as_chosen_and_remembered(queue: Queue) -> None:
    queue.add(queue.clip("a.mp4"), count=1)
    form = queue.dialog.form
    form.preset.setCurrentIndex(1)
    form.preset.activated.emit(1)
    assert form.tables == ("csv", "people", "episodes")
    form.annotated.setChecked(True)
    form.every.setValue(2)
    queue.dialog.start_button.click()
    queue.wait()
    names = {path.name for path in queue.out.iterdir()}
    assert {"results.csv", "results-people.csv", "results-episodes.csv"} < names
    assert "a-annotated.mp4" in names
    assert [row["frame"] for row in queue.rows()] == ["0", "2", "4"]
    settings = queue.app.window.preferences.settings
    assert settings.batch_tables == ("csv", "people", "episodes")
    assert (settings.batch_every, settings.batch_annotated) == (2, True)
    assert settings.batch_folder == str(queue.out)


def test_faces_that_the_app_hides_are_hidden_in_copies(queue: Queue) -> None:
    queue.add(queue.clip("a.mp4"), count=1)
    plain = sharpness(queue.folder / "in" / "a.mp4", queue.face)
    queue.app.window.preferences.change(blur="everybody")
    queue.dialog.form.annotated.setChecked(True)
    queue.dialog.start_button.click()
    queue.wait()
    assert sharpness(queue.out / "a-annotated.mp4", queue.face) < plain / 4


def test_an_analysis_waits_while_it_is_paused_and_ends_when_it_is_stopped(queue: Queue) -> None:
    queue.add(queue.clip("a.mp4", 700), queue.clip("b.mp4"), count=2)
    queue.dialog.start_button.click()
    queue.app.qtbot.waitUntil(lambda: queue.dialog.table.files[0].frames > 0, timeout=SLOWLY)
    queue.dialog.pause_button.click()
    QTest.qWait(500)
    before = queue.dialog.table.files[0].frames
    QTest.qWait(500)
    assert queue.dialog.table.files[0].frames == before
    queue.dialog.pause_button.click()
    queue.app.qtbot.waitUntil(lambda: queue.dialog.table.files[0].frames > before, timeout=SLOWLY)
    queue.dialog.stop_button.click()
    queue.wait()
    assert queue.states == [FileState.STOPPED, FileState.WAITING]
    assert 0 < len(queue.rows()) < 700
    assert queue.dialog.start_button.isEnabled()


def test_closing_and_quitting_ask_while_files_are_analysed(queue: Queue) -> None:
    queue.add(queue.clip("a.mp4", 700), count=1)
    queue.dialog.start_button.click()
    queue.wait_for(FileState.RUNNING)
    QTest.keyClick(queue.dialog, Qt.Key.Key_Escape)
    queue.answer("Go on")
    assert queue.dialog.running
    assert not queue.app.window.close()
    assert queue.app.window.isVisible()
    queue.answer("Stop and quit")
    queue.app.qtbot.waitUntil(lambda: not queue.app.window.isVisible(), timeout=SLOWLY)
    assert (queue.out / "summary.json").exists()
    assert not list(queue.out.glob(".unfinished*"))


def test_dropped_files_are_queued_once_and_taken_out_again(queue: Queue) -> None:
    clip, picture = queue.clip("a.mp4"), queue.picture("b.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (clip, picture, clip)])
    for _ in range(2):
        queue.dialog.dropEvent(
            QDropEvent(
                QPoint(9, 9),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
        assert queue.app.window.jobs.wait(20)
        QApplication.processEvents()
    assert [file.path for file in queue.dialog.table.files] == [clip, picture]
    queue.dialog.view.selectRow(0)
    QTest.keyClick(queue.dialog.view, Qt.Key.Key_Delete)
    assert [file.path for file in queue.dialog.table.files] == [picture]


def test_selected_pictures_open_in_the_table_of_photos(queue: Queue) -> None:
    first, second = queue.picture("a.png"), queue.picture("b.png")
    queue.add(first, second, count=2)
    queue.dialog.view.selectAll()
    queue.dialog.open_button.click()
    spec = SourceSpec.parse(queue.app.live.opened[-1][0])
    assert spec.value.splitlines() == [str(first), str(second)]
    assert queue.app.controller.session.photos


def test_it_says_why_it_cannot_begin(queue: Queue) -> None:
    button, form = queue.dialog.start_button, queue.dialog.form
    assert (button.isEnabled(), button.toolTip()) == (False, "Add files first")
    queue.add(queue.picture("a.png"), count=1)
    assert button.isEnabled()
    form.folder.setText("results")
    assert (button.isEnabled(), button.toolTip()) == (False, "Enter an absolute path.")
    form.folder.setText(str(queue.out))
    for action in form.formats.menu().actions():
        action.setChecked(False)
    form.changed.emit()
    assert (button.isEnabled(), button.toolTip()) == (False, "Choose what to write first")


def test_a_model_that_is_not_there_is_one_sentence(queue: Queue) -> None:
    queue.add(queue.picture("a.png"), count=1)
    queue.dialog.form.model.setCurrentText("nobody")
    queue.dialog.start_button.click()
    queue.wait()
    assert "nobody" in queue.dialog.status.text()
    assert queue.states == [FileState.WAITING]
    assert queue.dialog.start_button.isEnabled()


def test_a_thousand_files_stay_smooth(queue: Queue) -> None:
    paths = [Path(f"/somewhere/clip-{number:04}.mp4") for number in range(1000)]
    queue.dialog.table.add(paths)
    told: list[int] = []
    queue.dialog.table.dataChanged.connect(lambda first, last: told.append(last.row()))
    began = time.monotonic()
    for _ in range(10):
        files = [QueuedFile(path, FileState.RUNNING, 5, 10) for path in paths]
        queue.dialog.show_progress(files, 60.0)
        QApplication.processEvents()
    assert time.monotonic() - began < 5
    assert told == [999] * 10  # once each time, not once a file


def test_a_file_without_a_face_and_one_with_a_remark_say_so() -> None:
    table = BatchTable()
    path = Path("a.png")
    table.add([path])
    table.update([QueuedFile(path, FileState.DONE, 1, 1, Tally(frames=1), remark="cut")])
    assert table.index(0, Column.RESULT).data() == "no face · cut"
