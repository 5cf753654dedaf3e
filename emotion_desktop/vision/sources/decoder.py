"""Frames of a video file or stream, with their true times.

PyAV instead of `cv2.VideoCapture`: it gives each frame's presentation time (OpenCV guesses it
from a constant rate, wrong for GIFs and phone videos), says why something cannot be read, and
keeps FFmpeg's messages off the terminal. It is there anyway for recording.
"""

from collections.abc import Iterator
from typing import Final

import av
import av.logging
import numpy as np

from emotion_desktop.domain import Image

av.logging.set_level(av.logging.PANIC)

_MICROSECONDS: Final = 1_000_000
_FALLBACK_FPS: Final = 25.0


class Decoder:
    """An open container and its first video stream.

    Args:
        location: A path or an address.
        timeout_s: Longest wait for a network stream to open or to send, in seconds.
        options: For FFmpeg's demuxer and protocol.

    Attributes:
        fps: Frames per second if known.
        duration_s: Length in seconds; None if unknown or endless.
        frame_count: Number of frames, estimated from the length if the file does not say.

    Raises:
        av.FFmpegError: If it cannot be opened.
        LookupError: If there is no video in it.
    """

    def __init__(
        self,
        location: str,
        *,
        timeout_s: float | None = None,
        options: dict[str, str] | None = None,
    ) -> None:
        self._container = av.open(location, timeout=timeout_s, options=options or {})
        # FFmpeg plays any text as a video of a terminal.
        if not self._container.streams.video or self._container.format.name == "tty":
            self._container.close()
            msg = f"no video in {location}"
            raise LookupError(msg)
        self._stream = self._container.streams.video[0]
        duration = self._container.duration
        self.duration_s = duration / _MICROSECONDS if duration and duration > 0 else None
        self.fps = self._fps()
        self.frame_count = self._frame_count()

    def _fps(self) -> float | None:
        stream = self._stream
        if stream.frames > 1 and stream.duration and stream.time_base:
            return stream.frames / float(stream.duration * stream.time_base)
        rate = stream.average_rate or stream.guessed_rate
        return float(rate) if rate else None

    def _frame_count(self) -> int | None:
        if self._stream.frames:
            return self._stream.frames
        if self.duration_s and self.fps:
            return max(1, round(self.duration_s * self.fps))
        return None

    def frames(self) -> Iterator[tuple[Image, float]]:
        """Yield (H, W, 3) uint8 BGR upright pictures and their times in seconds from the start.

        Damaged packets are skipped, as every player does.

        Raises:
            av.FFmpegError: If reading fails, e.g. because a server went away.
        """
        start_s = (self._container.start_time or 0) / _MICROSECONDS
        step_s = 1 / (self.fps or _FALLBACK_FPS)
        time_s = -step_s
        for packet in self._container.demux(self._stream):
            try:
                decoded = packet.decode()
            except av.InvalidDataError:
                continue
            for frame in decoded:
                known = frame.time
                time_s = time_s + step_s if known is None else max(0.0, known - start_s)
                image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                yield _upright(image, frame.rotation), time_s

    def close(self) -> None:
        """Close the file or connection."""
        self._container.close()


def _upright(image: Image, rotation: int) -> Image:
    """Return the picture turned counterclockwise by a multiple of 90 degrees."""
    turns = round(rotation / 90) % 4
    return image if turns == 0 else np.ascontiguousarray(np.rot90(image, turns))
