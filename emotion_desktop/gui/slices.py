"""Spreads long work of the GUI thread over turns of its event loop: the picture goes on between."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal


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
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def finish(self) -> None:
        """Take all steps that are left, now."""
        while self._timer.isActive():
            self._step()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.done.emit()
