"""A start of the app, timed by what it paints. The app is the real one and knows nothing of it."""

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from emotion_desktop.cli.benchmark.records import Failure, Record, Startup
from emotion_desktop.cli.desktop import main
from emotion_desktop.config import list_checkpoints
from emotion_desktop.gui.live_view.latency import LatencyMeter
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session

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
    """Run `emotion-desktop SOURCE` until a face has been read; send how long that took.

    Then heatmaps are switched on, and another model is chosen; how long these took is sent too.

    It may not return: the app ends the process where that is quicker.

    Args:
        send: Takes a `Startup`, or a `Failure` if not all of it came.
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

    def on_done(times: Mapping[str, float]) -> None:
        send(
            Startup(
                model=model,
                cache=cache,
                window_s=round(times["window"] - started_at, 3),
                face_s=round(times["face"] - started_at, 3),
                heatmap_s=round(times["heatmap"] - times["face"], 3),
                model_s=round(times["model"] - times["heatmap"], 3),
                torch_imported="torch" in sys.modules,
            )
        )

    watch = _FirstPaintings(
        app, _largest_but(model), on_done, lambda reason: send(Failure(message=reason))
    )
    app.installEventFilter(watch)
    main([source, "--model", model, "--device", device, "--backend", backend])


def _largest_but(model: str) -> str:
    """Return the name of the largest checkpoint but this one; itself if there is no other."""
    others = {name: path for name, path in list_checkpoints().items() if name != model}
    return max(others, key=lambda name: others[name].stat().st_size, default=model)


class _FirstPaintings(QObject):
    """Waits for the first painting of each kind, asks for the next, and closes the window.

    The kinds are: the window, a face, a heatmap on every face, a face read by another model.

    Args:
        app: Whose window it is.
        other: The other model.
        on_done: Takes when each was painted, on the `time.monotonic()` clock.
        on_failed: Takes why there will be none.
    """

    def __init__(
        self,
        app: QApplication,
        other: str,
        on_done: Callable[[Mapping[str, float]], None],
        on_failed: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._app = app
        self._other = other
        self._on_done = on_done
        self._on_failed = on_failed
        self._window: MainWindow | None = None
        self._session: Session | None = None
        self._times: dict[str, float] = {}
        self._patience = QTimer(self, singleShot=True)
        self._patience.setInterval(PATIENCE_MS)
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
        self._times["window"] = time.monotonic()

    def _on_frame_painted(self) -> None:
        result = self._session.result if self._session is not None else None
        if result is None or not len(result) or not self._patience.isActive():
            return
        assert self._window is not None
        assert self._session is not None
        if "face" not in self._times:
            self._times["face"] = time.monotonic()
            # Not from within a painting.
            QTimer.singleShot(0, self._window.commands["gradcam"].trigger)
        elif "heatmap" not in self._times:
            if result.heatmaps is not None and result.heatmaps.any(axis=(1, 2)).all():
                self._times["heatmap"] = time.monotonic()
                QTimer.singleShot(0, partial(self._session.set_model, self._other))
        elif result.model == self._other:
            self._times["model"] = time.monotonic()
            self._on_done(self._times)
            self._end()

    def _on_error(self, error: Exception) -> None:
        if self._patience.isActive():
            self._on_failed(str(error))
            self._end()

    def _on_patience_lost(self) -> None:
        self._on_failed(f"not all of it was painted within {PATIENCE_MS // 1000} s of the start")
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
