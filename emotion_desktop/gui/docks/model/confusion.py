"""The confusion matrix as a picture: how each true class is answered."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from emotion_desktop.gui.docks.model.facts import mistake
from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.look.palettes import Colours, contrast
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import Emotion

GAP: Final = 8
LARGEST_CELL: Final = 40
READABLE: Final = 4.5
_SHOWN: Final = 0.005
"""Shares that would read 0 are left out, so that what matters stands out."""


class ConfusionView(QWidget):
    """Rows are true classes and sum to 100 %, columns are answers; counts are in the tooltips."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._classes: tuple[Emotion, ...] = ()
        self._counts: Sequence[Sequence[int]] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(translate("Model", "Confusion matrix"))
        theme.changed.connect(self.update)

    def show_counts(self, classes: Sequence[Emotion], counts: Sequence[Sequence[int]]) -> None:
        """Show a matrix.

        Args:
            classes: C of them, in the order of rows and columns.
            counts: (C, C) faces; row i is how the faces of class i were answered.
        """
        self._classes, self._counts = tuple(classes), counts
        self.setAccessibleDescription(self._in_words())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return True: the fields are square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows and of the names above them."""
        return round(self._margin() + len(self._classes) * self._side(width))

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(200, self.heightForWidth(self.width()))

    def field(self, row: int, column: int) -> QRectF:
        """Return where the answers of a class (column) for faces of another (row) are painted."""
        side, margin = self._side(self.width()), self._margin()
        return QRectF(margin + column * side, margin + row * side, side, side)

    def text_at(self, position: QPoint) -> str:
        """Return what the field at a point says; empty beside the matrix."""
        side, margin = self._side(self.width()), self._margin()
        column, row = (int((each - margin) // side) for each in (position.x(), position.y()))
        if not (0 <= row < len(self._classes) and 0 <= column < len(self._classes)):
            return ""
        counts = self._counts[row]
        return mistake(self._classes[row], self._classes[column], counts[column], sum(counts))

    def event(self, event: QEvent) -> bool:
        """Show the counts of the field below the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(event.pos()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names and fields."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        side, margin = self._side(self.width()), self._margin()
        painter.setFont(self._font())
        painter.setPen(QColor(colours.muted))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for index, emotion in enumerate(self._classes):
            middle = margin + (index + 0.5) * side
            name = emotion_name(emotion)
            painter.drawText(QRectF(0, middle - 10, margin - GAP, 20), right, name)
            painter.save()
            painter.translate(middle, margin - GAP)
            painter.rotate(-90)
            painter.drawText(QRectF(0, -10, margin, 20), left, name)
            painter.restore()
        for row, counts in enumerate(self._counts):
            total = max(sum(counts), 1)
            for column, count in enumerate(counts):
                field = self.field(row, column).adjusted(1, 1, -1, -1)
                self._paint_field(painter, field, count / total)
        painter.end()

    def _paint_field(self, painter: QPainter, field: QRectF, share: float) -> None:
        colours = self._theme.colours
        ground = blend(QColor(colours.trough), QColor(colours.accent), share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(field, 3, 3)
        if share >= _SHOWN:
            painter.setPen(readable(ground, colours))
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, f"{100 * share:.0f}")

    def _in_words(self) -> str:
        return "; ".join(
            mistake(self._classes[row], self._classes[column], count, sum(counts))
            for row, counts in enumerate(self._counts)
            for column, count in enumerate(counts)
            if count
        )

    def _font(self) -> QFont:
        font = tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        return font

    def _margin(self) -> int:
        metrics = QFontMetrics(self._font())
        names = (metrics.horizontalAdvance(emotion_name(emotion)) for emotion in self._classes)
        return max(names, default=0) + GAP

    def _side(self, width: int) -> float:
        fit = (width - self._margin()) / max(len(self._classes), 1)
        return min(max(fit, 8.0), float(LARGEST_CELL))


def blend(ground: QColor, colour: QColor, share: float) -> QColor:
    """Return a colour between two, 0 for the first and 1 for the second."""
    pairs = (
        (ground.red(), colour.red()),
        (ground.green(), colour.green()),
        (ground.blue(), colour.blue()),
    )
    return QColor(*(round(first + (second - first) * share) for first, second in pairs))


def readable(ground: QColor, colours: Colours) -> QColor:
    """Return a colour of text that reads on a ground with 4.5:1 or better."""
    texts = (QColor(colours.text), QColor(colours.on_accent))
    best = max(texts, key=lambda text: contrast(text, ground))
    if contrast(best, ground) >= READABLE:
        return best
    # One of these always does; the theme's own are a trace paler.
    return max((QColor("black"), QColor("white")), key=lambda text: contrast(text, ground))
