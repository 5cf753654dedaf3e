"""How long each slot of the window keeps the GUI thread while the picture goes on.

::

    python -m benchmarks.gui_slots [--seconds 20] [--model cnn48_gray]

The app's own window plays the demo with timeline and performance panel open; the picture stands
still for as long as a slot takes, so those above 4 ms are worth a look. Slots here are all calls
from Qt into Python: slots and event handlers, but not painting. The clock is the processor time of
the GUI thread, in which other programs and the pipeline's threads do not count; the profiler that
finds the calls takes some of it too, and its share is measured and taken off. Milliseconds are
median, 95th percentile and longest call. Without a display the window is painted into memory.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Final

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from rich.table import Table

from benchmarks.harness import add_json, command, make_parser, report
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.cli.environment import paint_into_memory
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.measurement.watched_window import watched_window

PAINTING: Final = frozenset({"paintEvent", "paint", "drawBackground", "boundingRect", "sizeHint"})
"""Calls that are no slots: Qt asks for a picture or a size when it wants one."""

SETTLING_S: Final = 2.0
"""Not counted at the start: libraries are imported, and the chart is built."""


@dataclass(frozen=True, slots=True)
class SlotTimes:
    """How long one slot took, in milliseconds of processor time.

    Attributes:
        slot: Its qualified name.
        count: How many times it was called.
        median_ms: Median of its calls.
        p95_ms: Their 95th percentile.
        longest_ms: The longest one.
    """

    slot: str
    count: int
    median_ms: float
    p95_ms: float
    longest_ms: float


class SlotClock:
    """Runs the event loop and times each slot and event handler that it calls.

    Attributes:
        calls_ms: Milliseconds of each call so far, by the qualified name of the slot.
    """

    def __init__(self) -> None:
        self.calls_ms: dict[str, list[float]] = {}
        self._depth = 0
        self._events = 0
        self._began = 0.0
        self._event_s = self._measure_event()

    def run(self, seconds: float) -> None:
        """Run the event loop so long."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        self._depth = 0
        sys.setprofile(self._see)
        loop.exec()
        sys.setprofile(None)

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
                self.calls_ms.setdefault(code.co_qualname, []).append(1000 * max(took_s, 0.0))

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


def summarise(calls_ms: Mapping[str, Sequence[float]]) -> list[SlotTimes]:
    """Return the figures of each slot, the one with the longest call first."""
    slots = []
    for slot, took_ms in calls_ms.items():
        figures = np.percentile(took_ms, (50, 95, 100)).round(3).tolist()
        slots.append(SlotTimes(slot, len(took_ms), *figures))
    return sorted(slots, key=lambda times: -times.longest_ms)


def measure(model: str | None, device: str, seconds: float) -> list[SlotTimes]:
    """Play the demo in the window so long and return the figures of its slots.

    Raises:
        SourceError: If no result comes.
        ModelError: If the model cannot be used.
    """
    with watched_window(model, device) as watched:
        watched.window.commands[ActionName.PERFORMANCE_DOCK].setChecked(True)
        watched.start("demo")
        watched.watch(SETTLING_S)
        clock = SlotClock()
        clock.run(seconds)
    return summarise(clock.calls_ms)


def table(slots: Sequence[SlotTimes]) -> Table:
    """Return a row for each slot."""
    rows = []
    for times in slots:
        figures = (times.median_ms, times.p95_ms, times.longest_ms)
        rows.append((times.slot, str(times.count), *(f"{figure:.2f}" for figure in figures)))
    return make_table(("slot", "calls", "median, ms", "95th percentile, ms", "longest, ms"), rows)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser("gui_slots", __doc__)
    parser.add_argument("--seconds", type=float, default=20.0, metavar="N", help="default: 20")
    parser.add_argument("--model", help="checkpoint; the app's default if not given")
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")
    add_json(parser)
    arguments = parser.parse_args(argv)
    paint_into_memory()
    slots = measure(arguments.model, arguments.device, arguments.seconds)
    return report(table(slots), document=slots, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
