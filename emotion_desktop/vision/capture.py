"""The thread that reads one source."""

import threading
from collections.abc import Callable
from typing import Final

from emotion_desktop.domain import Frame
from emotion_desktop.errors import SourceError
from emotion_desktop.vision.sources import FrameSource

Opener = Callable[[], FrameSource]

PREDECESSOR_S: Final = 3.0
"""How long to wait for the source before to be let go; a camera cannot be opened twice."""


class Capture(threading.Thread):
    """Opens a source, hands on its frames until stopped, and closes it.

    Nobody has to wait for it: if the source hangs, this thread hangs alone, and closes the
    source when that returns.

    Args:
        open_it: Opens the source; may take long.
        after: A capture to wait for, because it may hold the same camera.
        running: Set while not paused.
        deliver: Takes each frame.
        fail: Takes the error that ended the capture.
    """

    def __init__(
        self,
        open_it: Opener,
        *,
        after: "Capture | None",
        running: threading.Event,
        deliver: Callable[["Capture", Frame], None],
        fail: Callable[["Capture", SourceError], None],
    ) -> None:
        super().__init__(name="capture", daemon=True)
        self.source: FrameSource | None = None
        self._open = open_it
        self._after = after
        self._running = running
        self._deliver = deliver
        self._fail = fail
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Ask to stop; returns at once."""
        self._stopped.set()
        source = self.source
        if source is not None:
            # It may be waiting, until a frame is due, say; and letting go of a device takes time.
            threading.Thread(target=source.close, name="source closer", daemon=True).start()

    def run(self) -> None:
        """Read until stopped or the source fails."""
        self._await_predecessor()
        try:
            if not self._stopped.is_set():
                self.source = self._open()
                self._pump(self.source)
        except SourceError as error:
            self._fail(self, error)
        finally:
            if self.source is not None:
                self.source.close()

    def _await_predecessor(self) -> None:
        if self._after is not None:
            self._after.join(PREDECESSOR_S)
            self._after = None

    def _pump(self, source: FrameSource) -> None:
        while not self._stopped.is_set():
            # A live source is read on while paused, or old frames would wait in its buffer.
            if not self._running.is_set() and not source.is_live:
                self._await_resume()
                continue
            frame = source.read()
            if self._running.is_set() and not self._stopped.is_set():
                self._deliver(self, frame)

    def _await_resume(self) -> None:
        while not self._running.wait(0.05) and not self._stopped.is_set():
            pass
