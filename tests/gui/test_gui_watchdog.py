"""No slot keeps the GUI thread busy: the picture would stand still meanwhile."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QSettings, Qt, QTimer
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from tests.gui.slot_watch import SlotWatch

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


def press(window: MainWindow, name: str) -> None:
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
