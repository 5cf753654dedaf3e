"""The app's own window, arranged for a picture: real models on the built-in demo."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from tools.demo_source.timeline import DURATION_S

PATIENCE_S = 120.0
"""So long something may take to happen: a model's first use compiles it."""

POLL_MS = 5


class Studio(AbstractContextManager["Studio"]):
    """A window with settings of its own; threads end and the window goes with the context.

    Args:
        folder: For settings and recordings.
        theme: `light` or `dark`.
        size: Width and height of the window in px.

    Attributes:
        folder: As given.
        window: The window.
        controller: What it does.
        session: What stands behind it.
    """

    def __init__(
        self,
        folder: Path,
        theme: str,
        size: tuple[int, int],
    ) -> None:
        self.folder = folder
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        settings.clear()
        for name, value in {
            "theme": theme,
            "welcomed": "true",
            "recording_folder": str(folder / "recordings"),
            "timeline_span_s": "30",
        }.items():
            settings.setValue(name, value)
        self.window = MainWindow(settings)
        self.window.resize(*size)
        self.session = Session("auto", self.window)
        self.controller = Controller(self.window, self.session, folder)
        self._began_at = 0.0

    def __enter__(self) -> Self:
        """Show the window."""
        self.window.show()
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.window.close()
        self.window.jobs.wait(5)
        QApplication.processEvents()

    def start(self, source: str = "demo") -> None:
        """Start the session, and return when something has been read in a picture of it."""
        self.controller.start(source, None)
        self.wait(lambda: self.session.result is not None)
        self._began_at = time.monotonic()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the window work until this is so.

        Raises:
            TimeoutError: If that takes too long.
        """
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                msg = f"what was waited for has not happened in {PATIENCE_S:.0f} s"
                raise TimeoutError(msg)
            work(POLL_MS)

    def wait_for_moment(self, demo_s: float, after_s: float = 0.0) -> None:
        """Let it work until the demo shows this moment and `after_s` seconds have gone by.

        Args:
            demo_s: Seconds from the beginning of the demo, which repeats.
            after_s: Seconds since `start`.
        """

        def is_there() -> bool:
            result = self.session.result
            on_time = time.monotonic() - self._began_at >= after_s
            return on_time and result is not None and 0 <= past(result.frame.time_s, demo_s) < 0.1

        self.wait(is_there)

    def resize_picture(self, width: int, height: int) -> None:
        """Resize the window so that the picture has this size in px."""
        picture = self.window.stage.video.size()
        self.window.resize(
            self.window.width() + width - picture.width(),
            self.window.height() + height - picture.height(),
        )
        work(POLL_MS)

    def press(self, *names: ActionName) -> None:
        """Trigger actions by their names."""
        for name in names:
            self.window.commands[name].trigger()


def work(milliseconds: int) -> None:
    """Let the window work so long; unlike `QTest.qWait`, Python's other threads as well."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def grab(widget: QWidget) -> QPixmap:
    """Return what a widget looks like now."""
    QApplication.processEvents()
    picture = QPixmap(widget.size())
    # Parts of a window leave their background to it.
    picture.fill(QApplication.palette().window().color())
    widget.render(picture)
    return picture


def past(time_s: float, demo_s: float) -> float:
    """Return by how many seconds the demo is past a moment, less than half its length."""
    return (time_s - demo_s + DURATION_S / 2) % DURATION_S - DURATION_S / 2
