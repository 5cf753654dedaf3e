"""How long frames take from capture to screen."""

from collections import deque
from statistics import median
from typing import Final

KEPT: Final = 120
"""Frames that the figures are taken from: four seconds at 30 frames a second."""


class LatencyMeter:
    """Keeps the last 120 latencies."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=KEPT)

    def add(self, seconds: float) -> None:
        """Record one frame's time from capture to painting."""
        self._seconds.append(seconds)

    def clear(self) -> None:
        """Forget all, for a new source."""
        self._seconds.clear()

    def figures(self) -> tuple[float, float] | None:
        """Return the median and the 95th percentile in seconds; None before the first frame."""
        if not self._seconds:
            return None
        ordered = sorted(self._seconds)
        return median(ordered), ordered[int(0.95 * (len(ordered) - 1) + 0.5)]
