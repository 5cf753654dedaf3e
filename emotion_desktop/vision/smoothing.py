"""Labels that do not flicker: probabilities averaged over the last moments, face by face."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, Ints

FORGET_AFTER: Final = 10.0
"""After so many time constants nothing is left of a value (less than 0.005 %)."""


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """What to show for the faces of one frame.

    Attributes:
        probabilities: (N, C) float32, each row sums to 1.
        labels: (N,) int64, the column of the most likely class.
        uncertain: (N,) bool, True where even that class is not likely enough.
    """

    probabilities: Floats
    labels: Ints
    uncertain: NDArray[np.bool_]


class TemporalSmoother:
    """Exponential smoothing in seconds, so that the frame rate does not matter.

    After `dt` seconds the new value counts `1 - exp(-dt / time_constant_s)`: the first-order
    low-pass filter, https://en.wikipedia.org/wiki/Exponential_smoothing#Time_constant.

    Args:
        time_constant_s: In seconds; 0 takes every frame as it is.
        uncertain_below: Least probability, 0–1, at which a class is named.
    """

    def __init__(self, time_constant_s: float, uncertain_below: float) -> None:
        self._time_constant_s = time_constant_s
        self._uncertain_below = uncertain_below
        self._state: dict[int, tuple[Floats, float]] = {}

    def update(self, track_ids: Ints, probabilities: Floats, time_s: float) -> Smoothed:
        """Take in one frame.

        Args:
            track_ids: (N,) int64; a new one starts with its own value.
            probabilities: (N, C) float32.
            time_s: Time of the frame in seconds.
        """
        smoothed = np.array(probabilities, np.float32)
        for row, track in enumerate(track_ids.tolist()):
            if track in self._state:
                before, then_s = self._state[track]
                smoothed[row] = before + self._weight(time_s - then_s) * (smoothed[row] - before)
            self._state[track] = (smoothed[row].copy(), time_s)
        oldest_s = time_s - FORGET_AFTER * self._time_constant_s
        self._state = {t: s for t, s in self._state.items() if s[1] >= oldest_s}
        if not len(smoothed):
            return Smoothed(smoothed, np.zeros(0, np.int64), np.zeros(0, np.bool_))
        return Smoothed(
            smoothed,
            smoothed.argmax(axis=1).astype(np.int64),
            smoothed.max(axis=1) < self._uncertain_below,
        )

    def reset(self) -> None:
        """Forget all faces."""
        self._state = {}

    def _weight(self, dt: float) -> float:
        if self._time_constant_s == 0:
            return 1.0
        return -math.expm1(-max(dt, 0.0) / self._time_constant_s)
