"""A start of the app, timed by what it paints. The app is the real one and knows nothing of it."""

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from emotion_desktop.cli.benchmark.records import Failure, Record, Startup
from emotion_desktop.cli.desktop import main
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.stage.latency import LatencyMeter
from emotion_desktop.gui.stage.video_view import VideoView

PATIENCE_MS: Final = 120_000


def measure_startup(
    send: Callable[[Record], None],
    *,
    model: str,
    device: str,
    backend: str,
    source: str,
    cache: str,
    settings: str,
    started_at: float,
) -> None:
    """Run `emotion-desktop SOURCE` until a face has been read, and send how long that took.

    It may not return: the app ends the process where that is quicker.

    Args:
        send: Takes a `Startup`, or a `Failure` if no face was read.
        model: Checkpoint or, with commas, checkpoints.
        device: As `EmotionPredictor` takes it.
        backend: As `EmotionPredictor` takes it.
        source: As `open_source` takes it.
        cache: What to call the state of the cache.
        settings: Folder for the window's settings, so that the user's own stay as they are.
        started_at: Seconds on the `time.monotonic()` clock from which to count.
    """
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
    app = QApplication(["emotion-desktop"])

    def on_painted(window_s: float, face_s: float) -> None:
        send(
            Startup(
                model=model,
                cache=cache,
                window_s=round(window_s - started_at, 3),
                face_s=round(face_s - started_at, 3),
                torch_imported="torch" in sys.modules,
            )
        )

    watch = _FirstPaintings(app, on_painted, lambda reason: send(Failure(message=reason)))
    app.installEventFilter(watch)
    main([source, "--model", model, "--device", device, "--backend", backend])


class _FirstPaintings(QObject):
    """Waits for the window's first painting and the first one with a face, then closes it.

    Args:
        app: Whose window it is.
        on_painted: Takes both times, on the `time.monotonic()` clock.
        on_failed: Takes why there will be no face.
    """

    def __init__(
        self,
        app: QApplication,
        on_painted: Callable[[float, float], None],
        on_failed: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._app = app
        self._on_painted = on_painted
        self._on_failed = on_failed
        self._window: MainWindow | None = None
        self._session: Session | None = None
        self._window_at = 0.0
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_lost)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Find the view by its first paint event, which it still has to answer."""
        if event.type() is QEvent.Type.Paint and isinstance(watched, VideoView):
            self._app.removeEventFilter(self)
            window = watched.window()
            assert isinstance(window, MainWindow)
            self._window, self._session = window, window.findChild(Session)
            assert self._session is not None
            watched.first_painted.connect(self._on_window_painted)
            watched.latency = _PaintedMeter(self._on_frame_painted)
            self._session.source_failed.connect(self._on_error)
            self._session.model_failed.connect(self._on_error)
            self._patience.start()
        return False

    def _on_window_painted(self) -> None:
        self._window_at = time.monotonic()

    def _on_frame_painted(self) -> None:
        result = self._session.result if self._session is not None else None
        if result is not None and len(result) and self._patience.isActive():
            self._on_painted(self._window_at, time.monotonic())
            self._end()

    def _on_error(self, error: Exception) -> None:
        if self._patience.isActive():
            self._on_failed(str(error))
            self._end()

    def _on_patience_lost(self) -> None:
        self._on_failed(f"no face was read within {PATIENCE_MS // 1000} s of the start")
        self._end()

    def _end(self) -> None:
        self._patience.stop()
        assert self._window is not None
        # Not from within a painting.
        QTimer.singleShot(0, self._window.close)


class _PaintedMeter(LatencyMeter):
    """Says when a frame has been painted."""

    def __init__(self, on_painted: Callable[[], None]) -> None:
        super().__init__()
        self._on_painted = on_painted

    def add(self, seconds: float) -> None:
        """Take note of one frame's time from capture to painting."""
        super().add(seconds)
        self._on_painted()
