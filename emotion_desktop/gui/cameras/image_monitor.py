"""Watches the pictures of a camera and says what is wrong with them."""

from typing import Final

from PySide6.QtCore import QObject

from emotion_desktop.domain import Frame
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.camera_states import (
    MODE_TOPIC,
    PICTURE_TOPIC,
    black_picture,
    other_mode,
    slow_picture,
)
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.vision.sources.camera.camera_registry import Opened
from emotion_desktop.vision.sources.camera.image_health import ImageHealthMonitor, Verdict
from emotion_desktop.vision.sources.camera.modes import CameraMode

EVERY_S: Final = 0.1
"""Pictures are looked at so often; their numbers tell how many came in between."""

SETTLED_S: Final = 3.0
"""A camera's rate is compared with the one asked for after so many seconds."""

NEAR: Final = 0.8
"""A camera that reaches so much of the rate does as it was asked."""


class Pictures(QObject):
    """Shows notices on black and slow pictures, and on a mode other than the one asked for."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._tip = window.status.fields["source"].toolTip()
        self._opened: Opened | None = None
        self._watch = ImageHealthMonitor()
        self._verdict = Verdict.GOOD
        self._first_s = self._last_s = 0.0
        self._compared = False

    def start(self, opened: Opened | None) -> None:
        """Watch a camera that has just been opened; None for no camera."""
        self._opened = opened
        self._watch = ImageHealthMonitor()
        self._verdict = Verdict.GOOD
        self._first_s = self._last_s = 0.0
        self._compared = False
        for topic in (MODE_TOPIC, PICTURE_TOPIC):
            self._window.stage.notices.clear(topic)
        self._window.status.fields["source"].setToolTip(self._tip)

    def look(self, frame: Frame) -> None:
        """Look at a picture of the camera."""
        now = frame.captured_at
        if self._opened is None or now - self._last_s < EVERY_S:
            return
        self._last_s = now
        self._first_s = self._first_s or now
        verdict = self._watch.add(now, frame.index, frame.image)
        if verdict is not self._verdict:
            self._verdict = verdict
            self._say(verdict, self._opened.camera.name)
        if not self._compared and now - self._first_s >= SETTLED_S:
            self._compared = True
            self._compare(self._opened, self._delivered(frame))

    def _delivered(self, frame: Frame) -> CameraMode:
        height, width = frame.image.shape[:2]
        return CameraMode(width, height, round(self._watch.fps or 0.0))

    def _say(self, verdict: Verdict, name: str) -> None:
        notices = self._window.stage.notices
        if verdict is Verdict.BLACK:
            notices.show_notice(black_picture(name))
        elif verdict is Verdict.SLOW:
            notices.show_notice(slow_picture(name, self._watch.fps or 0.0))
        else:
            notices.clear(PICTURE_TOPIC)

    def _compare(self, opened: Opened, delivered: CameraMode) -> None:
        wanted = opened.wanted
        text = translate("Cameras", "{name}: asked for {wanted}, delivers {delivered} (measured)")
        self._window.status.fields["source"].setToolTip(
            text.format(name=opened.camera.name, wanted=wanted, delivered=delivered)
        )
        differs = delivered.size != wanted.size or delivered.fps < NEAR * wanted.fps
        if opened.chosen and differs:
            self._window.stage.notices.show_notice(other_mode(str(wanted), str(delivered)))
