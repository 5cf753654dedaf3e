"""Whether the pictures of a camera are any good: not black, not too few."""

from enum import Enum, auto
from typing import Final

import numpy as np

from emotion_desktop.domain import Image
from emotion_desktop.vision.sources.camera.rate import FrameRate

SLOW_FPS: Final = 15.0
SLOW_S: Final = 5.0
DARK_MEAN: Final = 8.0
DARK_SPREAD: Final = 4.0
DARK_S: Final = 3.0

_ROWS: Final = 24
"""So many rows of pixels are looked at, and as many columns or a few more: 20 µs a picture."""


class Verdict(Enum):
    """What is wrong with the pictures."""

    GOOD = auto()
    BLACK = auto()
    SLOW = auto()


class ImageHealthMonitor:
    """Judges the pictures of one camera as they come; start a new one for another camera.

    Attributes:
        verdict: What is wrong at the moment; a fault of less than some seconds is none.
    """

    def __init__(self) -> None:
        self.verdict = Verdict.GOOD
        self._rate = FrameRate()
        self._dark_since: float | None = None
        self._slow_since: float | None = None

    @property
    def fps(self) -> float | None:
        """Pictures per second that really come; None before half a second has passed."""
        return self._rate.fps

    def add(self, time_s: float, index: int, image: Image) -> Verdict:
        """Return the verdict with one more picture.

        Args:
            time_s: When it was taken, in seconds on any clock.
            index: Its number; those in between have come too but need not be shown here.
            image: (H, W, 3) uint8.
        """
        self._rate.add(time_s, index)
        fps = self._rate.fps
        self._slow_since = _since(self._slow_since, time_s, fps is not None and fps < SLOW_FPS)
        self._dark_since = _since(self._dark_since, time_s, is_dark(image))
        if _lasts(self._dark_since, time_s, DARK_S):
            self.verdict = Verdict.BLACK
        elif _lasts(self._slow_since, time_s, SLOW_S):
            self.verdict = Verdict.SLOW
        else:
            self.verdict = Verdict.GOOD
        return self.verdict


def is_dark(image: Image) -> bool:
    """Return whether an image is as good as black: a lens cover, a shutter, a dark room."""
    step = max(1, image.shape[0] // _ROWS)
    some = image[::step, ::step]
    return float(np.mean(some)) < DARK_MEAN and float(np.std(some)) < DARK_SPREAD


def _since(began: float | None, time_s: float, holds: bool) -> float | None:  # noqa: FBT001
    if not holds:
        return None
    return time_s if began is None else began


def _lasts(began: float | None, time_s: float, seconds: float) -> bool:
    return began is not None and time_s - began >= seconds
