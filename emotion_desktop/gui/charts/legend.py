"""Names, colours and values of the curves, in lines as long as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emotion_desktop.gui.accessibility import Description, probabilities_in_words
from emotion_desktop.gui.language import emotion_name
from emotion_desktop.gui.look.fonts import line_height, percent, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import Emotion

GAP: Final = 6
"""Between two lines, in pixels."""

CHIP: Final = 10
SPACE: Final = 6
BETWEEN: Final = 16
NO_VALUE: Final = "–"


@dataclass(frozen=True, slots=True)
class Entry:
    """One class: its probability 0–1 at the cursor, or None where there is no telling."""

    emotion: Emotion
    value: float | None


class Legend(QWidget):
    """Every value has room for the widest one, so that nothing moves when it changes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(tabular(self.font()))
        self._description = Description(self, self._in_words)
        theme.changed.connect(self.update)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._entries

    @property
    def _line(self) -> int:
        return line_height(self.font(), GAP)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these classes and their values."""
        if tuple(entries) == self._entries:
            return
        names_before = [entry.emotion for entry in self._entries]
        self._entries = tuple(entries)
        if [entry.emotion for entry in entries] != names_before:
            names = ", ".join(emotion_name(entry.emotion) for entry in entries)
            self.setAccessibleName(names)
            self.updateGeometry()
        self._description.renew()
        self.update()

    def _in_words(self) -> str:
        return probabilities_in_words((entry.emotion, entry.value) for entry in self._entries)

    def hasHeightForWidth(self) -> bool:
        """Return True: narrow means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        places = self._places(width)
        return self._line * (places[-1][1] + 1 if places else 1)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return a size with room for any entry."""
        return QSize(200, self._line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries; the likeliest class in the colour of text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        likeliest = max((entry.value or 0.0 for entry in self._entries), default=0.0)
        middle = Qt.AlignmentFlag.AlignVCenter
        places = self._places(self.width())
        for entry, (left, line) in zip(self._entries, places, strict=True):
            rect = QRectF(left, line * self._line, self.entry_width(entry), self._line)
            chip = QRectF(rect.left(), rect.center().y() - CHIP / 2, CHIP, CHIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.of(entry.emotion))
            painter.drawRoundedRect(chip, 3, 3)
            leads = entry.value is not None and entry.value == likeliest
            painter.setPen(QColor(colours.text if leads else colours.muted))
            rect.setLeft(chip.right() + SPACE)
            painter.drawText(rect, middle, emotion_name(entry.emotion))
            value = NO_VALUE if entry.value is None else percent(entry.value)
            painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, value)
        painter.end()

    def entry_width(self, entry: Entry) -> int:
        """Return what an entry takes, in pixels."""
        metrics = QFontMetrics(self.font())
        name = metrics.horizontalAdvance(emotion_name(entry.emotion))
        return CHIP + SPACE + name + SPACE + metrics.horizontalAdvance(percent(1))

    def _places(self, width: int) -> list[tuple[int, int]]:
        """Return the left edge and the line of each entry."""
        left = line = 0
        places = []
        for entry in self._entries:
            own = self.entry_width(entry)
            if left and left + own > width:
                left, line = 0, line + 1
            places.append((left, line))
            left += own + BETWEEN
        return places
