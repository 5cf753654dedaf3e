"""The thread that reads one source."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from emotion_desktop.domain import Frame
from emotion_desktop.error_boundary import SOURCE, error_boundary
from emotion_desktop.errors import EmotionDesktopError, SourceEndedError, UnexpectedError
from emotion_desktop.vision.sources import FrameSource, Playback
from emotion_desktop.vision.sources.seekable import Place, SeekableSource

Opener = Callable[[], FrameSource]

PREDECESSOR_S: Final = 3.0
"""How long to wait for the source before to be let go; a camera cannot be opened twice."""

_HELD_S: Final = 0.05
"""How often a source that is held, and obeys no `Playback`, looks whether it may go on."""


@dataclass(frozen=True, slots=True, eq=False)
class QueuedFrame:
    """A frame on its way to the analysis.

    Attributes:
        capture: Who has read it.
        frame: The frame.
        place: Where in a file it lies; None if its source cannot be sought in.
    """

    capture: "Capture"
    frame: Frame
    place: Place | None

    def continues(self, before: "QueuedFrame | None") -> bool:
        """Return whether it shows what `before` showed, a moment later."""
        if before is None or self.capture is not before.capture:
            return False
        if self.place is None or before.place is None:
            return True
        return self.place.jumps == before.place.jumps


class Capture(threading.Thread):
    """Opens a source, hands on its frames until stopped, and closes it.

    Nobody has to wait for it: if the source hangs, this thread hangs alone, and closes the
    source when that returns. A file that can be sought in is kept at its end, until it is sought.

    Args:
        open_it: Opens the source; may take long.
        playback: Whether it is held, and if it is a file how it is played; the same that `open_it`
            hands on.
        after: A capture to wait for, because it may hold the same camera.
        deliver: Takes each frame.
        fail: Takes the error that ended the capture, or says that the end has been reached.
    """

    def __init__(
        self,
        open_it: Opener,
        *,
        playback: Playback,
        after: "Capture | None",
        deliver: Callable[[QueuedFrame], None],
        fail: Callable[["Capture", EmotionDesktopError], None],
    ) -> None:
        super().__init__(name="capture", daemon=True)
        self.source: FrameSource | None = None
        self.playback = playback
        self._held_before_s = playback.held_s
        self._open = open_it
        self._after = after
        self._deliver = deliver
        self._fail = fail
        self._stopped = threading.Event()

    @property
    def seekable(self) -> SeekableSource | None:
        """The source if it is open and obeys `playback`."""
        source = self.source
        obeys = isinstance(source, SeekableSource) and source.playback is self.playback
        return source if obeys and isinstance(source, SeekableSource) else None

    def stop(self) -> None:
        """Ask to stop; returns at once."""
        self._stopped.set()
        if self.source is not None:
            # It may be waiting, until a frame is due, say; and letting go of a device takes time.
            threading.Thread(target=self._close, name="source closer", daemon=True).start()

    def run(self) -> None:
        """Read until stopped or the source fails."""
        try:
            with error_boundary(SOURCE):
                self._read()
        except EmotionDesktopError as error:
            if isinstance(error, SourceEndedError):
                self.playback.ended = not self._stopped.is_set()
            self._fail(self, error)
        finally:
            self._close()

    def _read(self) -> None:
        self._await_predecessor()
        if not self._stopped.is_set():
            self.source = self._open()
            self._pump(self.source)

    def _close(self) -> None:
        """Close the source; a bug in that is in the log, and nobody waits for this source."""
        with suppress(UnexpectedError), error_boundary(SOURCE):
            if self.source is not None:
                self.source.close()

    def _await_predecessor(self) -> None:
        if self._after is not None:
            self._after.join(PREDECESSOR_S)
            self._after = None

    def _pump(self, source: FrameSource) -> None:
        seekable = self.seekable
        while not self._stopped.is_set():
            if seekable is not None:
                self._play(seekable)
                continue
            # A live source is read on while paused, or old frames would wait in its buffer.
            if self.playback.paused and not source.is_live:
                self._stopped.wait(_HELD_S)
                continue
            frame = source.read()
            if not self.playback.paused and not self._stopped.is_set():
                self._deliver(QueuedFrame(self, self._without_pauses(frame), None))

    def _play(self, source: SeekableSource) -> None:
        """Deliver the next frame when it is due or requested."""
        try:
            frame = source.read()
        except SourceEndedError as error:
            if not self._stopped.is_set():
                self.playback.end()
                self._fail(self, error)
            return
        if not self._stopped.is_set():
            frame = replace(frame, held_s=self.playback.held_s)
            self._deliver(QueuedFrame(self, frame, source.place))

    def _without_pauses(self, frame: Frame) -> Frame:
        """Return a live frame whose time goes on where it was paused."""
        held_s = self.playback.held_s
        return replace(frame, held_s=held_s, time_s=frame.time_s - (held_s - self._held_before_s))
