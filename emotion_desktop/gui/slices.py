"""Spreads long work of the GUI thread over turns of its event loop: the picture goes on between."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLayout, QWidget

T = TypeVar("T")

SLICE_S: Final = 0.001


class Slices(QObject):
    """Takes one step of a generator in each turn of the event loop.

    Args:
        steps: Stops wherever a slice is long enough, at about two milliseconds.
        parent: Without it no step is taken any more.

    Signals:
        done: All steps have been taken.
    """

    done = Signal()

    def __init__(self, steps: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def stop(self) -> None:
        """Take no more steps."""
        self._timer.stop()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.done.emit()


def dressed(window: QWidget) -> Iterator[None]:
    """Dress and measure all that a window holds, in slices: to show it is quick then."""
    # Both begin inside: a widget dresses its children along, a layout measures them.
    widgets = window.findChildren(QWidget)
    yield from _in_slices(QWidget.ensurePolished, reversed(widgets))
    yield from _in_slices(_measure, reversed(window.findChildren(QLayout)))
    window.ensurePolished()
    yield


def _measure(layout: QLayout) -> None:
    layout.sizeHint()
    layout.minimumSize()


def _in_slices(work: Callable[[T], object], things: Iterable[T]) -> Iterator[None]:
    began = time.perf_counter()
    for thing in things:
        work(thing)
        if time.perf_counter() - began > SLICE_S:
            yield
            began = time.perf_counter()
    yield
