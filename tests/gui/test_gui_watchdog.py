"""No slot keeps the GUI thread busy: the picture would stand still meanwhile."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMetaObject, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.review.review_opener import Reviews
from emotion_desktop.gui.session import Session
from emotion_desktop.labels import Emotion
from tests.gui.slot_watch import SlotWatch

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

LIMIT_MS = 4.0


@pytest.fixture
def live_window(
    qtbot: QtBot,
    settings: QSettings,
    tmp_path: Path,
    make_checkpoint: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    """The window on the demo with the real pipeline behind it, a face in view."""
    for arch in ("cnn48_rgb", "cnn48_gray"):
        folder = make_checkpoint(arch).parent
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    window = MainWindow(settings)
    session = Session("cpu", window)
    controller = Controller(window, session, tmp_path / "pictures")
    qtbot.addWidget(window)
    window.show()
    controller.start("demo", "cnn48_rgb")
    qtbot.waitUntil(lambda: session.result is not None and len(session.result) > 0, timeout=60_000)
    # Once, the libraries of chart and meter are imported and the chart is built.
    window.commands["performance_dock"].setChecked(True)
    qtbot.waitUntil(lambda: window.docks.timeline.chart is not None, timeout=20_000)
    qtbot.wait(1500)
    yield window
    window.close()
    assert window.jobs.wait(5)


@pytest.fixture
def watch() -> Iterator[SlotWatch]:
    """A watch; Python's own tidying up is no slot."""
    gc.collect()
    gc.freeze()
    yield SlotWatch()
    gc.unfreeze()


@pytest.fixture
def recordings(make_session: Callable[..., Path], tmp_path: Path) -> list[Path]:
    """Two recordings of half a minute, with four people who change often and five markers."""
    shown = (Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL, None)
    people = {
        number: [(at / 2, at / 2 + 0.5, shown[(number + at) % 4]) for at in range(number, 58)]
        for number in range(1, 5)
    }
    markers = [(2.5 + 5 * number, number, "a note") for number in range(1, 6)]
    return [
        make_session(people, seconds=30.0, markers=markers, name=name, folder=tmp_path / name)
        for name in ("first", "second")
    ]


def press(window: "MainWindow | ReviewWindow", name: str) -> None:
    """Trigger an action from the event loop, as a key does."""
    queued = Qt.ConnectionType.QueuedConnection
    QMetaObject.invokeMethod(window.commands[name], "trigger", queued)


def test_the_watch_sees_a_slot_that_is_slow(qtbot: QtBot, watch: SlotWatch) -> None:
    timer = QTimer(interval=10)

    def compute() -> None:
        total = 0
        for number in range(160_000):  # 8 ms of a usual machine
            total += number & 7

    timer.timeout.connect(compute)
    timer.start()
    watch.run(100)
    timer.stop()
    (name,) = watch.slower_than(LIMIT_MS)
    assert name.endswith("compute")


def test_no_slot_is_slow_while_the_picture_goes_on(
    live_window: MainWindow, watch: SlotWatch
) -> None:
    watch.run(4000)
    assert len(watch.notes) > 200
    assert watch.slower_than(LIMIT_MS) == {}


def test_no_slot_is_slow_when_keys_are_pressed(live_window: MainWindow, watch: SlotWatch) -> None:
    for _ in range(2):
        for name in (
            *("bars", "mirror", "snapshot", "copy_picture", "next_model", "pause", "pause"),
            *("calmer", "quicker", "record", "markers", "faces_dock", "compare"),
        ):
            press(live_window, name)
            watch.run(300)
        press(live_window, "record")
        watch.run(1000)
    assert watch.slower_than(LIMIT_MS) == {}


def opened(reviews: Reviews, folder: Path, watch: SlotWatch) -> "ReviewWindow":
    """Open a recording while the watch looks on, and wait for its picture."""
    before = len(reviews.windows)
    reviews.open(folder)
    for _ in range(60):
        watch.run(250)
        if len(reviews.windows) > before and reviews.windows[-1].video.frame is not None:
            return reviews.windows[-1]
    pytest.fail(f"{folder} was not opened")


def test_no_slot_is_slow_while_a_recording_is_opened_and_looked_at(
    live_window: MainWindow, watch: SlotWatch, recordings: list[Path]
) -> None:
    reviews = live_window.findChild(Reviews)
    assert reviews is not None
    for folder in recordings:  # the first one imports what the second one finds
        review = opened(reviews, folder, watch)
    for name in ("pause", "faster", "next_person", "bars", "zoom_in", "pause", "step_back"):
        press(review, name)
        watch.run(200)
    for name in ("to_end", "previous_marker", "next_person", "zoom_all", "overlay", "next_marker"):
        press(review, name)
        watch.run(100)
    surface = review.timeline.chart._plot.viewport()
    for turn in (120, 120, 120, -120):
        for sideways in (0, -turn):
            QApplication.postEvent(surface, wheel(sideways, turn if not sideways else 0))
            watch.run(50)
    review.side.people.selectRow(3)
    review.side.segment.setCurrentIndex(2)
    review.side.segment.activated.emit(2)
    watch.run(300)
    assert watch.slower_than(LIMIT_MS) == {}
    for window in list(reviews.windows):
        window.close()


def wheel(across: int, up: int) -> QWheelEvent:
    """A turn of the wheel over the middle of a chart."""
    return QWheelEvent(
        QPointF(200, 60),
        QPointF(200, 60),
        QPoint(),
        QPoint(across, up),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 (Qt's signature)
    )
