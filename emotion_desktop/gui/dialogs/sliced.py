"""A dialog that comes up in slices: the picture goes on while it is built and dressed."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from PySide6.QtWidgets import QDialog, QLayout, QWidget

from emotion_desktop.gui.slices import Slices

T = TypeVar("T")

SLICE_S: Final = 0.001


class SlicedDialog(QDialog):
    """Filled when it is wanted first, a slice in each turn of the event loop, and then shown.

    Args:
        parent: The window.
        modal: Whether the window waits for it; if not, it lies beside the window.
    """

    def __init__(self, parent: QWidget | None = None, *, modal: bool) -> None:
        super().__init__(parent)
        self._modal = modal
        self._slices: Slices | None = None
        self._built = False

    def appear(self) -> None:
        """Show it, in front; when that was asked before it stands, nothing more happens."""
        if self._built:
            self._present()
        elif self._slices is None:
            self._slices = Slices(self._steps(), self)
            self._slices.done.connect(self._present)

    def _fill(self) -> Iterator[None]:
        """Make the widgets; stop after each two milliseconds or so."""
        raise NotImplementedError

    def _steps(self) -> Iterator[None]:
        yield from self._fill()
        yield from dressed(self)
        self._built = True

    def _present(self) -> None:
        window = self.parentWidget()
        if window is not None and not window.isVisible():
            return  # it was closed meanwhile
        if self._modal:
            self.open()
            return
        self.show()
        self.raise_()
        self.activateWindow()


def dressed(dialog: QDialog) -> Iterator[None]:
    """Dress and measure all that a dialog holds, in slices: to show it is quick then."""
    # Both begin inside: a widget dresses its children along, a layout measures them.
    widgets = dialog.findChildren(QWidget)
    yield from _in_slices(QWidget.ensurePolished, reversed(widgets))
    yield from _in_slices(_measure, reversed(dialog.findChildren(QLayout)))
    dialog.ensurePolished()
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
