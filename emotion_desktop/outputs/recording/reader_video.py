"""The pictures of a recorded video, by time, in any order."""

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import av
import av.logging
import numpy as np

from emotion_desktop.domain import Image
from emotion_desktop.errors import PermissionDeniedError, UnreadableFileError

av.logging.set_level(av.logging.PANIC)

_EPSILON_S: Final = 5e-4
"""Tables round times to 0.1 ms, the video to 1/90 ms."""

_AHEAD_S: Final = 1.5
"""Going on from the last picture is quicker than a jump, up to here."""

_KEPT_BYTES: Final = 96 * 2**20
"""Decoded pictures kept for steps back: 70 of 1280x720."""


class RecordedVideo:
    """Gives the picture that stands at a time; to be used by one thread.

    Args:
        path: The video.

    Raises:
        UnreadableFileError: If it is damaged, or no video.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._container = av.open(str(path))
        except PermissionError as error:
            msg = f"the system does not let us read {path}; change its permissions"
            raise PermissionDeniedError(msg) from error
        except (av.FFmpegError, OSError) as error:
            raise UnreadableFileError(self._refusal()) from error
        if not self._container.streams.video:
            self._container.close()
            raise UnreadableFileError(self._refusal())
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._frames: Iterator[av.VideoFrame] = iter(())
        # In order of time without a hole; the last is the next one that has not been shown yet.
        self._kept: deque[tuple[float, av.VideoFrame]] = deque()
        self._kept_most = 2
        self._at_end = False

    def picture_at(
        self, time_s: float, stopped: Callable[[], bool] = lambda: False
    ) -> Image | None:
        """Return the picture that is shown at a time, the first or last one beyond the ends.

        Args:
            time_s: Seconds from the start.
            stopped: Asked after each decoded picture; if it says so the search is given up.

        Returns:
            (H, W, 3) uint8 BGR, or None if the search was given up.

        Raises:
            UnreadableFileError: If there is no picture to be found.
        """
        until = time_s + _EPSILON_S
        if not self._kept or not self._kept[0][0] <= until <= self._kept[-1][0] + _AHEAD_S:
            self._seek(until)
        while not self._at_end and self._kept[-1][0] <= until:
            if stopped():
                return None
            self._decode()
        if not self._kept:
            raise UnreadableFileError(self._refusal())
        shown = self._kept[0][1]
        for start_s, frame in self._kept:
            if start_s > until:
                break
            shown = frame
        return np.asarray(shown.to_ndarray(format="bgr24"), np.uint8)

    def close(self) -> None:
        """Close the file."""
        self._kept.clear()
        self._container.close()

    def _seek(self, until: float) -> None:
        """Go to the last key picture before a time, and decode it."""
        # Some files land behind it: then further back, at last to the start.
        for earlier in (0.0, 5.0, until):
            self._jump(max(0.0, until - earlier))
            if self._kept and self._kept[0][0] <= until:
                return

    def _jump(self, time_s: float) -> None:
        self._kept.clear()
        self._at_end = False
        base = self._stream.time_base
        assert base is not None
        try:
            self._container.seek(int(time_s / base), stream=self._stream, backward=True)
        except (av.FFmpegError, OSError):
            # What cannot be sought can be read from the start.
            self._container.close()
            self._container = av.open(str(self._path))
            self._stream = self._container.streams.video[0]
        self._frames = self._decoded()
        self._decode()

    def _decode(self) -> None:
        frame = next(self._frames, None)
        if frame is None:
            self._at_end = True
            return
        last = self._kept[-1][0] if self._kept else -1.0
        time_s = last + 1 / 30 if frame.time is None else frame.time
        self._kept_most = max(3, _KEPT_BYTES // max(1, frame.width * frame.height * 3 // 2))
        self._kept.append((time_s, frame))
        while len(self._kept) > self._kept_most:
            self._kept.popleft()

    def _decoded(self) -> Iterator[av.VideoFrame]:
        packets = self._container.demux(self._stream)
        while True:
            # A damaged packet is skipped, as every player does; a file cut off ends there.
            try:
                packet = next(packets, None)
            except (av.FFmpegError, OSError):
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except av.InvalidDataError:
                continue

    def _refusal(self) -> str:
        return f"{self._path} is damaged, or not a video that can be read"
