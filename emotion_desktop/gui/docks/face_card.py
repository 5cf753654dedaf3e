"""One person in the list of faces: id, label, confidence, and a bar for every class."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emotion_desktop.gui.docks.face_rows import FaceRow
from emotion_desktop.gui.look.fonts import percent, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import COLOURS

PADDING: Final = 12
HEADER: Final = 24
GAP: Final = 6
LINE: Final = 18
BAR: Final = 8
NAME_WIDTH: Final = 76
NUMBER_WIDTH: Final = 44


class FaceCard(QWidget):
    """Painted in one go: ten updates a second must not make a layout compute."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: FaceRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_row(self, row: FaceRow) -> None:
        """Show a person."""
        before, self._row = self._row, row
        if before is None or len(before.bars) != len(row.bars):
            self.updateGeometry()
        name = f"Face {row.track_id}: {row.label}"
        if name != self.accessibleName():
            self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height with room for one line per class."""
        lines = len(self._row.bars) if self._row else 0
        return QSize(200, 2 * PADDING + HEADER + (GAP + lines * LINE if lines else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        if self._row is None:
            return
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if not self._row.present:
            painter.setOpacity(0.45)
        inner = QRectF(self.rect()).adjusted(PADDING, PADDING, -PADDING, -PADDING)
        self._paint_header(painter, inner)
        painter.setFont(tabular(self.font()))
        top = inner.top() + HEADER + GAP
        for index, (emotion, value) in enumerate(self._row.bars):
            line = QRectF(inner.left(), top + index * LINE, inner.width(), LINE)
            named = emotion is self._row.emotion and not self._row.uncertain
            self._paint_bar(painter, line, emotion.value, value, COLOURS[emotion], named=named)
        painter.end()

    def _paint_header(self, painter: QPainter, inner: QRectF) -> None:
        row, colours = self._row, self._theme.colours
        assert row is not None
        chip = QRectF(inner.left() + 1, inner.top() + 6, 12, 12)
        if row.uncertain:
            pen = QPen(QColor(colours.muted), 1.5)
            pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*COLOURS[row.emotion]))
        painter.drawRoundedRect(chip, 3, 3)
        middle = Qt.AlignmentFlag.AlignVCenter
        header = QRectF(inner.left() + 22, inner.top(), inner.width() - 22, HEADER)
        painter.setPen(QColor(colours.muted))
        tag = f"#{row.track_id}"
        painter.drawText(header, middle, tag)
        bold = tabular(painter.font())
        bold.setBold(True)
        header.setLeft(header.left() + painter.fontMetrics().horizontalAdvance(tag) + 8)
        painter.setFont(bold)
        painter.setPen(QColor(colours.muted if row.uncertain else colours.text))
        painter.drawText(header, middle, row.label)
        if row.flaw is None:
            value = percent(row.confidence)
            painter.drawText(header, middle | Qt.AlignmentFlag.AlignRight, value)

    def _paint_bar(
        self,
        painter: QPainter,
        line: QRectF,
        name: str,
        value: float,
        colour: tuple[int, int, int],
        *,
        named: bool,
    ) -> None:
        colours = self._theme.colours
        painter.setPen(QColor(colours.text if named else colours.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle, name)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, percent(value))
        trough = QRectF(
            line.left() + NAME_WIDTH,
            line.center().y() - BAR / 2,
            line.width() - NAME_WIDTH - NUMBER_WIDTH,
            BAR,
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.trough))
        painter.drawRoundedRect(trough, BAR / 2, BAR / 2)
        painter.setBrush(QColor(*colour))
        filled = QRectF(trough)
        filled.setWidth(max(BAR * min(value * 20, 1), value * trough.width()))
        painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
