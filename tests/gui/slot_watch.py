"""Measures how long each call from Qt into Python keeps the GUI thread busy."""

import sys
import time
from dataclasses import dataclass
from types import FrameType
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

PAINTING: Final = frozenset({"paintEvent", "paint", "drawBackground", "sizeHint"})
"""Calls that are no slots: Qt asks for a picture or a size when it wants one."""


OFTEN: Final = 20
"""Calls of a slot from which on a percentile says something."""


def _typical(took_ms: list[float]) -> float:
    if len(took_ms) < OFTEN:
        return min(took_ms)
    return sorted(took_ms)[int(0.95 * len(took_ms))]


@dataclass(frozen=True, slots=True)
class Note:
    """One call: processor time of the GUI thread in milliseconds, and what was called."""

    took_ms: float
    name: str


class SlotWatch:
    """Runs the event loop and takes note of each slot and event handler that it calls.

    The clock is the processor time of this thread: what other programs do to the machine, and the
    pipeline's threads to the interpreter, does not count. The profiler that finds the calls takes
    some of that time too, so a note is rather too high.

    Attributes:
        notes: All calls so far.
    """

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._depth = 0
        self._began = 0.0

    def run(self, ms: int) -> None:
        """Run the event loop so long and watch."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        self._depth = 0
        sys.setprofile(self._see)
        loop.exec()
        sys.setprofile(None)

    def slower_than(self, limit_ms: float) -> dict[str, float]:
        """Return the slots that take longer, and how long in milliseconds.

        Of a slot that was called often the 95th percentile counts, of others the best call: a
        core that is shared with other programs computes at half its speed now and then.
        """
        calls: dict[str, list[float]] = {}
        for note in self.notes:
            calls.setdefault(note.name, []).append(note.took_ms)
        times = {name: _typical(took) for name, took in calls.items()}
        return {name: took for name, took in times.items() if took > limit_ms}

    def _see(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            if self._depth == 0:
                self._began = time.thread_time()
            self._depth += 1
        elif event == "return" and self._depth:
            self._depth -= 1
            code = frame.f_code
            if self._depth == 0 and code.co_name not in PAINTING:
                took_ms = 1000 * (time.thread_time() - self._began)
                self.notes.append(Note(took_ms, code.co_qualname))
