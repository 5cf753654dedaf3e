"""Measures how long each call from Qt into Python keeps the GUI thread busy."""

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import FrameType
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

PAINTING: Final = frozenset({"paintEvent", "paint", "drawBackground", "sizeHint"})
"""Calls that are no slots: Qt asks for a picture or a size when it wants one."""


@dataclass(frozen=True, slots=True, order=True)
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

    def slower_than(self, limit_ms: float, besides: Iterable[str] = ()) -> list[Note]:
        """Return the calls that took longer, the slowest first, without those named."""
        allowed = set(besides)
        slow = (note for note in self.notes if note.took_ms > limit_ms)
        return sorted((note for note in slow if note.name not in allowed), reverse=True)

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
