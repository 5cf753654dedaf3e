"""When to try again: soon at first, then ever more seldom. Knows no Qt."""

import math
import time
from collections.abc import Callable
from typing import Final

DELAYS_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds to wait after the first, second, … failure; the last one is kept to."""

STEADY_S: Final = 10.0
"""After so many seconds of pictures the next failure counts as the first."""


class Backoff:
    """Counts failures in a row and tells when the next try is due.

    Args:
        clock: Seconds, ever rising.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._due: float | None = None
        self._good_since: float | None = None

    @property
    def waiting(self) -> bool:
        """Whether a try is to come."""
        return self._due is not None

    @property
    def seconds_left(self) -> int:
        """Whole seconds until the next try, 0 if it is due or none is to come."""
        return max(0, math.ceil(self._due - self._clock())) if self._due is not None else 0

    @property
    def is_due(self) -> bool:
        """Whether it is time for the next try."""
        return self._due is not None and self._clock() >= self._due

    def fail(self) -> None:
        """Record a failure: from now on the next try is waited for."""
        delay = DELAYS_S[min(self._failures, len(DELAYS_S) - 1)]
        self._failures += 1
        self._good_since = None
        self._due = self._clock() + delay

    def begin_try(self) -> None:
        """Take note that a try is under way: nothing is waited for."""
        self._due = None

    def succeed(self) -> None:
        """Record a picture."""
        now = self._clock()
        self._due = None
        if self._good_since is None:
            self._good_since = now
        elif now - self._good_since >= STEADY_S:
            self._failures = 0

    def reset(self) -> None:
        """Forget all failures."""
        self._failures = 0
        self._due = self._good_since = None
