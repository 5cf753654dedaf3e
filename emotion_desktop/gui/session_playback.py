"""How the source of a session is played: held, stopped, and as a file sought and stepped."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from emotion_desktop.vision.live.stats import Playhead

if TYPE_CHECKING:
    from emotion_desktop.vision.live.live_pipeline import LivePipeline


class PlaybackSession(QObject):
    """The part of a session that a transport bar works with; no method waits.

    Signals:
        source_stopped: The source has been let go, as requested.
        playback_changed: It is held, goes on, is at its end or no longer, or is played otherwise.

    Attributes:
        ended: Whether the source is at its end.
        stopped: Whether the source has been let go.
    """

    source_stopped = Signal()
    playback_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ended = False
        self.stopped = False
        self._live: LivePipeline | None = None

    def reopen(self) -> None:
        """Open the present source again."""
        raise NotImplementedError

    def _forget_picture(self) -> None:
        """Let nothing of the present source be shown any more."""
        raise NotImplementedError

    @property
    def paused(self) -> bool:
        """Whether the source is held, and not because it is at its end."""
        is_held = self._live is not None and self._live.paused
        return is_held and not (self.ended or self.stopped)

    def toggle_paused(self) -> None:
        """Hold the source or go on; at the end play it again, after a stop open it again."""
        if self._live is None:
            return
        if self.stopped:
            self.reopen()
        elif self.ended:
            self.play_again()
        elif self._live.paused:
            self._live.resume()
        else:
            self._live.pause()
        self.playback_changed.emit()

    def play_again(self) -> None:
        """Play a file that is at its end from its beginning."""
        if self._live is None or not self._live.playhead.seekable:
            self.reopen()
            return
        self.seek(0.0)
        self._live.resume()
        self.playback_changed.emit()

    def stop(self) -> None:
        """Let the source go, a camera for others to use; `toggle_paused` opens it again."""
        if self._live is None or self.stopped:
            return
        self._live.stop_source()
        self.stopped, self.ended = True, False
        self._forget_picture()
        self.source_stopped.emit()
        self.playback_changed.emit()

    def seek(self, time_s: float) -> None:
        """Show the picture of this time, in seconds of the file."""
        if self._live is not None and self._live.playhead.seekable:
            self.ended = False
            self._live.seek(time_s)
            self.playback_changed.emit()

    def seek_by(self, seconds: float) -> None:
        """Show the picture so much later, or earlier if negative."""
        playhead = self.playhead()
        end_s = playhead.duration_s or math.inf
        self.seek(min(max(0.0, playhead.position_s + seconds), end_s))

    def step(self, count: int) -> None:
        """Hold the file and show the picture so many further on, or back if negative."""
        if self._live is not None and self._live.playhead.seekable:
            self.ended = False
            self._live.step(count)
            self.playback_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play the file at so many times its own speed."""
        if self._live is not None:
            self._live.set_speed(speed)
            self.playback_changed.emit()

    def set_loop(self, *, on: bool) -> None:
        """Start the file over at its end or not."""
        if self._live is not None:
            self._live.set_loop(on=on)
            self.playback_changed.emit()

    def playhead(self) -> Playhead:
        """Return where the file is and how it is played."""
        return self._live.playhead if self._live is not None else Playhead()
