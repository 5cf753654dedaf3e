"""The pictures of a video file, forwards, backwards and from any place, exactly."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

import av

from emotion_desktop.errors import Message, PermissionDeniedError, UnreadableFileError
from emotion_desktop.vision.sources.decoder import Decoded, Decoder
from emotion_desktop.vision.sources.wholeness import is_whole

_NEAR_S: Final = 1.0
"""A picture so little ahead is decoded to; a jump to the key frame before it saves nothing."""

_EARLIER_S: Final = (0.0, 2.0, 10.0)
"""How much before a picture its key frame is looked for, until one is found."""

_SAME_S: Final = 5e-4
"""Times that differ by less are those of one picture: tables round to 0.1 ms, files to 1 ms."""

_MISSING_S: Final = 0.5
"""A file that ends this much before the length in its header may have been cut off."""

_QUICKLY_READ_BYTES: Final = 256 << 20
"""A file so small is read through without decoding in about a second."""

_KEPT_BYTES: Final = 128 << 20
"""Of decoded pictures, so that many steps back cost one jump."""


class VideoReader:
    """Decodes a file; after a jump from the key frame before.

    Args:
        path: Any container and codec that FFmpeg knows.

    Attributes:
        fps: Frames per second if known.
        frame_count: Number of frames if known.
        size: Width and height of the pictures in pixels.
        duration_s: Length in seconds; None if it cannot be known.

    Raises:
        UnreadableFileError: If there is not one picture in the file.
        PermissionDeniedError: If the file may not be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._decoder = self._open()
        self._pictures = self._decoder.pictures()
        self._kept: deque[Decoded] = deque()
        self._next = 0  # place in `_kept` of the picture that `next` returns
        self._count = 0
        self.fps = self._decoder.fps
        self.frame_count = self._decoder.frame_count
        self._is_joined = False
        self.duration_s = self._length_s()
        # Decoded here already: a file without a single good picture is refused when opened.
        first = self._decode()
        if first is None:
            self._decoder.close()
            raise UnreadableFileError(self.refusal)
        height, width = first.image().shape[:2]
        self.size = (width, height)
        self._first_s = first.time_s
        self._room = max(4, _KEPT_BYTES // max(1, first.bytes))
        self._keep(first)
        self._next = 0

    @property
    def refusal(self) -> Message:
        """What to say of a file that holds nothing."""
        return Message(
            "{path} is damaged, or not a video or picture that can be read", {"path": self._path}
        )

    def next(self) -> Decoded | None:
        """Return the picture after the one returned last, None at the end.

        Raises:
            UnreadableFileError: If the file is damaged here.
        """
        if self._next < len(self._kept):
            self._next += 1
            return self._kept[self._next - 1]
        picture = self._decode()
        if picture is not None:
            # Who plays on does not step back soon, and memory that is used again is faster.
            self._kept.clear()
            self._keep(picture)
        return picture

    def at(self, time_s: float) -> Decoded:
        """Return the picture that is shown at a time, the first or last one beyond the ends.

        What is damaged counts as an end.

        Raises:
            UnreadableFileError: If there is no picture left in the file.
        """
        picture = self.find(time_s, lambda: False)
        assert picture is not None
        return picture

    def find(self, time_s: float, stopped: Callable[[], bool]) -> Decoded | None:
        """Return the same as `at`; None if `stopped`, asked before each picture, gave it up."""
        time_s = max(time_s, self._first_s) + _SAME_S
        kept = self._kept
        is_near = kept and kept[0].time_s <= time_s <= kept[-1].time_s + _NEAR_S
        if not is_near:
            self._go_before(time_s)
        while not kept or kept[-1].time_s <= time_s:
            if stopped():
                return None
            picture = self._decode_on()
            if picture is None:
                break
            self._keep(picture)
        if not kept:
            raise UnreadableFileError(self.refusal)
        self._next = max(1, sum(picture.time_s <= time_s for picture in kept))
        return kept[self._next - 1]

    def before(self, time_s: float) -> Decoded | None:
        """Return the last picture that comes earlier than a time; None if there is none."""
        if time_s <= self._first_s + _SAME_S:
            return None
        picture = self.at(time_s - 2 * _SAME_S)
        return picture if picture.time_s < time_s else None

    def rewind(self) -> None:
        """Let `next` return the first picture."""
        # Opened anew instead of sought: some files cannot be sought.
        self._decoder.close()
        self._decoder = self._open()
        self._pictures = self._decoder.pictures()
        self._kept.clear()
        self._next = 0

    def close(self) -> None:
        """Close the file."""
        self._kept.clear()
        self._decoder.close()

    def _open(self) -> Decoder:
        try:
            return Decoder(self._path)
        except PermissionError as error:
            raise PermissionDeniedError(
                "permission denied: {path}; change its permissions", path=self._path
            ) from error
        except LookupError as error:
            raise UnreadableFileError(
                "{path} cannot be shown: there is {reason}", path=self._path, reason=str(error)
            ) from error
        except (av.FFmpegError, OSError) as error:
            raise UnreadableFileError(self.refusal) from error

    def _length_s(self) -> float | None:
        """Return the length, read from the file to its end if it does not say or may be wrong.

        Files of web browsers do not say it. Of joined recordings only one part is told.
        """
        told_s = self._decoder.duration_s
        may_jump = self._decoder.clock_jumps and self._path.stat().st_size <= _QUICKLY_READ_BYTES
        if told_s is not None and not may_jump:
            return told_s
        decoder = self._open()
        try:
            length_s = decoder.length_s()
        except (av.FFmpegError, OSError):
            return told_s
        finally:
            decoder.close()
        self._is_joined = decoder.joined
        return length_s if self._is_joined or told_s is None else told_s

    def is_cut_off(self) -> bool:
        """Return whether the file, read to its end, has ended earlier than it should."""
        whole = is_whole(self._path)
        if self._decoder.estimates_length:
            return whole is False
        return self._decoder.missing_s > _MISSING_S and not whole

    def _decode(self) -> Decoded | None:
        try:
            picture = next(self._pictures, None)
        except (av.FFmpegError, OSError) as error:
            raise UnreadableFileError(
                "{path} is damaged: reading stopped at frame {number}",
                path=self._path,
                number=self._count,
            ) from error
        self._count += picture is not None
        return picture

    def _decode_on(self) -> Decoded | None:
        """Return the next picture, None where the file ends or is damaged."""
        try:
            return self._decode()
        except UnreadableFileError:
            return None

    def _keep(self, picture: Decoded) -> None:
        if len(self._kept) >= self._room:
            self._kept.popleft()
        self._kept.append(picture)
        self._next = len(self._kept)

    def _go_before(self, time_s: float) -> None:
        """Have a picture in `_kept` that is not after this time, and decode on from it."""
        for earlier_s in _EARLIER_S:
            self._kept.clear()
            wanted_s = time_s - earlier_s
            # Joined recordings have the same time twice.
            is_sought = not (self._is_joined or self._decoder.joined)
            if wanted_s <= self._first_s or not is_sought or not self._decoder.seek(wanted_s):
                break
            self._pictures = self._decoder.pictures()
            picture = self._decode_on()
            # A key frame may be found too late, and what is shown before it is lost then.
            if picture is not None and picture.is_timed and picture.time_s <= time_s:
                self._keep(picture)
                return
        self.rewind()
