"""Fixtures for the window: a pipeline that does as it is told, results, a real display."""

import gc
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import Frame, FrameResult, UnreadableReason
from emotion_desktop.errors import EmotionDesktopError, SourceEndedError
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.vision.live.mailbox import Mailbox
from emotion_desktop.vision.live.stats import LiveStats, Playhead
from emotion_desktop.vision.model_catalog import ModelEntry, PhotoFigures
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import CameraInfo, Playback
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from tests.builders import make_frame, make_frame_result
from tests.gui.mjpeg import MjpegServer
from tests.gui.reviewing import Opener
from tests.gui.virtual_display import virtual_display

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it lacks; all else that Qt says fails the test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread of ours running."""
    before = set(threading.enumerate())
    # As in the app: widgets among the garbage must not be destroyed on a pipeline's thread.
    gc.disable()
    yield
    deadline = time.monotonic() + 10
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
        assert not thread.is_alive(), f"{thread.name} is still running"
    # Without an event loop nothing is deleted later; each window would dress slower than the last.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.freeze()  # or each test would look through all that the tests before have imported
    gc.enable()


class NotedPlayback(Playback):
    """Takes note of jumps and steps, which it answers at once."""

    def __init__(self, asked: list[tuple[str, object]], *, loop: bool = False) -> None:
        super().__init__(loop=loop)
        self._asked = asked

    def seek(self, time_s: float) -> None:
        super().seek(time_s)
        self._asked.append(("seek", time_s))
        self.next_request()

    def step(self, count: int) -> None:
        super().step(count)
        self._asked.append(("step", count))
        self.next_request()


class FakeLive:
    """Stands in for `LivePipeline`: records what it is asked, tells what a test says."""

    def __init__(self, load: Callable[[], object], **callbacks: Callable[..., None]) -> None:
        self.load = load
        self.callbacks = callbacks
        self.frames: Mailbox[Frame] = Mailbox()
        self.coming: Mailbox[Frame] = Mailbox()
        self.results: Mailbox[FrameResult] = Mailbox()
        self.subscribers: list[Callable[[FrameResult], None]] = []
        self.opened: list[tuple[str, bool]] = []
        self.models: list[str] = []
        self.request = PipelineRequest()
        self.closed = False
        self.stats = LiveStats()
        self._playhead = Playhead()
        self.asked: list[tuple[str, object]] = []
        self.playback: Playback = NotedPlayback(self.asked)

    def subscribe(self, take: Callable[[FrameResult], None]) -> None:
        self.subscribers = [take]

    def open(self, source_text: str, *, loop: bool = True) -> None:
        self.opened.append((source_text, loop))
        self.playback = NotedPlayback(self.asked, loop=loop)

    def set_model(self, checkpoint: str) -> None:
        self.models.append(checkpoint)

    def ask(self, request: PipelineRequest) -> None:
        self.request = request

    @property
    def playhead(self) -> Playhead:
        if not self._playhead.seekable:
            return self._playhead
        return replace(self._playhead, speed=self.playback.speed, loop=self.playback.loop)

    @playhead.setter
    def playhead(self, playhead: Playhead) -> None:
        self._playhead = playhead

    def stop_source(self) -> None:
        self.asked.append(("stop", None))

    def close(self, timeout_s: float = 1.5) -> bool:
        self.closed = timeout_s > 0
        return True

    def announce(self, frame: Frame) -> None:
        if self.coming.put(frame):
            self.callbacks["on_frame"]()

    def show(self, result: FrameResult) -> None:
        if self.results.put(result):
            self.callbacks["on_result"]()
        for take in self.subscribers:
            take(result)

    def fail(self, error: EmotionDesktopError) -> None:
        if isinstance(error, SourceEndedError):
            self.playback.end()
        self.callbacks["on_source_error"](error)

    def fail_model(self, error: EmotionDesktopError) -> None:
        self.callbacks["on_model_error"](error)

    def ready(self, predictor: object) -> None:
        self.callbacks["on_model_ready"](predictor)


class App:
    """The window with its controller and the fake pipeline behind them."""

    def __init__(self, window: MainWindow, controller: Controller, qtbot: QtBot) -> None:
        self.window = window
        self.controller = controller
        self.stage = window.stage
        self.qtbot = qtbot
        self.live: FakeLive

    def start(self, source: str | None = "demo", model: str | None = None) -> FakeLive:
        self.controller.start(source, model)
        live: Any = self.controller.session.live
        assert isinstance(live, FakeLive)
        self.live = live
        return live

    def show(self, result: FrameResult) -> None:
        """Let the pipeline deliver a result and wait until it is shown."""
        self.live.show(result)
        self.qtbot.waitUntil(lambda: self.stage.video.frame is result.frame)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings in a file of the test's own."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The folder that snapshots go to."""
    return tmp_path / "pictures"


@pytest.fixture
def connected() -> list[CameraInfo]:
    """The cameras that are plugged in: none, until a test puts some in."""
    return []


@pytest.fixture
def book(connected: list[CameraInfo], tmp_path: Path) -> CameraRegistry:
    """The cameras of the window, which are those of `connected`."""
    return CameraRegistry(lambda: list(connected), devices=tmp_path)


@pytest.fixture
def app(
    qtbot: QtBot,
    settings: QSettings,
    pictures: Path,
    book: CameraRegistry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[App]:
    """The shown window, its pipeline not started yet."""
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(tmp_path))
    window = MainWindow(settings)
    fake: Any = FakeLive
    controller = Controller(window, Session("cpu", window, fake), pictures, book)
    controller.battery.ask_system = lambda: False
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield App(window, controller, qtbot)
    window.close()
    assert window.jobs.wait(5)
    QApplication.processEvents()


@pytest.fixture
def make_result() -> Callable[..., FrameResult]:
    """A function that makes a result with faces of given probabilities, of the next frame."""
    numbers = itertools.count()

    def make(
        *rows: tuple[float, ...],
        classes: tuple[Emotion, ...] = FER2013_ORDER,
        ids: tuple[int, ...] | None = None,
        size: tuple[int, int] = (640, 360),
        captured_at: float | None = None,
        flaws: tuple[UnreadableReason | None, ...] = (),
    ) -> FrameResult:
        width, height = size
        image = np.zeros((height, width, 3), np.uint8)
        image[:, : width // 2] = (40, 80, 120)
        at = time.monotonic() if captured_at is None else captured_at
        count = len(rows)
        return make_frame_result(
            [(60 + 300 * i, 100, 200 + 300 * i, 260) for i in range(count)],
            rows,
            frame=make_frame(image, captured_at=at, index=next(numbers)),
            track_ids=np.array(ids or range(1, count + 1), np.int64),
            classes=classes,
            flaws=flaws,
        )

    return make


@pytest.fixture
def entries() -> list[ModelEntry]:
    """A catalog in which two of the five architectures are trained."""
    trained = {"cnn48_gray": FER2013_ORDER, "cnn48_rgb": FER2013_ORDER[3:]}
    names = ("cnn48_gray", "cnn48_rgb", "resnet18_gray", "se48_gray", "se64_rgb", "vgg48_gray")
    return [
        ModelEntry(
            name=name,
            trained=name in trained,
            classes=trained.get(name, ()),
            accuracy=0.861 if name in trained else None,
            protocol="FER+ majority, PrivateTest" if name in trained else "",
            path=Path(f"/models/{name}.safetensors") if name in trained else None,
            photos=PhotoFigures(accuracy=0.611, webcam=0.534, ms=1.6)
            if name == "cnn48_gray"
            else None,
            recommended=name == "cnn48_gray",
        )
        for name in names
    ]


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer()
    server.live()
    yield server
    server.die()


@pytest.fixture(scope="session")
def xvfb_display() -> Iterator[str]:
    """The name of a real X display, e.g. `:99`, that nobody sees."""
    with virtual_display() as display:
        yield display


@pytest.fixture
def open_review(app: "App", qtbot: QtBot) -> Iterator[Opener]:
    """A function that opens a recording beside the live window and waits for its picture."""
    app.start()

    def open_it(folder: Path) -> "ReviewWindow":
        reviews = app.controller.reviews
        before = len(reviews.windows)
        reviews.open(folder)
        qtbot.waitUntil(lambda: len(reviews.windows) > before, timeout=20_000)
        window = reviews.windows[-1]
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: window.video.frame is not None)
        return window

    yield open_it
    for window in list(app.controller.reviews.windows):
        window.close()
    QApplication.processEvents()
