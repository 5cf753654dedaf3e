"""The app's own window, run by a program that records what it shows and when."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QEventLoop, QObject, QSettings, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError, SourceError
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.gc_timer import GcTimer
from emotion_desktop.gui.live_view.latency import LatencyMeter
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.memory import share_arenas
from emotion_desktop.vision.sources import FrameSource, open_source

PATIENCE_S: Final = 120.0
"""How long a model may take to load before it counts as a failure."""


class Recorder(LatencyMeter):
    """Keeps every latency besides the last ones that the status line shows.

    Attributes:
        painted_at: When each frame had been painted, on the `time.monotonic()` clock.
        latencies: Seconds from capture until then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.painted_at: list[float] = []
        self.latencies: list[float] = []

    def add(self, seconds: float) -> None:
        """Record one frame's time from capture to painting."""
        super().add(seconds)
        self.painted_at.append(time.monotonic())
        self.latencies.append(seconds)

    def restart(self) -> None:
        """Forget what was kept."""
        self.painted_at.clear()
        self.latencies.clear()


class WatchedWindow(QObject):
    """MainWindow, Controller and Session as the app joins them, with settings of their own.

    Args:
        folder: For settings and snapshots; must exist as long as the window does.
        model: Checkpoint or, with commas, checkpoints; None for the default.
        device: As `CropPredictor` takes it.
        backend: As `CropPredictor` takes it.
        detector: As `open_detector` takes it; None for the default.

    Attributes:
        window: The window.
        session: What stands behind it.
        shown: When and how late frames were painted since `watch` began.
        faces: Number of faces in each result since then.
        stages: Seconds of each stage of the analysis, for each result since then.
        watched_s: How long the last `watch` took, in seconds.
        dropped: Frames that were not analysed during the last `watch`.
    """

    def __init__(
        self,
        folder: Path,
        model: str | None,
        device: str,
        backend: str = "auto",
        detector: str | None = None,
    ) -> None:
        self._app = QApplication.instance() or QApplication(["emotion-benchmark"])
        super().__init__()
        share_arenas()  # as in the app, like the next line
        GcTimer(self)
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(settings)
        self.session = Session(device, self.window, backend=backend, detector=detector)
        self._controller = Controller(self.window, self.session, folder)
        self.session.opener = _open_endless
        self.shown = Recorder()
        self.window.stage.video.latency = self.shown
        self.faces: list[int] = []
        self.stages: list[Mapping[str, float]] = []
        self.watched_s = 0.0
        self.dropped = 0
        self._model = model
        self._loop = QEventLoop()
        self._error: EmotionDesktopError | None = None
        self._until_first = False
        self.session.result_arrived.connect(self._on_result)
        self.session.source_failed.connect(self._on_failed)
        self.session.model_failed.connect(self._on_failed)

    @property
    def platform(self) -> str:
        """Name of Qt's platform, e.g. `xcb` or `offscreen`."""
        return QGuiApplication.platformName()

    def start(self, source: str) -> None:
        """Show the window on a source, and return when the first result has come.

        Raises:
            SourceError: If the source or the model cannot be used.
            ModelError: If the model cannot be used.
        """
        self.window.show()
        self._controller.start(source, self._model)
        self._await_result()

    def open(self, source: str) -> None:
        """Show another source, and return when its first result has come.

        Raises:
            SourceError: If it cannot be used.
        """
        self.session.open(source)
        self._await_result()

    def watch(self, seconds: float) -> None:
        """Let the window work so long, and keep what it shows.

        Raises:
            SourceError: If the source fails meanwhile.
            ModelError: If the model does.
        """
        self.shown.restart()
        self.faces.clear()
        self.stages.clear()
        dropped, began = self._dropped(), time.monotonic()
        self._run(seconds)
        self.watched_s = time.monotonic() - began
        self.dropped = self._dropped() - dropped

    def stop_threads(self) -> None:
        """Stop capture and analysis; the window stays as it is."""
        self.session.close()

    def close(self) -> None:
        """Close the window and stop its threads."""
        self.window.close()

    def _dropped(self) -> int:
        stats = self.session.stats()
        return stats.dropped if stats is not None else 0

    def _await_result(self) -> None:
        self._until_first = True
        arrived = self._run(PATIENCE_S)
        self._until_first = False
        if not arrived:
            msg = f"no result came within {PATIENCE_S:.0f} s; try another source or model"
            raise SourceError(msg)

    def _run(self, seconds: float) -> bool:
        """Let Qt work; return whether something ended it before the time was up."""
        timer = QTimer(singleShot=True)
        timer.timeout.connect(self._on_time_up)
        timer.start(round(1000 * seconds))
        ended_early = self._loop.exec() != 0
        timer.stop()
        if self._error is not None:
            raise self._error
        return ended_early

    def _on_time_up(self) -> None:
        self._loop.exit(0)

    def _on_result(self, result: FrameResult) -> None:
        self.faces.append(len(result))
        self.stages.append(result.stage_s)
        if self._until_first:
            self._loop.exit(1)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._error = error
        self._loop.exit(1)


@contextmanager
def watched_window(
    model: str | None, device: str, backend: str = "auto", detector: str | None = None
) -> Iterator[WatchedWindow]:
    """Open a `WatchedWindow` whose folder goes when it is closed, at the end of the context."""
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        closing(WatchedWindow(Path(folder), model, device, backend, detector)) as watched,
    ):
        yield watched


def _open_endless(text: str, **_: object) -> FrameSource:
    """Open a source that starts over at its end, as the app's own would not."""
    return open_source(text, loop=True, realtime=True)
