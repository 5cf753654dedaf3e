"""How many pictures a second really come, whatever the driver says."""

from collections import deque
from typing import Final

WINDOW_S: Final = 2.0
_LEAST_S: Final = 0.5


class FrameRate:
    """Pictures per second over the last `WINDOW_S` seconds.

    Needs only some of the pictures: their numbers tell how many came in between.
    """

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, time_s: float, index: int) -> None:
        """Record one frame: its arrival time in seconds and its index."""
        if self._seen and index <= self._seen[-1][1]:
            self._seen.clear()  # another source
        self._seen.append((time_s, index))
        while len(self._seen) > 2 and self._seen[0][0] < time_s - WINDOW_S:
            self._seen.popleft()

    @property
    def fps(self) -> float | None:
        """Pictures per second; None before half a second has passed."""
        if len(self._seen) < 2:
            return None
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - began) if now - began >= _LEAST_S else None
