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

PACE_MS: Final = 100
"""The machine is timed so often while the window runs."""

USUAL_PACE_MS: Final = 0.5
"""What `_count` takes on the machines that limits in milliseconds are meant for: those of 2018."""


def _count() -> float:
    """Return the processor time in milliseconds of a fixed bit of Python."""
    began = time.thread_time()
    total = 0
    for number in range(10_000):
        total += number & 7
    return 1000 * (time.thread_time() - began)


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
    some of that time too; its share is measured and taken off. A core that is shared computes at a
    fraction of its speed now and then, so the machine is timed in the same loop: on a slow one
    the limits are as much longer.

    Attributes:
        notes: All calls so far.
        paces_ms: What the same computation took, ten times a second.
    """

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.paces_ms: list[float] = []
        self._depth = 0
        self._events = 0
        self._began = 0.0
        self._event_s = self._measure_event()

    @property
    def slowness(self) -> float:
        """How many times slower this machine was than a usual one; at least 1."""
        return max(_typical(self.paces_ms) / USUAL_PACE_MS, 1.0)

    def run(self, ms: int) -> None:
        """Run the event loop so long and watch."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        pacer = QTimer(loop, interval=PACE_MS)
        pacer.timeout.connect(self._take_pace)
        pacer.start()
        self._take_pace()
        self._depth = 0
        sys.setprofile(self._see)
        loop.exec()
        sys.setprofile(None)
        pacer.stop()

    def slower_than(self, limit_ms: float) -> dict[str, float]:
        """Return the slots that take longer, and how long in milliseconds of a usual machine.

        Of a slot that was called often the 95th percentile counts, of others the best call.
        """
        calls: dict[str, list[float]] = {}
        for note in self.notes:
            calls.setdefault(note.name, []).append(note.took_ms)
        slowness = self.slowness
        times = {name: _typical(took) / slowness for name, took in calls.items()}
        return {name: took for name, took in times.items() if took > limit_ms}

    def _take_pace(self) -> None:
        self.paces_ms.append(_count())

    def _see(self, frame: FrameType, event: str, _argument: object) -> None:
        self._events += 1
        if event == "call":
            if self._depth == 0:
                self._events = 0
                self._began = time.thread_time()
            self._depth += 1
        elif event == "return" and self._depth:
            self._depth -= 1
            code = frame.f_code
            if self._depth == 0 and code.co_name not in PAINTING:
                took_s = time.thread_time() - self._began - self._events * self._event_s
                self.notes.append(Note(1000 * max(took_s, 0.0), code.co_qualname))

    def _measure_event(self) -> float:
        """Return the seconds that the profiler takes for one event: the least of five tries."""

        def call() -> None:
            pass

        def took(calls: int = 2000) -> float:
            began = time.thread_time()
            for _ in range(calls):
                call()
            return (time.thread_time() - began) / (2 * calls)

        def profiled() -> float:
            self._depth = 1  # as in the middle of a slot
            sys.setprofile(self._see)
            spent = took()
            sys.setprofile(None)
            return spent

        plain = min(took() for _ in range(5))
        return max(min(profiled() for _ in range(5)) - plain, 0.0)
