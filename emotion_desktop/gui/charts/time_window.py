"""Which part of a recording, or of the last minutes, a chart shows. No Qt."""

from typing import Final

LEAST_S: Final = 1.0
"""Nobody needs to see less than a second over the whole width."""

_LEAD: Final = 0.1
"""When playing leaves the part, the next one begins so much of its length before."""

_NEAR: Final = 0.02
"""Whoever scrolls so near to the newest sample, in lengths, wants to see it stay there."""


class TimeWindow:
    """A part that can be zoomed and scrolled and never leaves the whole.

    Attributes:
        first_s: Where the whole begins.
        last_s: Where it ends.
        start_s: Where the part begins.
        length_s: How long the part is.
    """

    def __init__(self, first_s: float, last_s: float) -> None:
        self.first_s, self.last_s = first_s, last_s
        self.start_s = first_s
        self.length_s = last_s - first_s

    @property
    def end_s(self) -> float:
        """Where the part ends."""
        return self.start_s + self.length_s

    @property
    def whole(self) -> bool:
        """Whether the part is all there is."""
        return self.length_s >= self.last_s - self.first_s

    def zoom(self, factor: float, at_s: float) -> None:
        """Show more, or less for a factor below 1; what is at a time stays where it is."""
        most = self.last_s - self.first_s
        self.resize(min(max(factor * self.length_s, min(LEAST_S, most)), most), at_s)

    def resize(self, length_s: float, at_s: float) -> None:
        """Show so many seconds; what is at a time stays where it is."""
        place = (at_s - self.start_s) / self.length_s
        self.length_s = length_s
        self.scroll_to(at_s - place * length_s)

    def scroll_to(self, start_s: float) -> None:
        """Begin at a time, or as near to it as there is anything to show."""
        self.start_s = min(max(start_s, self.first_s), self.last_s - self.length_s)

    def show_all(self) -> None:
        """Show the whole."""
        self.start_s, self.length_s = self.first_s, self.last_s - self.first_s

    def turn_to(self, time_s: float) -> bool:
        """Turn over like a page if a time is not shown; return whether that was needed."""
        if self.start_s <= time_s <= self.end_s:
            return False
        self.scroll_to(time_s - _LEAD * self.length_s)
        return True


class LiveWindow(TimeWindow):
    """A part of what is still going on: it ends with the newest sample until it is scrolled away.

    It may be longer than the whole, whose ends are times of the `time.monotonic()` clock.

    Attributes:
        live: Whether it follows the newest sample.
    """

    def __init__(self, length_s: float) -> None:
        super().__init__(0.0, 0.0)
        self.length_s = length_s
        self.live = True
        self.follow()

    def go_on(self, first_s: float, last_s: float) -> None:
        """Let the whole have other ends; what it loses takes the part along."""
        self.first_s, self.last_s = first_s, last_s
        if not self.live:
            super().scroll_to(self.start_s)
            self.live = self.end_s >= last_s
        if self.live:
            self.follow()

    def follow(self) -> None:
        """End with the newest sample from now on."""
        self.live = True
        self.start_s = self.last_s - self.length_s

    def scroll_to(self, start_s: float) -> None:
        """Begin at a time, or follow the newest sample if that is nearly where the part ends."""
        super().scroll_to(start_s)
        if self.last_s - self.end_s <= _NEAR * self.length_s:
            self.follow()
        else:
            self.live = False

    def resize(self, length_s: float, at_s: float) -> None:
        """Show so many seconds; what is at a time stays where it is, or the newest sample."""
        super().resize(length_s, self.end_s if self.live else at_s)
