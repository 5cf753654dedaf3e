"""Lost cameras and streams are tried again, ever more seldom, until they are back."""

import importlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import (
    CameraBusyError,
    CameraUnpluggedError,
    NoCameraError,
    SourceError,
    StreamLostError,
    UnreadableFileError,
)
from emotion_desktop.gui.cameras.backoff import Backoff
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.live_view.state_view import StateView
from emotion_desktop.gui.live_view.states import Remedy
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import CameraInfo
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from tests.gui.mjpeg import MjpegServer

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
WAITING = (Remedy.TRY_NOW, Remedy.CHOOSE_SOURCE, Remedy.STOP_TRYING)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


# When


def test_each_failure_is_waited_after_longer_up_to_fifteen_seconds() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    waits = []
    for _ in range(7):
        backoff.fail()
        waits.append(backoff.seconds_left)
        backoff.begin_try()
    assert waits == [1, 2, 4, 8, 15, 15, 15]


def test_the_countdown_runs_down_and_the_try_is_due() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    backoff.fail()
    backoff.fail()
    assert (backoff.seconds_left, backoff.is_due) == (2, False)
    clock.now += 1.2
    assert (backoff.seconds_left, backoff.is_due) == (1, False)
    clock.now += 0.8
    assert (backoff.seconds_left, backoff.is_due) == (0, True)
    backoff.begin_try()
    assert not backoff.is_due
    assert not backoff.waiting


def test_ten_seconds_of_pictures_make_up_for_all_failures() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    for _ in range(4):
        backoff.fail()
    for _ in range(91):
        backoff.succeed()
        clock.now += 0.1
    backoff.fail()
    assert backoff.seconds_left == 15
    for _ in range(102):
        backoff.succeed()
        clock.now += 0.1
    backoff.fail()
    assert backoff.seconds_left == 1


# What is seen


def lose(app: "App", error: SourceError) -> None:
    with app.qtbot.waitSignal(app.controller.session.source_failed):
        app.live.fail(error)
    QApplication.processEvents()


def button(app: "App", remedy: Remedy) -> QPushButton:
    found = app.stage.findChildren(QPushButton, remedy.name)
    return next(button for button in found if button.isVisible())


def press(app: "App", remedy: Remedy) -> None:
    QTest.mouseClick(button(app, remedy), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("source", "error", "title"),
    [
        ("camera:C920", CameraUnpluggedError("gone"), "C920 has been unplugged"),
        ("camera:C920", CameraBusyError("busy"), "The camera is busy"),
        ("http://host/live", StreamLostError("silence"), "The stream is lost"),
    ],
)
def test_what_may_come_back_is_tried_again_with_a_countdown(
    app: "App", source: str, error: SourceError, title: str
) -> None:
    live = app.start(source)
    lose(app, error)
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.countdown))
    state = app.stage.state
    assert state is not None
    assert (state.title, state.countdown) == (title, "Trying again in 1 s")
    assert state.remedies == WAITING
    app.qtbot.waitUntil(lambda: len(live.opened) == 2)
    assert live.opened[1] == live.opened[0]
    assert app.stage.state is not None
    assert (app.stage.state.title, app.stage.state.countdown) == (title, "Trying again …")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("film.mp4", UnreadableFileError("damaged")),
        ("film.mp4", StreamLostError("?")),
        ("camera:C920", NoCameraError("never there")),
    ],
)
def test_what_does_not_come_back_by_itself_is_not_tried_again(
    app: "App", source: str, error: SourceError
) -> None:
    app.start(source)
    lose(app, error)
    assert app.stage.state is not None
    assert app.stage.state.countdown == ""
    assert not app.controller.cameras.reconnect.is_active


def test_the_focus_stays_on_its_button_while_the_seconds_run(app: "App") -> None:
    app.start("camera:C920")
    lose(app, CameraUnpluggedError("gone"))
    button(app, Remedy.STOP_TRYING).setFocus()
    kept = button(app, Remedy.STOP_TRYING)
    app.qtbot.waitUntil(
        lambda: app.stage.state is not None and app.stage.state.countdown == "Trying again …"
    )
    assert button(app, Remedy.STOP_TRYING) is kept
    assert app.stage.state is not None
    view = app.stage.findChild(StateView)
    assert view is not None
    assert "Trying again …" in view.accessibleName()


def test_an_unplugged_camera_that_is_missing_at_the_next_try_is_still_waited_for(
    app: "App",
) -> None:
    live = app.start("camera:C920")
    lose(app, CameraUnpluggedError("gone"))
    press(app, Remedy.TRY_NOW)
    assert len(live.opened) == 2
    live.fail(NoCameraError("there is no camera C920"))
    app.qtbot.waitUntil(
        lambda: app.stage.state is not None and app.stage.state.countdown == "Trying again in 2 s"
    )
    assert app.stage.state is not None
    assert app.stage.state.title == "C920 has been unplugged"


def test_trying_can_be_stopped_and_taken_up_by_hand(
    app: "App", connected: list[CameraInfo]
) -> None:
    live = app.start("camera:C920")
    app.qtbot.waitUntil(lambda: app.controller.cameras.watcher.cameras == [])
    lose(app, CameraUnpluggedError("gone"))
    press(app, Remedy.STOP_TRYING)
    state = app.stage.state
    assert state is not None
    assert (state.countdown, state.remedies[0]) == ("", Remedy.RETRY)
    connected.append(CameraInfo(0, "C920", 0, "a"))
    app.controller.cameras.watcher.look()
    app.qtbot.waitUntil(lambda: app.stage.toast.text == "C920 connected")
    assert len(live.opened) == 1
    press(app, Remedy.RETRY)
    assert len(live.opened) == 2


def test_a_camera_that_is_plugged_in_again_is_opened_at_once(
    app: "App", connected: list[CameraInfo], make_result: Callable[..., FrameResult]
) -> None:
    connected.append(CameraInfo(0, "C920", 0, "a"))
    live = app.start("camera:C920")
    watcher = app.controller.cameras.watcher
    app.qtbot.waitUntil(lambda: watcher.cameras == connected)
    connected.clear()
    lose(app, CameraUnpluggedError("gone"))
    app.qtbot.waitUntil(lambda: watcher.cameras == [])
    connected.append(CameraInfo(4, "C920", 0, "a"))
    watcher.look()
    app.qtbot.waitUntil(lambda: len(live.opened) == 2)
    app.show(make_result(HAPPY))
    assert app.stage.state is None
    assert app.stage.toast.text == "C920 is back"


def test_another_source_ends_the_trying(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    live = app.start("camera:C920")
    lose(app, CameraUnpluggedError("gone"))
    app.controller.session.open("demo")
    app.show(make_result(HAPPY))
    assert not app.controller.cameras.reconnect.is_active
    assert live.opened[-1] == ("demo", True)


def test_stop_ends_the_trying(app: "App", connected: list[CameraInfo]) -> None:
    live = app.start("camera:C920")
    watcher = app.controller.cameras.watcher
    app.qtbot.waitUntil(lambda: watcher.cameras == [])
    lose(app, CameraUnpluggedError("gone"))
    app.controller.session.stop()
    connected.append(CameraInfo(0, "C920", 0, "a"))
    watcher.look()
    app.qtbot.waitUntil(lambda: app.stage.toast.text == "C920 connected")
    assert not app.controller.cameras.reconnect.is_active
    assert len(live.opened) == 1


def test_who_does_not_want_it_is_left_with_a_button(app: "App") -> None:
    app.start("camera:C920")
    lose(app, CameraUnpluggedError("gone"))
    app.window.preferences.change(reconnect=False)
    assert app.stage.state is not None
    assert (app.stage.state.countdown, app.stage.state.remedies[0]) == ("", Remedy.RETRY)
    press(app, Remedy.RETRY)
    lose(app, CameraUnpluggedError("gone once more"))
    assert app.stage.state is not None
    assert app.stage.state.title == "C920 has been unplugged"
    assert app.stage.state.countdown == ""


# For real: a camera and a stream that go and come back


@pytest.fixture
def real(
    qtbot: QtBot,
    settings: QSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., MainWindow]]:
    """A function that shows a window with the real pipeline; there is no model, so it is quick."""
    # Else its threads might still import it when the window closes.
    importlib.import_module("emotion_desktop.vision.pipeline")
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(tmp_path))
    window = MainWindow(settings)
    qtbot.addWidget(window)

    def start(source: str, book: CameraRegistry) -> MainWindow:
        Controller(window, Session("cpu", window), tmp_path, book).start(source, None)
        window.show()
        return window

    yield start
    window.close()
    assert window.jobs.wait(5)
    QApplication.processEvents()


def countdowns(window: MainWindow, seen: list[str]) -> bool:
    """Note what is counted down; return whether the picture is back."""
    state = window.stage.state
    if state is not None and state.countdown and state.countdown not in seen:
        seen.append(state.countdown)
    return state is None


def test_a_stream_whose_server_dies_is_back_when_the_server_is(
    qtbot: QtBot, real: Callable[..., MainWindow], server: MjpegServer, book: CameraRegistry
) -> None:
    window = real(f"http://127.0.0.1:{server.port}/live", book)
    qtbot.waitUntil(lambda: window.stage.video.frame is not None, timeout=20_000)
    server.die()
    qtbot.waitUntil(
        lambda: window.stage.state is not None and bool(window.stage.state.countdown),
        timeout=10_000,
    )
    assert window.stage.state is not None
    assert window.stage.state.title == "The stream is lost"
    before = window.stage.video.frame
    assert before is None
    server.live()
    seen: list[str] = []
    qtbot.waitUntil(partial(countdowns, window, seen), timeout=20_000)
    assert "Trying again in 1 s" in seen
    assert window.stage.video.frame is not None
    assert window.stage.toast.text == "127.0.0.1 is back"


class Webcam:
    """A camera on a cable that a test can pull."""

    def __init__(self) -> None:
        self.plugged = threading.Event()
        self.plugged.set()
        self.opened: list[int] = []

    def __call__(self, index: int, _backend: int) -> "Webcam":
        self.opened.append(index)
        return self

    def isOpened(self) -> bool:  # noqa: N802
        return self.plugged.is_set()

    def set(self, *_: float) -> bool:
        return True

    def get(self, _: int) -> float:
        return 30.0

    def read(self) -> tuple[bool, Any]:
        threading.Event().wait(0.01)
        there = self.plugged.is_set()
        return there, np.full((72, 128, 3), 120, np.uint8) if there else None

    def release(self) -> None:
        """Nothing is held."""


def test_a_camera_that_is_pulled_out_is_back_when_it_is_plugged_in_elsewhere(
    qtbot: QtBot, real: Callable[..., MainWindow], connected: list[CameraInfo], tmp_path: Path
) -> None:
    webcam = Webcam()
    connected.append(CameraInfo(0, "C920", cv2.CAP_ANY, "usb:1"))
    book = CameraRegistry(lambda: list(connected), devices=tmp_path, capture=webcam)
    window = real("camera:0", book)
    qtbot.waitUntil(lambda: window.stage.video.frame is not None, timeout=20_000)
    connected.clear()
    webcam.plugged.clear()
    qtbot.waitUntil(
        lambda: window.stage.state is not None and bool(window.stage.state.countdown),
        timeout=10_000,
    )
    assert window.stage.state is not None
    assert window.stage.state.title == "C920 has been unplugged"
    webcam.plugged.set()
    connected.append(CameraInfo(6, "C920", cv2.CAP_ANY, "usb:1"))
    qtbot.waitUntil(lambda: window.stage.state is None, timeout=20_000)
    assert webcam.opened == [0, 6]
