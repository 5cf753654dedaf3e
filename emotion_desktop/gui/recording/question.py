"""What is asked before something ends a recording."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from emotion_desktop.gui.language import translate


class Question(QObject):
    """Asks in the window, while picture and recording go on behind it; Enter and Esc say no.

    Args:
        window: Where to ask.
        text: What is at stake.
        details: What would happen.
        yes: Button that does it.
        no: Button that leaves all as it is.
        title: Of the box.

    Signals:
        agreed: It shall be done.
    """

    agreed = Signal()

    def __init__(
        self, window: QWidget, text: str, details: str, *, yes: str, no: str, title: str = ""
    ) -> None:
        super().__init__(window)
        self._window = window
        self._text = text
        self._details = details
        self._yes = yes
        self._no = no
        self._title = title or translate("Recording", "Recording")
        self._box: QMessageBox | None = None

    def ask(self) -> None:
        """Ask, unless the question stands there already."""
        if self._box is not None:
            self._box.raise_()
            return
        box = self._box = QMessageBox(self._window)
        box.setWindowTitle(self._title)
        box.setText(self._text)
        box.setInformativeText(self._details)
        box.addButton(self._yes, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self._no, QMessageBox.ButtonRole.RejectRole)
        layout = box.layout()
        assert layout is not None
        layout.setContentsMargins(24, 24, 24, 16)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.accepted.connect(self.agreed)
        box.finished.connect(self._forget)
        box.open()

    def dismiss(self) -> None:
        """Take the question back: there is nothing to lose any more."""
        if self._box is not None:
            self._box.reject()
            self._forget()

    def _forget(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
