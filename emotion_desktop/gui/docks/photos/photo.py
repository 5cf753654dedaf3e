"""What is known about one photo. Knows no widgets."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from emotion_desktop.domain import FrameResult
from emotion_desktop.labels import Emotion

_NO_PIXELS: Final = np.zeros((1, 1, 3), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photo:
    """One photo, or page of a file, that has been looked at.

    Attributes:
        place: Which one of its folder it is, from 0.
        name: Its file name.
        result: Its faces, without the picture itself; None if it cannot be read.
        thumbnail: A small JPEG of it; empty if it cannot be read.
        problem: Why it cannot be read, one sentence; empty if it can.
    """

    place: int
    name: str
    result: FrameResult | None = None
    thumbnail: bytes = b""
    problem: str = ""

    @property
    def faces(self) -> int:
        """How many faces there are."""
        return 0 if self.result is None else len(self.result)

    @property
    def largest(self) -> int | None:
        """The row of the largest face in the result; None without a face."""
        if self.result is None or not len(self.result):
            return None
        boxes = self.result.faces.boxes
        return int(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).argmax())

    @property
    def emotion(self) -> Emotion | None:
        """The label of the largest face; None without a face, or if it is uncertain."""
        face = self.largest
        if self.result is None or face is None or self.result.uncertain[face]:
            return None
        return self.result.emotion(face)

    @property
    def confidence(self) -> float | None:
        """The probability of that label, 0-1."""
        face = self.largest
        if self.result is None or face is None or self.emotion is None:
            return None
        return self.result.confidence(face)


def without_pixels(result: FrameResult) -> FrameResult:
    """Return a result that needs little memory; people are numbered from 1."""
    numbers = np.arange(1, len(result) + 1, dtype=np.int64)
    return replace(result, frame=replace(result.frame, image=_NO_PIXELS), track_ids=numbers)
