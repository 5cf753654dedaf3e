"""How a file is to be played: wished for on one thread, followed on another."""

import threading
from dataclasses import dataclass
from typing import Final

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
"""What a file may be played at, in times its own speed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to go in a file.

    Attributes:
        time_s: To the picture of this time, in seconds of the file; None to stay.
        steps: Then so many pictures on, or back if negative.
    """

    time_s: float | None = None
    steps: int = 0


class Playback:
    """Speed, repetition, rest and the next jump of one file; safe to use from any thread.

    There is one wish at most: a later jump takes the place of an earlier one, so nothing queues
    up behind a decoder that takes long.

    Args:
        loop: Start over at the end.

    Attributes:
        loop: The same, to be changed at any time.
        wishes: How many jumps and steps have been asked for; the file has caught up when it has
            answered as many.
    """

    def __init__(self, *, loop: bool = False) -> None:
        self.loop = loop
        self.wishes = 0
        self._speed = 1.0
        self._held = False
        self._wish: Wish | None = None
        self._closed = False
        self._changed = threading.Condition()

    @property
    def held(self) -> bool:
        """Whether no further picture is wanted by itself."""
        return self._held

    def hold(self) -> None:
        """Stay where the file is; jumps and steps still work."""
        self._set_held(held=True)

    def go_on(self) -> None:
        """Play."""
        self._set_held(held=False)

    @property
    def speed(self) -> float:
        """Times the file's own speed."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        with self._changed:
            self._speed = speed
            self._changed.notify_all()

    def seek(self, time_s: float) -> None:
        """Go to the picture that is shown at this time, in seconds of the file."""
        with self._changed:
            self._wish = Wish(time_s)
            self._take_note()

    def step(self, count: int) -> None:
        """Go so many pictures on, or back if negative, from where the last wish leads to."""
        with self._changed:
            before = self._wish or Wish()
            self._wish = Wish(before.time_s, before.steps + count)
            self._take_note()

    def take(self) -> tuple[Wish | None, int]:
        """Return what is wished for, once, and the number of wishes made so far."""
        with self._changed:
            wish, self._wish = self._wish, None
            return wish, self.wishes

    def wait(self, seconds: float) -> bool:
        """Wait so long; return False if something else was wanted by then.

        That is a wish, a rest, another speed, or the end of it all.
        """
        with self._changed:
            speed = self._speed
            return not self._changed.wait_for(
                lambda: self._is_called or self._held or self._speed != speed, seconds
            )

    def rest(self) -> None:
        """Wait as long as the file is held and there is no wish."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_called or not self._held)

    @property
    def _is_called(self) -> bool:
        return self._closed or self._wish is not None

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _set_held(self, *, held: bool) -> None:
        with self._changed:
            self._held = held
            self._changed.notify_all()

    def _take_note(self) -> None:
        self.wishes += 1
        self._changed.notify_all()


def next_speed(speed: float, steps: int) -> float:
    """Return a faster speed, or a slower one for negative steps; the last one at either end."""
    place = min(range(len(SPEEDS)), key=lambda row: abs(SPEEDS[row] - speed)) + steps
    return SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
