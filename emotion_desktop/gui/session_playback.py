"""How the source of a session is played: held, stopped, and as a file sought and stepped."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from emotion_desktop.vision.live.idle_pipeline import IdlePipeline
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.sources import Playback

if TYPE_CHECKING:
    from emotion_desktop.vision.live.live_pipeline import LivePipeline


class PlaybackSession(QObject):
    """The part of a session that a transport bar works with; no method waits.

    Signals:
        source_stopped: The source has been let go, as requested.
        playback_changed: It is held, goes on, is at its end or no longer, or is played otherwise.

    Attributes:
        stopped: Whether the source has been let go.
        live: What reads the source and analyses it.
    """

    source_stopped = Signal()
    playback_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stopped = False
        self.live: LivePipeline | IdlePipeline = IdlePipeline()

    def reopen(self) -> None:
        """Open the present source again."""
        raise NotImplementedError

    def _forget_picture(self) -> None:
        """Let nothing of the present source be shown any more."""
        raise NotImplementedError

    @property
    def playback(self) -> Playback:
        """What seeks in the source and steps through it; `playback_changed` is emitted after."""
        return self.live.playback

    @property
    def ended(self) -> bool:
        """Whether the source is at its end."""
        return self.playback.ended

    @property
    def paused(self) -> bool:
        """Whether the source is held, and not because it is at its end."""
        return self.playback.paused and not (self.ended or self.stopped)

    def toggle_paused(self) -> None:
        """Hold the source or go on; at the end play it again, after a stop open it again."""
        if self.stopped:
            self.reopen()
        elif self.ended:
            self.play_again()
        elif self.playback.paused:
            self.playback.resume()
        else:
            self.playback.pause()
        self.playback_changed.emit()

    def play_again(self) -> None:
        """Play a file that is at its end from its beginning."""
        if not self.live.playhead.seekable:
            self.reopen()
            return
        self.playback.seek(0.0)
        self.playback.resume()
        self.playback_changed.emit()

    def stop(self) -> None:
        """Let the source go, a camera for others to use; `toggle_paused` opens it again."""
        if self.stopped:
            return
        self.live.stop_source()
        self.stopped = True
        self._forget_picture()
        self.source_stopped.emit()
        self.playback_changed.emit()

    def playhead(self) -> Playhead:
        """Return where the file is and how it is played."""
        return self.live.playhead
