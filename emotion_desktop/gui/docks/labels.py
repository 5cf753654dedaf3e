"""Labels as the panels have them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def heading(text: str) -> QLabel:
    """Return a label that titles a part of a panel."""
    result = QLabel(text)
    result.setWordWrap(True)
    font = result.font()
    font.setBold(True)
    result.setFont(font)
    return result


def label(role: str = "") -> QLabel:
    """Return an empty label that wraps and whose text can be copied.

    Args:
        role: What the style sheet knows it as, e.g. `muted`.
    """
    result = QLabel()
    result.setWordWrap(True)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        result.setProperty("role", role)
    return result
