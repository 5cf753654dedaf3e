"""A report of a problem, to be read, copied and given to someone; nothing is sent."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.language import translate

SIZE: Final = (640, 480)


class ReportDialog(QDialog):
    """Shows the text of a report.

    Args:
        text: What `diagnostics.report_text` returns.
        parent: Where it stands in front of.

    Signals:
        copy_wanted: (str) The text, as it stands, shall be copied.
        log_wanted: The log shall be shown.
    """

    copy_wanted = Signal(str)
    log_wanted = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Report", "Report a problem"))
        self.resize(*SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        about = translate(
            "Report",
            "Say in the first line what you did and what happened, read the rest and delete what "
            "you do not want to tell, then copy it to where you report the problem. Nothing is "
            "sent from here.",
        )
        advice = QLabel(about)
        advice.setWordWrap(True)
        self._text = QPlainTextEdit(text)
        self._text.setAccessibleName(translate("Report", "Report"))
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        copy = buttons.addButton(translate("Report", "Copy"), role)
        copy.clicked.connect(self._copy)
        log = buttons.addButton(translate("Report", "Open log"), role)
        log.clicked.connect(self.log_wanted)
        buttons.rejected.connect(self.reject)
        copy.setDefault(True)
        layout.addWidget(advice)
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        self.copy_wanted.emit(self._text.toPlainText())
