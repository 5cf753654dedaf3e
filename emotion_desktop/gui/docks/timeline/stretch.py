"""Which stretch of time the chart shows: the last moments, or some before them. No Qt."""

from typing import Final

from emotion_desktop.gui.docks.timeline.history import KEPT_S
from emotion_desktop.gui.preferences import SPANS_S

_NEAR: Final = 0.02
"""Whoever scrolls so near to the newest sample, in spans, wants to see it stay there."""


class Stretch:
    """A span that ends with the newest sample, or stands where it was scrolled to.

    Attributes:
        span_s: Length in seconds.
        end_s: Its end on the `time.monotonic()` clock; None while it follows the newest sample.
    """

    def __init__(self, span_s: float) -> None:
        self.span_s = span_s
        self.end_s: float | None = None

    @property
    def live(self) -> bool:
        """Whether it follows the newest sample."""
        return self.end_s is None

    def bounds(self, latest: float) -> tuple[float, float]:
        """Return begin and end; what scrolls out of the history takes the stretch along.

        Args:
            latest: Time of the newest sample.
        """
        if self.end_s is None:
            return latest - self.span_s, latest
        self.end_s = max(self.end_s, latest - KEPT_S + self.span_s)
        if self.end_s >= latest:
            self.end_s = None
            return latest - self.span_s, latest
        return self.end_s - self.span_s, self.end_s

    def follow(self) -> None:
        """End with the newest sample from now on."""
        self.end_s = None

    def scroll(self, by_s: float, latest: float, first: float) -> None:
        """Move by so many seconds, back if negative, no further than there is history.

        Args:
            by_s: Seconds.
            latest: Time of the newest sample.
            first: Time of the oldest one.
        """
        _, end = self.bounds(latest)
        end = max(end + by_s, min(first + self.span_s, latest))
        self.end_s = None if latest - end <= _NEAR * self.span_s else end

    def zoom(self, steps: int, at: float, latest: float, first: float) -> None:
        """Show a shorter stretch, or a longer one if negative; what is at `at` stays there.

        Args:
            steps: How many steps of `SPANS_S` to take.
            at: Where in the stretch, 0 for its begin, 1 for its end.
            latest: Time of the newest sample.
            first: Time of the oldest one.
        """
        begin, _ = self.bounds(latest)
        fixed = begin + at * self.span_s
        nearest = min(range(len(SPANS_S)), key=lambda index: abs(SPANS_S[index] - self.span_s))
        self.span_s = float(SPANS_S[min(max(nearest - steps, 0), len(SPANS_S) - 1)])
        if not self.live:
            self.end_s = fixed + (1 - at) * self.span_s
            self.scroll(0, latest, first)


def age(seconds: float) -> str:
    """Return how long ago something was, as an axis writes it: `−5 s`, `−1:30`."""
    whole = round(seconds)
    if whole == 0:
        return "0"
    return f"−{whole} s" if whole < 60 else f"−{whole // 60}:{whole % 60:02}"
