"""Tries to get back a camera or stream that was lost, and shows when."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from emotion_desktop.errors import (
    CameraBusyError,
    CameraUnpluggedError,
    EmotionDesktopError,
    NoCameraError,
    PermissionDeniedError,
    SourceEndedError,
    StreamLostError,
)
from emotion_desktop.gui.cameras.backoff import Backoff
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.camera_states import failed, waiting
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.source_text import short_name
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.sources import CAMERA

TICK_MS: Final = 200

_LOST: Final = (CameraUnpluggedError, CameraBusyError, StreamLostError)
"""What may come back by itself."""


class Reconnect(QObject):
    """Opens a lost source again after 1, 2, 4, 8, 15, 15 … seconds until it is back.

    ::

        picture ──> lost ──> waiting ──> trying ──┬──> picture
                               ^                  │
                               └──── failed ──────┘

    Another source, "Stop trying" and the preference `reconnect` end it. Files are not tried again:
    they do not mend by themselves.

    Attributes:
        is_trying: Whether the source is being opened by this object, not by the user.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._backoff = Backoff(clock)
        self._lost: EmotionDesktopError | None = None  # why the source was lost first
        self._error: EmotionDesktopError | None = None  # what is shown now; None while all is well
        self.is_trying = False
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)
        session.opening.connect(self._on_opening)
        session.source_failed.connect(self._on_failed)
        window.preferences.changed.connect(self._on_preference)

    @property
    def is_active(self) -> bool:
        """Whether a lost source is waited for."""
        return self._lost is not None

    def on_picture(self) -> None:
        """Take note that the source sends pictures."""
        self._error = None
        if self._lost is not None:
            self._lost = None
            self._ticks.stop()
            text = translate("Cameras", "{name} is back").format(name=self._name)
            self._window.stage.toast.say(text)
        self._backoff.succeed()

    def try_now(self) -> None:
        """Open the source again without waiting."""
        if self._lost is None:
            self._session.reopen()
            return
        self._backoff.begin_try()
        self.is_trying = True
        self._session.reopen()
        self.is_trying = False
        self.show()

    def stop_trying(self) -> None:
        """Leave the source alone; the state stays, with a button to try again."""
        error = self._lost
        self._end()
        if error is not None:
            self._error = error
            self._window.stage.show_state(failed(error, self._name))

    def show(self) -> None:
        """Show why there is no picture, and when the next try is."""
        if self._lost is not None:
            state = waiting(self._lost, self._name, self._backoff.seconds_left)
        elif self._error is not None and self._session.spec.kind == CAMERA:
            state = failed(self._error, self._name)
        else:
            return
        if state != self._window.stage.state:
            self._window.stage.show_state(state)

    def stop(self) -> None:
        """Do nothing any more: the window closes."""
        self._end()

    @property
    def _name(self) -> str:
        return short_name(self._session.spec)

    def _on_opening(self) -> None:
        if not self.is_trying:
            # Somebody has chosen a source: the failures of the last one count no more.
            self._end()
            self._backoff.reset()

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._error = error
        if self._may_come_back(error):
            self._lost = self._lost or error
            self._backoff.fail()
            self._ticks.start()
        else:
            self._end(keep_error=True)

    def _may_come_back(self, error: EmotionDesktopError) -> bool:
        if not self._window.preferences.settings.reconnect:
            return False
        if not self._session.spec.may_come_back or isinstance(error, SourceEndedError):
            return False
        # A camera that was unplugged is missing at the next try.
        missing = (NoCameraError, PermissionDeniedError)
        return isinstance(error, _LOST) or (self._lost is not None and isinstance(error, missing))

    def _tick(self) -> None:
        if self._backoff.is_due:
            self.try_now()
        elif self._backoff.waiting:
            self.show()

    def _on_preference(self, name: str) -> None:
        if name == "reconnect" and not self._window.preferences.settings.reconnect:
            self.stop_trying()

    def _end(self, *, keep_error: bool = False) -> None:
        self._lost = None
        self._ticks.stop()
        self._backoff.begin_try()
        if not keep_error:
            self._error = None
