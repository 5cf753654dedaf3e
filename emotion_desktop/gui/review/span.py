"""Which part of a recording the timeline shows. No Qt."""

from typing import Final

LEAST_S: Final = 1.0
"""Nobody needs to see less than a second over the whole width."""

_LEAD: Final = 0.1
"""When playing leaves the part, the next one begins so much of its length before."""


class Span:
    """A part that can be zoomed and scrolled and never leaves the recording.

    Attributes:
        duration_s: Length of the recording.
        start_s: From.
        length_s: How long.
    """

    def __init__(self, duration_s: float) -> None:
        self.duration_s = duration_s
        self.start_s = 0.0
        self.length_s = duration_s

    @property
    def end_s(self) -> float:
        """To."""
        return self.start_s + self.length_s

    @property
    def whole(self) -> bool:
        """Whether all of the recording is shown."""
        return self.length_s >= self.duration_s

    def zoom(self, factor: float, at_s: float) -> None:
        """Show more, or less for a factor below 1; what is at a time stays where it is."""
        length = min(max(self.length_s * factor, min(LEAST_S, self.duration_s)), self.duration_s)
        place = (at_s - self.start_s) / self.length_s
        self.length_s = length
        self.scroll_to(at_s - place * length)

    def scroll_to(self, start_s: float) -> None:
        """Begin at a time."""
        self.start_s = min(max(start_s, 0.0), self.duration_s - self.length_s)

    def show_all(self) -> None:
        """Show the whole recording."""
        self.start_s, self.length_s = 0.0, self.duration_s

    def follow(self, time_s: float) -> bool:
        """Turn over like a page if a time is not shown; return whether that was needed."""
        if self.start_s <= time_s <= self.end_s:
            return False
        self.scroll_to(time_s - _LEAD * self.length_s)
        return True
