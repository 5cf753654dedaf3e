"""A dialog that asks for one line of text, with room for it."""

from typing import Final

from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from emotion_desktop.gui.look.fonts import scaled

FIELD_PX: Final = 440
"""Width of the line with the usual font."""


def text_dialog(window: QWidget, title: str, label: str, text: str = "") -> QInputDialog:
    """Return a dialog that is still to be opened, with a line of a sentence's length."""
    dialog = QInputDialog(window)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    for field in dialog.findChildren(QLineEdit):
        field.setMinimumWidth(scaled(FIELD_PX, field.font()))
    dialog.sizeHint()  # has no layout before
    layout = dialog.layout()
    assert layout is not None
    layout.setContentsMargins(24, 24, 24, 16)
    layout.setSpacing(12)
    return dialog
