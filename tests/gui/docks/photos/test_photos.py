"""The table of photos: filled in the background, sorted, filtered, saved; what it leads to."""

import csv
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import ModelError
from emotion_desktop.gui.docks.photos.panel import PhotosPanel
from emotion_desktop.gui.docks.photos.photo import Photo, without_pixels
from emotion_desktop.gui.docks.photos.table import Column
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.outputs.thumbnails import thumbnail
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.opencv import cv2
from tests.gui.test_model_controller import predictor

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SAD = (0.1, 0.1, 0.0, 0.1, 0.7, 0.0, 0.0)
UNSURE = (0.2, 0.1, 0.1, 0.2, 0.2, 0.1, 0.1)
Maker = Callable[..., FrameResult]


class Pipeline:
    """Finds in a photo as many happy faces as its gray value says; waits for `go`."""

    def __init__(self, make_result: Maker) -> None:
        self.make_result = make_result
        self.go = threading.Event()
        self.go.set()
        self.order: list[str] = []
        self.error: ModelError | None = None
        self.is_closed = False

    def reset(self) -> None:
        """Forget nobody: there is nobody."""

    def process(self, frame: Frame) -> FrameResult:
        assert self.go.wait(10)
        if self.error is not None:
            raise self.error
        self.order.append(frame.source)
        faces = int(frame.image[0, 0, 0])
        return replace(self.make_result(*[HAPPY] * faces), frame=frame)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def pipeline(make_result: Maker) -> Pipeline:
    return Pipeline(make_result)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photos with 0, 1 and 2 faces, and one that is damaged."""
    found = tmp_path / "holiday"
    found.mkdir()
    for faces in range(3):
        picture = np.full((30, 40, 3), faces, np.uint8)
        (found / f"{faces}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    (found / "3.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return found


@pytest.fixture
def gallery(app: "App", pipeline: Pipeline, folder: Path) -> Iterator["App"]:
    """The window on the folder, with a model."""
    app.controller.photos.make_pipeline = lambda: pipeline  # type: ignore[assignment]
    app.start(str(folder))
    app.live.playhead = Playhead(seekable=True, position_s=0.0, duration_s=8.0, pictures=4)
    model = predictor("cnn48_gray")
    model.classes = FER2013_ORDER
    app.live.ready(model)
    yield app
    pipeline.go.set()


def cells(panel: PhotosPanel, column: Column = Column.FILE) -> list[str]:
    model = panel.filter
    return [model.index(row, column).data() for row in range(model.rowCount())]


def wait_for(app: "App", text: str) -> PhotosPanel:
    panel = app.window.docks.photos
    app.qtbot.waitUntil(lambda: panel.progress == text)
    return panel


def titles(app: "App") -> list[str]:
    return [label.text() for label in app.window.findChildren(QLabel) if label.isVisible()]


def test_a_folder_becomes_a_table_in_place_of_the_timeline(gallery: "App") -> None:
    panel = wait_for(gallery, "4 analysed")
    assert panel.isVisible()
    assert "Photos" in titles(gallery)
    assert cells(panel) == ["0.png", "1.png", "2.png", "3.png"]
    assert cells(panel, Column.EXPRESSION) == [
        *("No face", "Happiness", "Happiness", "Cannot be read")
    ]
    assert cells(panel, Column.CONFIDENCE) == ["", "90\u00a0%", "90\u00a0%", ""]
    assert cells(panel, Column.FACES) == ["0", "1", "2", ""]
    assert "damaged" in panel.filter.index(3, 0).data(Qt.ItemDataRole.ToolTipRole)
    gallery.controller.session.open("clip.mp4")
    assert not panel.isVisible()
    assert gallery.window.docks.timeline.isVisible()
    assert "Timeline" in titles(gallery)


def test_titles_have_room_for_their_text_and_the_arrow(gallery: "App") -> None:
    panel = wait_for(gallery, "4 analysed")
    for column in list(Column)[1:]:
        title = panel.table.headerData(column, Qt.Orientation.Horizontal)
        width = panel.view.fontMetrics().horizontalAdvance(title)
        assert panel.view.columnWidth(column) >= width + 40


def test_the_timeline_is_as_high_as_before_once_the_photos_are_gone(gallery: "App") -> None:
    docks = gallery.window.docks
    gallery.controller.session.open("clip.mp4")
    gallery.qtbot.wait(50)
    before = docks.timeline.height()
    gallery.controller.session.reopen()
    gallery.controller.session.open(str(Path.cwd()))
    gallery.qtbot.waitUntil(lambda: docks.photos.height() > before)
    gallery.controller.session.open("clip.mp4")
    gallery.qtbot.waitUntil(lambda: abs(docks.timeline.height() - before) < 3)


def test_the_rows_can_be_used_while_photos_are_still_analysed(
    gallery: "App", pipeline: Pipeline
) -> None:
    wait_for(gallery, "4 analysed")
    pipeline.go.clear()
    gallery.controller.photos._begin()
    panel = wait_for(gallery, "0 of 4 analysed")
    assert cells(panel) == ["0.png", "1.png", "2.png", "3.png"]
    assert cells(panel, Column.FACES) == [""] * 4
    panel.seen.emit([2, 1])
    pipeline.order.clear()
    pipeline.go.set()
    wait_for(gallery, "4 analysed")
    assert pipeline.order == ["0.png", "2.png", "1.png"]  # the first was begun with


def test_a_row_that_is_chosen_is_shown_and_stays(gallery: "App") -> None:
    panel = wait_for(gallery, "4 analysed")
    panel.view.selectRow(2)
    assert gallery.live.asked == [("seek", 4.0)]
    assert gallery.live.playback.paused


def test_the_photo_that_is_shown_is_the_selected_row(gallery: "App", make_result: Maker) -> None:
    panel = wait_for(gallery, "4 analysed")
    gallery.live.playhead = Playhead(seekable=True, position_s=2.0, duration_s=8.0, pictures=4)
    gallery.show(make_result(HAPPY))
    assert panel.view.currentIndex().row() == 1
    assert gallery.live.asked == []


def test_photos_are_sorted_by_what_a_column_means(gallery: "App") -> None:
    panel = wait_for(gallery, "4 analysed")
    panel.view.sortByColumn(Column.FACES, Qt.SortOrder.DescendingOrder)
    assert cells(panel) == ["2.png", "1.png", "0.png", "3.png"]


def test_photos_are_filtered_by_name_and_expression(gallery: "App") -> None:
    panel = wait_for(gallery, "4 analysed")
    QTest.keyClicks(panel._name, "2.P")
    assert cells(panel) == ["2.png"]
    panel._name.clear()
    panel._expression.setCurrentText("Happiness")
    assert cells(panel) == ["1.png", "2.png"]
    panel._expression.setCurrentText("All expressions")
    assert len(cells(panel)) == 4


def test_the_photos_that_are_shown_are_saved_in_their_order(gallery: "App", tmp_path: Path) -> None:
    panel = wait_for(gallery, "4 analysed")
    panel.view.sortByColumn(Column.FILE, Qt.SortOrder.DescendingOrder)
    panel._save.click()
    dialog = gallery.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "table.csv"))
    dialog.reject()
    gallery.qtbot.waitUntil(lambda: gallery.stage.toast.text == "Saved table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8") as file:
        rows = [(r["source"], r["track_id"], r["label"]) for r in csv.DictReader(file)]
    assert rows == [
        ("2.png", "1", "happiness"),
        ("2.png", "2", "happiness"),
        ("1.png", "1", "happiness"),
        ("0.png", "", ""),
    ]


def test_photos_are_offered_the_formats_that_need_no_time(gallery: "App", tmp_path: Path) -> None:
    panel = wait_for(gallery, "4 analysed")
    panel._save.click()
    dialog = gallery.window.findChild(QFileDialog)
    assert dialog is not None
    wanted = ["CSV (*.csv)", "JSONL (*.jsonl)", "PARQUET (*.parquet)"]
    assert dialog.nameFilters() == wanted
    dialog.fileSelected.emit(str(tmp_path / "table.parquet"))
    dialog.reject()
    gallery.qtbot.waitUntil(lambda: gallery.stage.toast.text == "Saved table.parquet")
    labels = pq.read_table(tmp_path / "table.parquet").column("label").to_pylist()
    assert labels == [None, "happiness", "happiness", "happiness"]


def test_a_table_that_cannot_be_saved_says_so(gallery: "App", tmp_path: Path) -> None:
    wait_for(gallery, "4 analysed")
    gallery.controller.photos._save(str(tmp_path / "none" / "table.csv"))
    gallery.qtbot.waitUntil(lambda: bool(gallery.stage.notices.notices))
    assert gallery.stage.notices.notices[-1].text == "The table could not be saved"


def test_a_device_that_fails_is_said(gallery: "App", pipeline: Pipeline) -> None:
    wait_for(gallery, "4 analysed")
    pipeline.error = ModelError("out of memory")
    gallery.controller.photos._begin()
    gallery.qtbot.waitUntil(lambda: bool(gallery.stage.notices.notices))
    assert gallery.stage.notices.notices[-1].text == "The photos could not be analysed"
    assert pipeline.is_closed


def test_another_source_ends_the_analysis(gallery: "App", pipeline: Pipeline) -> None:
    wait_for(gallery, "4 analysed")
    pipeline.go.clear()
    gallery.controller.photos._begin()
    gallery.controller.session.open("demo")
    pipeline.go.set()
    gallery.qtbot.waitUntil(lambda: pipeline.is_closed)
    gallery.qtbot.wait(50)
    assert gallery.window.docks.photos.table.rowCount() == 0


def test_the_largest_face_names_the_expression(make_result: Maker) -> None:
    result = make_result(HAPPY, SAD, UNSURE)
    boxes = result.faces.boxes.copy()
    boxes[1, 2:] += 50
    photo = Photo(
        place=0, name="a", result=replace(result, faces=replace(result.faces, boxes=boxes))
    )
    assert photo.emotion is Emotion.SADNESS
    assert photo.confidence == pytest.approx(0.7)
    unsure = Photo(place=0, name="a", result=make_result(UNSURE))
    assert (unsure.emotion, unsure.confidence, unsure.faces) == (None, None, 1)


def test_a_result_that_is_kept_holds_no_picture(make_result: Maker) -> None:
    kept = without_pixels(make_result(HAPPY, SAD, ids=(7, 9)))
    assert kept.image.size == 3
    assert kept.track_ids.tolist() == [1, 2]


def test_a_thumbnail_keeps_the_shape_of_its_photo() -> None:
    small = cv2.imdecode(
        np.frombuffer(thumbnail(np.zeros((100, 1000, 3), np.uint8)), np.uint8), cv2.IMREAD_COLOR
    )
    assert small is not None
    assert small.shape[:2] == (14, 144)


def test_five_thousand_photos_are_sorted_and_filtered_at_once(
    qtbot: QtBot, make_result: Maker
) -> None:
    panel = PhotosPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 320)
    panel.show()
    panel.show_names([f"{number:04}.jpg" for number in range(5000)])
    result: Any = without_pixels(make_result(HAPPY))
    panel.view.sortByColumn(Column.CONFIDENCE, Qt.SortOrder.AscendingOrder)
    took = []
    for place in range(5000):
        began = time.perf_counter()
        panel.show_photo(Photo(place=place, name=f"{place:04}.jpg", result=result))
        took.append(time.perf_counter() - began)
    assert np.percentile(took, 99) < 0.02
    began = time.perf_counter()
    panel.view.sortByColumn(Column.FACES, Qt.SortOrder.DescendingOrder)
    panel._name.setText("49")
    assert time.perf_counter() - began < 2
    assert panel.filter.rowCount() == sum("49" in f"{number:04}" for number in range(5000))


def test_a_name_from_right_to_left_keeps_its_ending_where_it_belongs(qtbot: QtBot) -> None:
    panel = PhotosPanel()
    qtbot.addWidget(panel)
    panel.show_names(["صورة.jpg", "photo.jpg"])
    cells = [panel.table.index(row, Column.FILE) for row in range(2)]
    assert [cell.data() for cell in cells] == ["\u2066صورة.jpg\u2069", "photo.jpg"]
    assert cells[0].data(Qt.ItemDataRole.ToolTipRole) == "\u2066صورة.jpg\u2069"
