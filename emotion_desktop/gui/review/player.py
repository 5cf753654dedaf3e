"""Plays a recorded session: time, pictures and results in step."""

import time
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.gui.review.frame_loader import Pictures
from emotion_desktop.gui.review.playhead import PlayHead
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.vision.live.stats import Playhead

TICK_MS: Final = 33
BLANK: Final = 44
"""Gray value that stands in for pictures that are not there."""


class Player(QObject):
    """Moves through a session and shows each frame with its faces.

    Signals:
        moved: (float) The position in seconds has changed.
        shown: (FrameResult) The frame at the position, with its picture.
        switched: It began to play, or stopped, or plays at another speed.
        video_failed: (EmotionDesktopError) There are no pictures; faces are shown without.

    Attributes:
        session: What is played.
        result: The frame that is shown; None before the first one.
    """

    moved = Signal(float)
    shown = Signal(object)
    switched = Signal()
    video_failed = Signal(object)

    def __init__(self, session: RecordedSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.result: FrameResult | None = None
        self._head = PlayHead(float(session.times[-1]))
        self._row = -1
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._blank: Image | None = None
        self._pictures: Pictures | None = None
        self._open_video()

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._head.playing

    @property
    def playhead(self) -> Playhead:
        """The position, and how it is played."""
        return Playhead(
            seekable=True,
            position_s=self.position,
            duration_s=self._head.end_s,
            speed=self.speed,
        )

    @property
    def speed(self) -> float:
        """Seconds of the recording per second."""
        return self._head.speed

    @property
    def position(self) -> float:
        """Where it is, in seconds."""
        return self._head.position(time.monotonic())

    @property
    def row(self) -> int:
        """The frame at the position."""
        return self.session.frame_at(self.position)

    def show_session(self, session: RecordedSession) -> None:
        """Show the same pictures with the faces of this session from now on."""
        self.session = session
        self._request(max(self._row, 0))

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
            return
        self._head.play(time.monotonic())
        self._timer.start()
        self.switched.emit()
        self._tick()

    def pause(self) -> None:
        """Stay where it is, and show just that: it has moved since the last tick."""
        self._head.pause(time.monotonic())
        self._timer.stop()
        self._show()
        self.switched.emit()

    def seek(self, to_s: float) -> None:
        """Go to a time, and on from there if it plays."""
        self._head.seek(to_s, time.monotonic())
        self._show()

    def step(self, frames: int) -> None:
        """Pause and go so many frames on, back if negative."""
        if self.playing:
            self.pause()
        row = min(max(self.row + frames, 0), len(self.session.times) - 1)
        self.seek(float(self.session.times[row]))

    def set_speed(self, speed: float) -> None:
        """Play so fast from now on."""
        self._head.set_speed(speed, time.monotonic())
        self.switched.emit()

    def close(self) -> bool:
        """Stop, and end the thread; return whether it has ended in time."""
        self._timer.stop()
        return self._pictures is None or self._pictures.close()

    def reload(self) -> None:
        """Show pictures again after they have failed."""
        self._open_video()
        self._request(max(self._row, 0))

    def _open_video(self) -> None:
        if self.session.video is not None and self._pictures is None:
            self._pictures = Pictures(self.session.video, self)
            self._pictures.found.connect(self._on_picture)
            self._pictures.failed.connect(self._on_failed)

    def _tick(self) -> None:
        self._show()
        if not self._head.playing:
            self._timer.stop()
            self.switched.emit()

    def _show(self) -> None:
        position = self.position
        row = self.session.frame_at(position)
        if row != self._row:
            self._row = row
            self._request(row)
        self.moved.emit(position)

    def _request(self, row: int) -> None:
        if self._pictures is not None:
            self._pictures.request(row, float(self.session.times[row]))
            return
        if self._blank is None:
            source = self.session.metadata.source
            self._blank = np.full((source.height, source.width, 3), BLANK, np.uint8)
        self._on_picture(row, self._blank)

    def _on_picture(self, row: int, image: Image) -> None:
        self.result = self.session.result(row, image)
        self.shown.emit(self.result)

    def _on_failed(self, error: object) -> None:
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None
        self.video_failed.emit(error)
        self._request(max(self._row, 0))
