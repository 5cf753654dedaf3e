"""The source that is shown: opened, held, sought in, let go."""

import threading
from collections.abc import Callable
from functools import partial

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.live.capture_thread import Capture, QueuedFrame
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.sources import CAMERA, FrameSource, Playback, SourceSpec
from emotion_desktop.vision.sources.seekable import Place


class Player:
    """One source at a time; no method waits, and any thread may call them.

    Args:
        opener: Opens a source, as `open_source` does.
        start: Starts a thread, and joins it in the end.
        deliver: Takes each frame; runs on a capture thread.
        fail: Takes the error of the present source, or that it has ended.

    Attributes:
        lock: Held while the source changes; hold it to do something before it can change.
        playback: Holds the present source, and as a file seeks in it, steps through it and sets
            its speed; another one for each source.
    """

    def __init__(
        self,
        opener: Callable[..., FrameSource],
        start: Callable[[threading.Thread], None],
        *,
        deliver: Callable[[QueuedFrame], None],
        fail: Callable[[EmotionDesktopError], None],
    ) -> None:
        self.lock = threading.RLock()  # never held while anything is waited for
        self.playback = Playback()
        self._opener = opener
        self._start = start
        self._deliver = deliver
        self._on_fail = fail
        self._capture: Capture | None = None
        self._before: Capture | None = None
        self._place: Place | None = None

    def open(self, source_text: str, *, loop: bool) -> None:
        """Let the source go and open another, which is held if the one before was."""
        with self.lock:
            playback = Playback(loop=loop, held_s=self.playback.held_s)
            if self.playback.paused:
                playback.pause()
            self.stop()
            self.playback = playback
            capture = self._capture = Capture(
                partial(self._opener, source_text, loop=loop, realtime=True, playback=playback),
                playback=playback,
                after=self._before if SourceSpec.parse(source_text).kind == CAMERA else None,
                deliver=self._deliver,
                fail=self._fail,
            )
        self._start(capture)

    def stop(self) -> None:
        """Let the source go."""
        with self.lock:
            capture, self._capture = self._capture, None
            self._place = None
        if capture is not None:
            self._before = capture
            capture.stop()

    def is_current(self, shot: QueuedFrame) -> bool:
        """Return whether a frame is of the present source."""
        return shot.capture is self._capture

    def show(self, shot: QueuedFrame) -> None:
        """Record the picture that is shown now."""
        self._place = shot.place

    @property
    def source(self) -> FrameSource | None:
        """The present source; None before it is open."""
        capture = self._capture
        return capture.source if capture is not None else None

    @property
    def skipped(self) -> int:
        """Pictures that the source itself has left out."""
        capture = self._capture
        seekable = capture.seekable if capture is not None else None
        return seekable.skipped if seekable is not None else 0

    @property
    def playhead(self) -> Playhead:
        """Where the picture lies that is shown, or is being jumped to."""
        with self.lock:
            capture, place = self._capture, self._place
        source = capture.seekable if capture is not None else None
        if source is None:
            return Playhead()
        playback, aim_s = source.playback, source.playback.aim_s
        arrived = place is not None and place.requests == playback.requests
        shown_s = place.position_s if place is not None else 0.0
        return Playhead(
            seekable=True,
            position_s=shown_s if arrived or aim_s is None else aim_s,
            duration_s=source.duration_s,
            speed=playback.speed,
            loop=playback.loop,
            pictures=source.pictures,
        )

    def close(self) -> None:
        """Stop for good."""
        with self.lock:
            capture = self._capture
        if capture is not None:
            capture.stop()

    def _fail(self, capture: Capture, error: EmotionDesktopError) -> None:
        with self.lock:
            if capture is not self._capture:
                return
        self._on_fail(error)
