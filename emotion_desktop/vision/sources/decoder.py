"""Frames of a video file or stream, with their true times.

PyAV instead of `cv2.VideoCapture`: it gives each frame's presentation time (OpenCV guesses it
from a constant rate, wrong for GIFs and phone videos), says why something cannot be read, and
keeps FFmpeg's messages off the terminal. It is there anyway for recording.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeGuard, cast

import av
import av.logging
import numpy as np
from av.container import InputContainer
from av.format import Flags
from av.sidedata.sidedata import SideDataContainer
from av.sidedata.sidedata import Type as SideData
from av.stream import Disposition, Stream

from emotion_desktop.domain import Image
from emotion_desktop.errors import encodable

av.logging.set_level(av.logging.PANIC)

_MICROSECONDS: Final = 1_000_000
_FALLBACK_FPS: Final = 25.0

_JUMP_BACK_S: Final = 0.1
"""Time that goes back by more starts anew: two recordings have been joined."""

_JUMP_ON_S: Final = 10.0
"""Time that goes on by more does so, too, in formats whose clocks are known to jump."""

_LEAST_STEP_S: Final = 1e-3

_LEAST_ASPECT: Final = 0.01
"""Pixels so little off the square stay as they are: half a pixel is not worth blurring all."""

_MOST_ASPECT: Final = 8.0
"""Pixels longer than this are a mistake in a header."""


MOST_PIXELS: Final = 50_000_000
"""Of a picture that moves: those of 8K have 33 million."""

MOST_BYTES: Final = 8 * MOST_PIXELS
"""That FFmpeg may take at once: what comes as one picture may never end."""


def _limit_memory() -> None:
    """Hold FFmpeg to `MOST_BYTES`; where its functions lie behind PyAV's, not on Windows."""
    library = ctypes.CDLL(av.logging.__file__)
    if hasattr(library, "av_max_alloc"):
        library.av_max_alloc(ctypes.c_size_t(MOST_BYTES))


_limit_memory()


_side_data = cast("Callable[[av.VideoFrame], SideDataContainer]", SideDataContainer)
"""What comes with a frame; `frame.side_data` would keep it alive until garbage is collected."""


class FrameSizeError(LookupError):
    """The pictures of a video are too large."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(
            f"pictures of {width} x {height}; up to {MOST_PIXELS // 1_000_000} megapixels are read"
        )


class Decoded:
    """A picture as the decoder left it.

    Attributes:
        time_s: When it is shown, in seconds from the start.
        is_timed: Whether the file says so; else its time was counted from the frame before.
        name: None: it does not stand alone.
        bytes: How much memory it takes, once its pixels have been asked for.
    """

    __slots__ = ("_frame", "_image", "_size", "bytes", "is_timed", "name", "time_s")

    def __init__(
        self, frame: av.VideoFrame, time_s: float, *, is_timed: bool, aspect: float = 1.0
    ) -> None:
        self.time_s = time_s
        self.is_timed = is_timed
        self.name: str | None = None
        self._size = _square(frame.width, frame.height, aspect)
        pixels = self._size[0] * self._size[1]
        self.bytes = sum(plane.buffer_size for plane in frame.planes) + 3 * pixels
        self._frame = frame
        self._image: Image | None = None

    def image(self) -> Image:
        """Return its upright (H, W, 3) uint8 BGR pixels, which are square."""
        if self._image is None:
            width, height = self._size
            pixels = self._frame.to_ndarray(format="bgr24", width=width, height=height)
            self._image = _upright(np.asarray(pixels, np.uint8), self._frame)
        return self._image


class Decoder:
    """An open container and the video stream in it that players show.

    Args:
        location: A path; or an address, as text.
        timeout_s: Longest wait for a network stream to open or to send, in seconds.
        options: For FFmpeg's demuxer and protocol.

    Attributes:
        fps: Frames per second if known.
        duration_s: Length of the video in seconds; None if unknown or endless. Sound may be
            longer.
        frame_count: Number of frames, estimated from the length if the file does not say.
        clock_jumps: Whether the format allows for clocks that start anew, as recordings do that
            have been joined.
        joined: Whether that has been met.
        estimates_length: Whether the length is that of what is left of a file that was cut off.

    Raises:
        av.FFmpegError: If it cannot be opened.
        LookupError: If there is no video in it, or too large a one.
    """

    def __init__(
        self,
        location: str | Path,
        *,
        timeout_s: float | None = None,
        options: dict[str, str] | None = None,
    ) -> None:
        self._file = location.open("rb") if _needs_opening(location) else None
        try:
            self._container = av.open(
                self._file or (f"file:{location}" if isinstance(location, Path) else location),
                "r",
                timeout=timeout_s,
                options=options or {},
            )
        except (av.FFmpegError, OSError, ValueError):
            self._close_file()
            raise
        container = self._container
        shown = _shown(container)
        # FFmpeg plays any text as a video of a terminal.
        if shown is None or container.format.name == "tty":
            kind = "only sound" if container.streams.audio else "no pictures"
            self.close()
            msg = f"no video in it, {kind}"
            raise LookupError(msg)
        self._stream = shown
        codec = shown.codec_context
        if codec.width * codec.height > MOST_PIXELS:
            self.close()
            raise FrameSizeError(codec.width, codec.height)
        codec.options = {"max_pixels": str(MOST_PIXELS)}  # of what comes later, too
        self.clock_jumps = Flags.ts_discont in Flags(container.format.flags)
        self.joined = False
        self.estimates_length = container.format.name == "avi"
        self.duration_s = self._duration()
        self.fps = self._fps()
        self.frame_count = self._frame_count()
        start = container.start_time
        self._start_s = None if start is None else start / _MICROSECONDS
        self._read_to_s = 0.0
        self._restart: av.Packet[Stream] | None = None

    def _duration(self) -> float | None:
        stream, whole = self._stream, self._container.duration
        if stream.duration and stream.time_base:
            return float(stream.duration * stream.time_base)
        told_s = _seconds(stream.metadata.get("DURATION", ""))
        return told_s or (whole / _MICROSECONDS if whole and whole > 0 else None)

    def _fps(self) -> float | None:
        stream = self._stream
        if stream.frames > 1 and stream.duration and stream.time_base:
            return stream.frames / float(stream.duration * stream.time_base)
        # Where there are no times the average is FFmpeg's own 25; the codec may say better.
        is_timed = stream.start_time is not None
        rates = (stream.average_rate, stream.guessed_rate)
        rate = (rates[0] or rates[1]) if is_timed else (rates[1] or rates[0])
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
        base = self._stream.time_base or 0
        longest_s = _JUMP_ON_S if self.clock_jumps else math.inf
        time_s = -step_s
        shift_s = last_s = None
        for frame in self._decoded():
            # Of the frames that come at the very end `frame.time` does not know the unit.
            known_s = float(frame.pts * base) if frame.pts is not None and base else None
            if known_s is not None and shift_s is None:
                self._start_s = known_s if self._start_s is None else self._start_s
                shift_s = -self._start_s
            if known_s is None or shift_s is None:
                time_s += step_s
            elif last_s is None or -_JUMP_BACK_S < known_s - last_s < longest_s:
                time_s = max(0.0, known_s + shift_s, time_s + _LEAST_STEP_S)
            else:
                self.joined = True
                time_s += step_s
                shift_s = time_s - known_s
            is_timed = known_s is not None and not self.joined
            last_s = known_s if known_s is not None else last_s
            yield Decoded(frame, time_s, is_timed=is_timed, aspect=self._aspect())

    def _decoded(self) -> Iterator[av.VideoFrame]:
        """Yield what can be decoded; packets that are empty or damaged are skipped."""
        codec = self._stream.codec_context
        for packet in self._packets():
            if packet.stream_index != self._stream.index:
                continue
            if packet is self._restart:
                yield from self._held_back()
                codec.flush_buffers()
            try:
                yield from codec.decode(packet)
            except (av.InvalidDataError, av.ArgumentError):
                continue
        yield from self._held_back()

    def _held_back(self) -> Iterator[av.VideoFrame]:
        """Yield the pictures that the decoder has kept for the sake of their order."""
        try:
            yield from self._stream.codec_context.decode(None)
        except (av.InvalidDataError, av.ArgumentError, av.EOFError):
            return

    def _packets(self) -> "Iterator[av.Packet[Stream]]":
        """Yield all packets of all streams that have content, and note how far they go.

        The packet of the video with which the clock starts anew is `_restart` meanwhile.
        """
        longest_s = _JUMP_ON_S if self.clock_jumps else math.inf
        last_s: float | None = None
        for packet in self._container.demux():
            if not packet.size:
                continue
            base = float(packet.time_base or 0)
            if packet.pts is not None:
                end_s = (packet.pts + (packet.duration or 0)) * base - (self._start_s or 0)
                self._read_to_s = max(self._read_to_s, end_s)
            if packet.stream_index == self._stream.index and packet.dts is not None:
                at_s = packet.dts * base
                if last_s is not None and not -_JUMP_BACK_S < at_s - last_s < longest_s:
                    self._restart = packet
                    self.joined = True
                last_s = at_s
            yield packet

    def _aspect(self) -> float:
        """Return the width of a pixel by its height, as players take it: the container's word."""
        stream, codec = self._stream, self._stream.codec_context
        ratios = (stream.sample_aspect_ratio, codec.sample_aspect_ratio)
        ratio = (ratios[1] or ratios[0]) if self.clock_jumps else (ratios[0] or ratios[1])
        return float(ratio or 1)

    @property
    def missing_s(self) -> float:
        """How much earlier than promised the packets have ended, of pictures or of sound."""
        whole = self._container.duration
        return whole / _MICROSECONDS - self._read_to_s if whole and whole > 0 else 0.0

    def seek(self, time_s: float) -> bool:
        """Let new `pictures` start at a key frame, usually the last one before this time.

        Returns:
            False if this file cannot be sought in; then it must be opened anew.
        """
        base = self._stream.time_base
        if not base or self._start_s is None:
            return False
        try:
            self._container.seek(int((time_s + self._start_s) / base), stream=self._stream)
        except (av.FFmpegError, OSError):
            return False
        return True

    def length_s(self) -> float | None:
        """Return the length of the video by reading it all, without decoding, to its end.

        Where clocks jump, `joined` is known afterwards, and the length is that of all parts.
        """
        start_s: float | None = None
        end_s = whole_s = 0.0
        for packet in self._packets():
            if packet.stream_index != self._stream.index or packet.pts is None:
                continue
            at_s = float(packet.pts * (packet.time_base or 0))
            if start_s is None:
                start_s = end_s = at_s
            elif packet is self._restart:
                whole_s += end_s - start_s
                start_s = end_s = at_s
            end_s = max(end_s, at_s + float((packet.duration or 0) * (packet.time_base or 0)))
        return None if start_s is None else whole_s + end_s - start_s

    def close(self) -> None:
        """Close the file or connection."""
        self._container.close()
        self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()


def _needs_opening(location: str | Path) -> TypeGuard[Path]:
    """Return whether this is a path that FFmpeg cannot be told, for it takes valid UTF-8 only."""
    return isinstance(location, Path) and encodable(str(location)) != str(location)


def _shown(container: InputContainer) -> av.VideoStream | None:
    """Return the stream that players show: the default one, and no cover of a song."""
    best = container.streams.best("video")
    streams = [stream for stream in container.streams.video if not _is_cover(stream)]
    if not streams:
        return None
    return best if isinstance(best, av.VideoStream) and not _is_cover(best) else streams[0]


def _is_cover(stream: av.VideoStream) -> bool:
    return bool(stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails))


def _seconds(text: str) -> float | None:
    """Return the seconds of `00:01:02.500000000`, as Matroska tells a stream's length."""
    try:
        hours, minutes, seconds = map(float, text.strip("\0 ").split(":"))
    except ValueError:
        return None
    return 3600 * hours + 60 * minutes + seconds


def _square(width: int, height: int, aspect: float) -> tuple[int, int]:
    """Return the size of a picture once its pixels are square; it only grows."""
    if abs(aspect - 1) < _LEAST_ASPECT or not 1 / _MOST_ASPECT < aspect < _MOST_ASPECT:
        return width, height
    if aspect > 1:
        return round(width * aspect), height
    return width, round(height / aspect)


def _upright(image: Image, frame: av.VideoFrame) -> Image:
    """Return the picture as its display matrix turns and mirrors it, by right angles."""
    side_data = _side_data(frame)
    try:
        matrix = side_data[SideData.DISPLAYMATRIX]
    except KeyError:
        return image
    # A point (x, y) is shown at (a x + c y, b x + d y), right and down: ISO 14496-12, 8.3.2.
    a, b, _, c, d = np.frombuffer(bytes(matrix), np.int32)[:5].tolist()
    if abs(a) < abs(b):
        image, a, d = image.transpose(1, 0, 2), c, b
    return np.ascontiguousarray(image[:: -1 if d < 0 else 1, :: -1 if a < 0 else 1])
