"""Buttons that are an icon alone, the one that Tab has led to, and where their texts begin."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QStyle,
    QToolButton,
    QWidget,
)

ICON_PX: Final = 18


def icon_button(action: QAction, parent: QWidget | None = None) -> QToolButton:
    """Return a button for an action; name and tooltip are those of the action."""
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    make_flat(button)
    return button


def make_flat(button: QToolButton, icon_px: int = ICON_PX) -> None:
    """Let a button have no edge, and the focus by keyboard only.

    A mouse click must not move the focus away from the picture.
    """
    button.setAutoRaise(True)
    button.setIconSize(QSize(icon_px, icon_px))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def click_focused() -> bool:
    """Click the button that Tab has led to, as the space bar does; return whether there is one.

    For actions whose key is the space bar: they get it before the button.
    """
    focused = QApplication.focusWidget()
    if not isinstance(focused, QAbstractButton):
        return False
    focused.click()
    return True


def text_indent(box: QCheckBox) -> int:
    """Return how far to the right of its edge a check box has its text, in pixels."""
    metrics = (QStyle.PixelMetric.PM_IndicatorWidth, QStyle.PixelMetric.PM_CheckBoxLabelSpacing)
    return sum(box.style().pixelMetric(metric, None, box) for metric in metrics)
