"""What is asked before the window closes in the middle of a recording."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow


class QuitDialog(QObject):
    """Asks in the window, while picture and recording go on behind it.

    Signals:
        agreed: The recording shall end and the window close.
    """

    agreed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._box: QMessageBox | None = None

    def ask(self) -> None:
        """Ask, unless the question stands there already."""
        if self._box is not None:
            self._box.raise_()
            return
        box = self._box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(translate("Recording", "Recording"))
        box.setText(translate("Recording", "A recording is in progress."))
        box.setInformativeText(
            translate("Recording", "Quitting ends it; what has been recorded is kept.")
        )
        quit_ = box.addButton(
            translate("Recording", "Stop recording and quit"), QMessageBox.ButtonRole.AcceptRole
        )
        stay = box.addButton(
            translate("Recording", "Keep recording"), QMessageBox.ButtonRole.RejectRole
        )
        layout = box.layout()
        assert layout is not None
        layout.setContentsMargins(24, 24, 24, 16)
        box.setDefaultButton(quit_)
        box.setEscapeButton(stay)
        box.accepted.connect(self.agreed)
        box.finished.connect(self._forget)
        box.open()

    def dismiss(self) -> None:
        """Take the question back: the recording has ended by itself."""
        if self._box is not None:
            self._box.reject()
            self._forget()

    def _forget(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
