"""Animated WebP files, which FFmpeg does not read."""

import struct
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image as Pillow

from emotion_desktop.domain import Image
from emotion_desktop.errors import PermissionDeniedError, UnreadableFileError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.decoder import MOST_PIXELS, FrameSizeError
from emotion_desktop.vision.sources.playback import Playback
from emotion_desktop.vision.sources.seekable import SeekableSource

_LEAST_MS: Final = 11
_USUAL_MS: Final = 100
"""Browsers show a picture that is to stay for less than the first for as long as the second."""


class Shown:
    """A picture of an animation.

    Attributes:
        time_s: When it is shown, in seconds from the start.
        name: None: it does not stand alone.
    """

    def __init__(self, image: Image, time_s: float) -> None:
        self.time_s = time_s
        self.name: str | None = None
        self._image = image

    def image(self) -> Image:
        """Return its (H, W, 3) uint8 BGR pixels."""
        return self._image


class AnimationReel:
    """The pictures of an animated WebP; the decoder finds its way to any of them.

    Args:
        path: The file.

    Attributes:
        duration_s: Length in seconds, with the time the last picture stays.
        times: When each picture is shown.
        size: Width and height in pixels.

    Raises:
        UnreadableFileError: If it is damaged.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = 0
        try:
            stays = list(_stays_ms(path.read_bytes()))
            self._file = Pillow.open(path)
        except PermissionError as error:
            raise PermissionDeniedError(
                "permission denied: {path}; change its permissions", path=path
            ) from error
        except (OSError, ValueError, struct.error) as error:
            raise self._damaged(0) from error
        width, height = self._file.size
        if width * height > MOST_PIXELS:
            self._file.close()
            raise UnreadableFileError(
                "{path} cannot be shown: there is {reason}",
                path=path,
                reason=FrameSizeError(width, height),
            )
        if not stays:
            self._file.close()
            raise self._damaged(0)
        *times, end = accumulate(stays, initial=0)
        self.times = [time / 1000 for time in times]
        self.duration_s: float | None = end / 1000
        self.size = self._file.size

    def next(self) -> Shown | None:
        """Return the picture after the one returned last, None at the end.

        Raises:
            UnreadableFileError: If the file is damaged here.
        """
        return self._picture(self._next) if self._next < len(self.times) else None

    def at(self, time_s: float) -> Shown:
        """Return the picture that is shown at a time, the first or last one beyond the ends."""
        place = int(np.searchsorted(self.times, time_s + 1e-6, side="right")) - 1
        return self._picture(max(0, place))

    def before(self, time_s: float) -> Shown | None:
        """Return the last picture that comes earlier than a time; None if there is none."""
        place = int(np.searchsorted(self.times, time_s - 1e-6)) - 1
        return self._picture(place) if place >= 0 else None

    def rewind(self) -> None:
        """Let `next` return the first picture."""
        self._next = 0

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _picture(self, place: int) -> Shown:
        self._next = place + 1
        try:
            self._file.seek(place)
            pixels = np.asarray(self._file.convert("RGB"))
        except (OSError, EOFError, ValueError, SyntaxError) as error:
            raise self._damaged(place) from error
        return Shown(
            np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8), self.times[place]
        )

    def _damaged(self, place: int) -> UnreadableFileError:
        return UnreadableFileError(
            "{path} is damaged: reading stopped at frame {number}", path=self._path, number=place
        )


def _stays_ms(data: bytes) -> Iterator[int]:
    """Yield how long each picture stays; the chunks are those of RFC 9649, 2.7.1.1."""
    place = 12
    while place + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, place)
        if name == b"ANMF" and place + 24 <= len(data):
            stay = int.from_bytes(data[place + 20 : place + 23], "little")
            yield stay if stay >= _LEAST_MS else _USUAL_MS
        place += 8 + length + length % 2


class AnimationSource(SeekableSource):
    """Every picture of an animated WebP, in order, with its time.

    Args:
        path: The file.
        loop: Start over at the end; times and frame numbers go on rising.
        realtime: Deliver frames when they are due instead of at once.
        playback: How to play it, changeable at any time; if None, by `loop`.

    Raises:
        UnreadableFileError: If it is damaged.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        loop: bool = False,
        realtime: bool = False,
        playback: Playback | None = None,
    ) -> None:
        sequence = AnimationReel(path)
        playback = playback or Playback(loop=loop)
        super().__init__(sequence, path.name, playback, realtime=realtime)
        self.is_live = False
        self.size = sequence.size
        self.fps = len(sequence.times) / sequence.duration_s if sequence.duration_s else None
        self.frame_count = None if playback.loop else len(sequence.times)
