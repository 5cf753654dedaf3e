"""Ctrl-C that lets the work end in good order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


@contextmanager
def stop_on_interrupt() -> Iterator[Event]:
    """Give an event that the first Ctrl-C sets; the second one interrupts at once.

    Only the main thread may catch signals, so it must be called there.
    """
    stop = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, on_signal)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
