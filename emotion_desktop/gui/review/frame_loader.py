"""The pictures of a recording, decoded on a thread of their own."""

import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from emotion_desktop.domain import Image
from emotion_desktop.error_boundary import REVIEW, error_boundary
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.live.mailbox import Mailbox

if TYPE_CHECKING:
    from emotion_desktop.vision.sources.video_reader import VideoReader


class Pictures(QObject):
    """Finds the picture requested last; requests in between are skipped.

    Signals:
        found: (int, object) The row of a frame and its picture, (H, W, 3) uint8 BGR.
        failed: (EmotionDesktopError) There are no pictures; the thread has ended.
    """

    found = Signal(int, object)
    failed = Signal(object)

    _found_one = Signal()
    _error = Signal(object)

    def __init__(self, video: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = video
        self._requests: Mailbox[tuple[int, float]] = Mailbox()
        self._results: Mailbox[tuple[int, Image]] = Mailbox()
        queued = Qt.ConnectionType.QueuedConnection
        self._found_one.connect(self._deliver, queued)
        self._error.connect(self.failed, queued)
        self._thread = threading.Thread(target=self._run, name="review-video", daemon=True)

    def request(self, row: int, time_s: float) -> None:
        """Ask for the picture of a frame."""
        self._requests.put((row, time_s))
        if self._thread.ident is None:  # not before someone can hear that it failed
            self._thread.start()

    def close(self, timeout_s: float = 1.0) -> bool:
        """End the thread; return whether it has ended in time."""
        self._requests.close()
        self._results.close()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        from emotion_desktop.vision.sources.video_reader import VideoReader

        try:
            with error_boundary(REVIEW), closing(VideoReader(self._path)) as video:
                self._serve(video)
        except EmotionDesktopError as error:
            self._error.emit(error)

    def _serve(self, video: "VideoReader") -> None:
        while not self._requests.closed:
            request = self._requests.take(timeout=1.0)
            if request is None:
                continue
            row, time_s = request
            picture = video.find(time_s, self._is_closed)
            if picture is not None and self._results.put((row, picture.image())):
                self._found_one.emit()

    def _is_closed(self) -> bool:
        return self._requests.closed

    def _deliver(self) -> None:
        result = self._results.take()
        if result is not None:
            self.found.emit(*result)
