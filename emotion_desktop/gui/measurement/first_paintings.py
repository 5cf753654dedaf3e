"""The first painting of each kind after a start of the real app, which knows nothing of it."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view.latency import LatencyMeter
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session

PATIENCE_MS: Final = 120_000


def watch_first_paintings(
    settings: str,
    other: str,
    on_done: Callable[[Mapping[str, float]], None],
    on_failed: Callable[[str], None],
) -> None:
    """Watch the window that is opened next, and close it when all has been painted.

    Args:
        settings: Folder for the window's settings, so that the user's own stay as they are.
        other: A model to switch to.
        on_done: Takes when each was painted, on the `time.monotonic()` clock.
        on_failed: Takes why there will be none.
    """
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
    app = QApplication(["emotion-desktop"])
    app.installEventFilter(FirstPaintings(app, other, on_done, on_failed))


class FirstPaintings(QObject):
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
        super().__init__(app)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
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
            QTimer.singleShot(0, self._window.commands[ActionName.GRADCAM].trigger)
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
        """Record one frame's time from capture to painting."""
        super().add(seconds)
        self._on_painted()
