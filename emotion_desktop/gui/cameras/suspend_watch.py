"""Notices that the machine has slept."""

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

CHECK_MS: Final = 1000
LEAST_S: Final = 5.0
"""Shorter sleeps hurt no camera, and clocks that are set right step by less."""


def slept_clock() -> float:
    """Return seconds on a clock that goes on in sleep, for differences from `time.monotonic`."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    else:  # noqa: RET505 (or the type checker calls it unreachable)
        return time.time()


class SuspendWatch(QObject):
    """Compares two clocks, one of which stands still while the machine sleeps.

    On Windows neither does, and no sleep is noticed.

    Args:
        parent: Owns it.
        running: Seconds on the clock that may stand still.
        through: Seconds on the clock that goes on.

    Signals:
        woke: (float) The machine has slept for so many seconds.
    """

    woke = Signal(float)

    def __init__(
        self,
        parent: QObject,
        running: Callable[[], float] = time.monotonic,
        through: Callable[[], float] = slept_clock,
    ) -> None:
        super().__init__(parent)
        self.running, self.through = running, through
        self._before_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look once a second from now on."""
        self._before_s = self.through() - self.running()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Tell of a sleep since the last look."""
        ahead_s = self.through() - self.running()
        slept_s, self._before_s = ahead_s - self._before_s, ahead_s
        if slept_s >= LEAST_S:
            self.woke.emit(slept_s)
