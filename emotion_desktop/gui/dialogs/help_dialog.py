"""The help dialog: every action with its key, from the one table of actions."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.actions import ACTIONS, ActionSpec
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, key_name, translate
from emotion_desktop.gui.look.fonts import scaled

COLUMNS: Final = (
    (("File", "Source", "Analysis"), ("Playback", "Model", "Help"), ("View",)),
    (("File", "Source", "Analysis", "Help"), ("Playback", "Model", "View")),
    (("File", "Source", "Analysis", "Playback", "Model", "Help", "View"),),
)
"""Groups of the action table, as they stand side by side on wide screens, and on narrower ones."""

KEYS_WIDTH: Final = 128
ADVICE_WIDTH: Final = 216
"""Of the columns with the usual font. Longer sentences take two lines: in some languages three
columns would be too wide."""

MARGIN: Final = 24
BETWEEN: Final = 24
INDENT: Final = 12
"""Room between keys and what they do."""

OF_SCREEN: Final = 0.95
"""Share of the screen that the dialog takes at most; the rest is scrolled to."""

WHAT_IT_DOES: Final = QT_TRANSLATE_NOOP(
    "Help",
    "The app estimates which expression category a face resembles, not what a person feels. "
    "Nothing leaves this computer unless you share it.",
)


class HelpDialog(QDialog):
    """Lists all actions that have a key, up to three columns of groups side by side.

    It lies beside the window, not in its way: keys can be tried while they are read.

    Args:
        specs: The actions, with the keys in force.
        parent: The window.
    """

    def __init__(
        self, specs: Iterable[ActionSpec] = ACTIONS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        shown = [spec for spec in specs if spec.keys and spec.in_help]
        self.setWindowTitle(translate("Help", "Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        layout.setSpacing(16)
        inside = self._inside = QWidget()
        inside.setObjectName("scrolled")
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(BETWEEN)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("keys")
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(translate("Help", "Keys"))
        layout.addWidget(self._scroll, 1)
        groups, widths = self._columns()
        for names in groups:
            column = QVBoxLayout()
            column.setSpacing(16)
            columns.addLayout(column)
            for name in names:
                specs_of_group = [spec for spec in shown if spec.group == name]
                column.addLayout(_group(name, specs_of_group, *widths))
            column.addStretch()
        self._scroll.setWidget(inside)
        about = QLabel(translate("Help", WHAT_IT_DOES))
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(about)
        layout.addWidget(buttons)

    def _columns(self) -> tuple[tuple[tuple[str, ...], ...], tuple[int, int]]:
        """Return as many columns of groups as have room, and the widths of keys and advice."""
        keys, advice = scaled(KEYS_WIDTH, self.font()), scaled(ADVICE_WIDTH, self.font())
        beside = 2 * self._scroll.frameWidth() + self._scroll.verticalScrollBar().sizeHint().width()
        room = int(self.screen().availableGeometry().width() * OF_SCREEN) - 2 * MARGIN - beside
        width = keys + INDENT + advice + BETWEEN
        columns = next(
            (each for each in COLUMNS if len(each) * width - BETWEEN <= room), COLUMNS[-1]
        )
        return columns, (keys, min(advice, room - keys - INDENT))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as all keys need, and no larger than the screen."""
        frame = 2 * self._scroll.frameWidth()
        inside = self._inside.sizeHint() + QSize(frame, frame)
        layout = self.layout()
        assert layout is not None
        height = layout.totalHeightForWidth(inside.width()) - self._scroll.sizeHint().height()
        wanted = QSize(inside.width() + 2 * MARGIN, inside.height() + height)
        room = self.screen().availableGeometry().size() * OF_SCREEN
        scrolls = wanted.height() > room.height()
        if scrolls:
            wanted += QSize(self._scroll.verticalScrollBar().sizeHint().width(), 0)
        focus = Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus
        self._scroll.setFocusPolicy(focus)
        self.resize(wanted.boundedTo(room))
        super().showEvent(event)  # puts it in the middle


def _group(
    name: str, specs: Iterable[ActionSpec], keys_width: int, advice_width: int
) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(INDENT)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    heading = QLabel(translate("Actions", name))
    grid.setColumnMinimumWidth(0, keys_width)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, spec in enumerate(specs, start=1):
        grid.addLayout(_keys(spec.keys), row, 0, Qt.AlignmentFlag.AlignTop)
        advice = QLabel(spec.advice)
        advice.setWordWrap(True)
        advice.setFixedWidth(advice_width)
        advice.setMinimumHeight(advice.heightForWidth(advice_width))
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
