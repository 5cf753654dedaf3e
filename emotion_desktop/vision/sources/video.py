"""Video files and animated GIFs."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import PermissionDeniedError, SourceEndedError, UnreadableFileError
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of
from emotion_desktop.vision.sources.decoder import Decoder

_EARLY: Final = 2.0
"""Decoding starts so many times its usual duration before the frame is due, ..."""

_MOST_EARLY: Final = 0.6
"""... but not before this share of the time between two frames is left."""

_MISSING_S: Final = 0.5
"""A file that ends this much before the length in its header has been cut off."""


class VideoSource(ClosableSource):
    """Every frame of a video file, in order, with its presentation time.

    Args:
        path: Any container and codec that FFmpeg knows.
        loop: Start over at the end; times and frame numbers go on rising.
        realtime: Deliver frames when they are due instead of at once.
        name: What to call it; the file name if None.
        is_live: Whether the reader may drop frames to keep up.

    Raises:
        UnreadableFileError: If there is not one frame in the file.
        PermissionDeniedError: If the file may not be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        loop: bool = False,
        realtime: bool = False,
        name: str | None = None,
        is_live: bool = False,
    ) -> None:
        super().__init__()
        self.name = name or path.name
        self.is_live = is_live
        self._path = path
        self._loop = loop
        self._pacer = Pacer(self._closed.wait) if realtime else None
        self._offset_s = 0.0
        self._last_s = 0.0
        self._index = 0
        self._gap_s = 0.0
        self._decoding_s = 0.0
        self._decoder, self._frames = self._open()
        # Decoded here already: a file without a single good frame is refused when opened.
        self._first: tuple[Image, float] | None = self._decode()
        if self._first is None:
            self._decoder.close()
            raise UnreadableFileError(self._refusal())
        image, _ = self._first
        self.size = (image.shape[1], image.shape[0])
        self.fps = self._decoder.fps
        self.frame_count = None if loop else self._decoder.frame_count

    def _open(self) -> tuple[Decoder, Iterator[tuple[Image, float]]]:
        try:
            decoder = Decoder(str(self._path))
        except PermissionError as error:
            msg = f"the system does not let us read {self._path}; change its permissions"
            raise PermissionDeniedError(msg) from error
        except (av.FFmpegError, OSError, LookupError) as error:
            raise UnreadableFileError(self._refusal()) from error
        return decoder, decoder.frames()

    def _refusal(self) -> str:
        return f"{self._path} is damaged, or not a video or picture that can be read"

    def _decode(self) -> tuple[Image, float] | None:
        """Return the next picture and its time, or None at the end of the file."""
        try:
            return next(self._frames, None)
        except (av.FFmpegError, OSError) as error:
            msg = f"{self._path} is damaged: reading stopped at frame {self._index}"
            raise UnreadableFileError(msg) from error

    def _read(self) -> Frame:
        item, self._first = self._first or self._decode_in_time(), None
        if item is None:
            item = self._start_over()
        image, time_s = item
        self._gap_s = self._offset_s + time_s - self._last_s
        self._last_s = self._offset_s + time_s
        if self._pacer is not None:
            self._pacer.until(self._last_s)
        frame = frame_of(image, self._index, self._last_s, self.name)
        self._index += 1
        return frame

    def _decode_in_time(self) -> tuple[Image, float] | None:
        """Decode, shortly before the picture is due if it is due at all.

        Just after the last one the cores are busy with that: decoding then would delay it.
        """
        if self._pacer is not None:
            gap_s = min(self._gap_s, 1 / self._rate)
            early_s = min(_EARLY * self._decoding_s, _MOST_EARLY * gap_s)
            self._pacer.until(self._last_s + gap_s - early_s)
        began = time.perf_counter()
        item = self._decode()
        self._decoding_s = 0.8 * self._decoding_s + 0.2 * (time.perf_counter() - began)
        return item

    def _start_over(self) -> tuple[Image, float]:
        """Return the first picture again, or say why there is none."""
        end_s = self._last_s - self._offset_s
        length_s = self._decoder.duration_s
        if length_s is not None and end_s + 1 / self._rate < length_s - _MISSING_S:
            msg = f"{self._path} is cut off: it ends after {end_s:.1f} s of {length_s:.1f} s"
            raise UnreadableFileError(msg)
        if not self._loop:
            msg = f"{self.name} has been played to its end"
            raise SourceEndedError(msg)
        # Opened anew instead of sought: some formats, GIF among them, cannot be sought.
        self._decoder.close()
        self._decoder, self._frames = self._open()
        self._offset_s = self._last_s + 1 / self._rate
        item = self._decode()
        if item is None:
            raise UnreadableFileError(self._refusal())
        return item

    @property
    def _rate(self) -> float:
        return self.fps or 25.0

    def _release(self) -> None:
        self._decoder.close()
