"""How a file is played: requested on one thread, carried out on another."""

import threading
import time
from dataclasses import dataclass
from typing import Final

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
"""What a file may be played at, in times its own speed."""


@dataclass(frozen=True, slots=True)
class SeekRequest:
    """Where to go in a file.

    Attributes:
        time_s: To the picture of this time, in seconds of the file; None to stay.
        steps: Then so many pictures on, or back if negative.
    """

    time_s: float | None = None
    steps: int = 0


class Playback:
    """Speed, repetition, pause and the next jump of one file; safe to use from any thread.

    There is at most one request: a later jump replaces an earlier one, so nothing queues up behind
    a slow decoder.

    Args:
        loop: Start over at the end.
        held_s: For how many seconds the source before had been paused.

    Attributes:
        loop: The same, to be changed at any time.
        requests: How many jumps and steps were requested; the file has caught up when it has
            answered as many.
        aim_s: The time that was jumped to last, in seconds of the file; None for none.
        ended: Whether the end has been reached and nothing was requested since.
    """

    def __init__(self, *, loop: bool = False, held_s: float = 0.0) -> None:
        self.loop = loop
        self.requests = 0
        self.aim_s: float | None = None
        self.ended = False
        self._speed = 1.0
        self._paused = False
        self._held_s = held_s
        self._held_since: float | None = None
        self._request: SeekRequest | None = None
        self._closed = False
        self._changed = threading.Condition()

    @property
    def paused(self) -> bool:
        """Whether the file stays where it is."""
        return self._paused

    @property
    def held_s(self) -> float:
        """For how many seconds it has been paused, up to the last jump or step if it still is."""
        return self._held_s

    def pause(self) -> None:
        """Stay where the file is; jumps and steps still work."""
        self._set_paused(paused=True)

    def resume(self) -> None:
        """Play."""
        self._set_paused(paused=False)

    def end(self) -> None:
        """Stay at the end, which has been reached."""
        with self._changed:
            self._hold(paused=True)
            self.ended = self._request is None
            self._changed.notify_all()

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
            self._request = SeekRequest(time_s)
            self.aim_s = time_s
            self._take_note()

    def step(self, count: int) -> None:
        """Go so many pictures on, or back if negative, from where the last request leads; stay."""
        with self._changed:
            self._hold(paused=True)
            before = self._request or SeekRequest()
            self._request = SeekRequest(before.time_s, before.steps + count)
            self._take_note()

    def next_request(self) -> tuple[SeekRequest | None, int]:
        """Return the next request, once, and the number of requests made so far."""
        with self._changed:
            request, self._request = self._request, None
            return request, self.requests

    def wait(self, seconds: float) -> bool:
        """Wait so long; return False if a request, a pause or a new speed came first."""
        with self._changed:
            speed = self._speed
            return not self._changed.wait_for(
                lambda: self._is_called or self._paused or self._speed != speed, seconds
            )

    def wait_while_paused(self) -> None:
        """Wait as long as the file is paused and there is no request."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_called or not self._paused)

    @property
    def _is_called(self) -> bool:
        return self._closed or self._request is not None

    def close(self) -> None:
        """End all waiting, for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _set_paused(self, *, paused: bool) -> None:
        with self._changed:
            self._hold(paused=paused)
            self._changed.notify_all()

    def _hold(self, *, paused: bool) -> None:
        """Pause or go on, and count the time."""
        now = time.monotonic()
        if self._held_since is not None:
            self._held_s += now - self._held_since
        self._held_since = now if paused else None
        self._paused = paused

    def _take_note(self) -> None:
        self._hold(paused=self._paused)
        self.requests += 1
        self.ended = False
        self._changed.notify_all()


def next_speed(speed: float, steps: int) -> float:
    """Return a faster speed, or a slower one for negative steps; the last one at either end."""
    place = min(range(len(SPEEDS)), key=lambda row: abs(SPEEDS[row] - speed)) + steps
    return SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
