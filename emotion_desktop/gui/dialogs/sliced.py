"""A dialog that comes up in slices: the picture goes on while it is built and dressed."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QWidget

from emotion_desktop.gui.slices import Slices, dressed


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
