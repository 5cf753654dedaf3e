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


class Decoded:
    """A picture as the decoder left it.

    Attributes:
        time_s: When it is shown, in seconds from the start.
        is_timed: Whether the file says so; else its time was counted from the frame before.
        name: None: it does not stand alone.
        bytes: How much memory it takes, once its pixels have been asked for.
    """

    __slots__ = ("_frame", "_image", "bytes", "is_timed", "name", "time_s")

    def __init__(self, frame: av.VideoFrame, time_s: float, *, is_timed: bool) -> None:
        self.time_s = time_s
        self.is_timed = is_timed
        self.name: str | None = None
        pixels = frame.width * frame.height
        self.bytes = sum(plane.buffer_size for plane in frame.planes) + 3 * pixels
        self._frame = frame
        self._image: Image | None = None

    def image(self) -> Image:
        """Return its upright (H, W, 3) uint8 BGR pixels."""
        if self._image is None:
            pixels = np.asarray(self._frame.to_ndarray(format="bgr24"), np.uint8)
            self._image = _upright(pixels, self._frame.rotation)
        return self._image


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
        self._start_s = (self._container.start_time or 0) / _MICROSECONDS

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
        for picture in self.pictures():
            yield picture.image(), picture.time_s

    def pictures(self) -> "Iterator[Decoded]":
        """Yield the same as `frames`, their pixels only when asked for.

        Raises:
            av.FFmpegError: If reading fails.
        """
        step_s = 1 / (self.fps or _FALLBACK_FPS)
        time_s = -step_s
        for packet in self._container.demux(self._stream):
            try:
                decoded = packet.decode()
            except av.InvalidDataError:
                continue
            for frame in decoded:
                known = frame.time
                time_s = time_s + step_s if known is None else max(0.0, known - self._start_s)
                yield Decoded(frame, time_s, is_timed=known is not None)

    def seek(self, time_s: float) -> bool:
        """Let new `pictures` start at a key frame, usually the last one before this time.

        Returns:
            False if this file cannot be sought in; then it must be opened anew.
        """
        base = self._stream.time_base
        if not base:
            return False
        try:
            self._container.seek(int((time_s + self._start_s) / base), stream=self._stream)
        except (av.FFmpegError, OSError):
            return False
        return True

    def length_s(self) -> float | None:
        """Return the length of the file by reading it all, without decoding, to its end."""
        base = self._stream.time_base
        ends = [
            (packet.pts + (packet.duration or 0)) * float(base or 0)
            for packet in self._container.demux(self._stream)
            if packet.pts is not None
        ]
        return max(ends) - self._start_s if ends else None

    def close(self) -> None:
        """Close the file or connection."""
        self._container.close()


def _upright(image: Image, rotation: int) -> Image:
    """Return the picture turned counterclockwise by a multiple of 90 degrees."""
    turns = round(rotation / 90) % 4
    return image if turns == 0 else np.ascontiguousarray(np.rot90(image, turns))
