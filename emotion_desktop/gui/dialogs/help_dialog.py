"""The help dialog: every action with its key, from the one table of actions."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.actions import ACTIONS
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, key_name, translate

COLUMNS: Final = (("File", "Source"), ("Playback", "Model"), ("View", "Analysis", "Help"))
"""Groups of the action table, as they stand side by side."""

KEYS_WIDTH: Final = 128

ADVICE_WIDTH: Final = 216
"""Longer sentences take two lines: in some languages three columns would be too wide."""

WHAT_IT_DOES: Final = QT_TRANSLATE_NOOP(
    "Help",
    "The app estimates which expression category a face resembles, not what a person feels. "
    "Nothing leaves this computer unless you share it.",
)


class HelpDialog(QDialog):
    """Lists all actions that have a key, three columns of groups side by side.

    It lies beside the window, not in its way: keys can be tried while they are read.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Help", "Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        layout.addLayout(columns)
        for names in COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(16)
            columns.addLayout(column)
            for name in names:
                column.addLayout(_group(name))
            column.addStretch()
        about = QLabel(translate("Help", WHAT_IT_DOES))
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            button.setIcon(QIcon())
        layout.addWidget(about)
        layout.addWidget(buttons)


def _group(name: str) -> QGridLayout:
    specs = [spec for spec in ACTIONS if spec.group == name and spec.keys and spec.in_help]
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, KEYS_WIDTH)
    grid.setColumnStretch(1, 1)
    heading = QLabel(translate("Actions", name))
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, spec in enumerate(specs, start=1):
        grid.addLayout(_keys(spec.keys), row, 0, Qt.AlignmentFlag.AlignTop)
        advice = QLabel(spec.advice)
        advice.setWordWrap(True)
        advice.setFixedWidth(ADVICE_WIDTH)
        advice.setMinimumHeight(advice.heightForWidth(ADVICE_WIDTH))
        grid.addWidget(advice, row, 1, Qt.AlignmentFlag.AlignVCenter)
    return grid


def _keys(keys: tuple[str, ...]) -> QGridLayout:
    box = QGridLayout()
    box.setHorizontalSpacing(4)
    for column, key in enumerate(keys):
        label = QLabel(key_name(key))
        label.setObjectName("key")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(label, 0, column)
    box.setColumnStretch(len(keys), 1)
    return box
