"""Buttons that are an icon alone."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

ICON_PX: Final = 18


def icon_button(action: QAction, parent: QWidget | None = None) -> QToolButton:
    """Return a button for an action; name and tooltip are those of the action."""
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    quieten(button)
    return button


def quieten(button: QToolButton) -> None:
    """Let a button have no edge, and the focus by keyboard only.

    A mouse click must not move the focus away from the picture.
    """
    button.setAutoRaise(True)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
