"""One person in the list of faces: picture, id, label, time in view, and a bar for every class."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emotion_desktop.gui.accessibility import Description, probabilities_in_words
from emotion_desktop.gui.docks.bars import LINE_GAP, Bar, paint_bar
from emotion_desktop.gui.docks.faces.rows import FaceRow
from emotion_desktop.gui.docks.faces.thumbnail import RADIUS
from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.fonts import line_height, percent, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.outputs.recording.time_axis import clock

PADDING: Final = 12
THUMB: Final = 44
GAP: Final = 8
SPACE: Final = 12
ABSENT: Final = 0.45
NO_FIGURE: Final = "–"


class FaceCard(QAbstractButton):
    """Painted in one go: ten updates a second must not make a layout compute.

    Its height depends on the model, on `compact`, and on whether probabilities are relative to a
    neutral face, never on what the face looks like.

    Signals:
        passed: (int) An arrow key asks for the card so many places further down.
    """

    passed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: FaceRow | None = None
        self._picture: QPixmap | None = None
        self._name_width = self._figure_width = 0
        self.picture_at: float | None = None
        """Capture time of the frame the picture is from."""
        self.compact = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(tabular(self.font()))
        self.setToolTip(translate("Faces", "Show this person in the timeline (Enter)"))
        self._description = Description(self, self._in_words)
        theme.changed.connect(self.update)

    @property
    def row(self) -> FaceRow | None:
        """Who is shown."""
        return self._row

    @property
    def thumb(self) -> int:
        """Side of the picture in pixels: as high as the two lines beside it."""
        return max(THUMB, 2 * self._line)

    @property
    def _line(self) -> int:
        return line_height(self.font(), LINE_GAP)

    def nextCheckState(self) -> None:
        """Leave it to the panel who is chosen: a click alone does not tick the card."""

    def show_row(self, row: FaceRow, *, compact: bool) -> None:
        """Show a person, with bars or without."""
        before, self._row = self._row, row
        shape = len(row.bars), row.relative, compact
        if before is None or (len(before.bars), before.relative, self.compact) != shape:
            self.compact = compact
            self._measure()
            self.updateGeometry()
        text = translate("Faces", "Face {number}: {label}")
        name = text.format(number=f"{row.track_id} {row.name}".strip(), label=row.label)
        if name != self.accessibleName():
            self.setAccessibleName(name)
        self._description.renew()
        self.update()

    def set_picture(self, picture: QPixmap, at_s: float) -> None:
        """Show another picture of the face.

        Args:
            picture: `thumb` logical pixels wide and high.
            at_s: Capture time of its frame on the `time.monotonic()` clock.
        """
        self._picture, self.picture_at = picture, at_s
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height with room for one line per class."""
        lines = len(self._row.bars) if self._row and not self.compact else 0
        bars = GAP + lines * self._line if lines else 0
        note = self._line if self._row and self._row.relative else 0
        return QSize(200, 2 * PADDING + self.thumb + note + bars)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter as with the space bar; go up and down with the arrow keys."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.passed.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        row = self._row
        if row is None:
            return
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        if not row.present:
            painter.setOpacity(ABSENT)
        inner = QRectF(self.rect()).adjusted(PADDING, PADDING, -PADDING, -PADDING)
        self._paint_picture(painter, QRectF(inner.left(), inner.top(), self.thumb, self.thumb))
        self._paint_header(painter, inner.adjusted(self.thumb + SPACE, 0, 0, 0), row)
        top, height = inner.top() + self.thumb, self._line
        if row.relative:
            painter.setPen(QColor(colours.muted))
            note = QRectF(inner.left() + self.thumb + SPACE, top, inner.width(), height)
            painter.drawText(note, Qt.AlignmentFlag.AlignVCenter, relative_words())
            top += height
        top += GAP
        for index, (emotion, value) in enumerate(() if self.compact else row.bars):
            line = QRectF(inner.left(), top + index * height, inner.width(), height)
            bar = Bar(
                name=emotion_name(emotion),
                figure=NO_FIGURE if value is None else percent(value),
                share=value or 0.0,
                colour=emotion,
                leads=emotion is row.emotion and not row.uncertain,
            )
            paint_bar(painter, line, bar, colours, (self._name_width, self._figure_width))
        painter.end()

    def _in_words(self) -> str:
        row = self._row
        if row is None:
            return ""
        bars = probabilities_in_words(row.bars)
        if row.relative:
            bars = f"{relative_words()}: {bars}"
        if row.seen_s is None:
            return bars
        seen = translate("Faces", "{time} in view").format(time=clock(row.seen_s))
        return f"{bars}. {seen}"

    def _paint_frame(self, painter: QPainter) -> None:
        colours = self._theme.colours
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outlined = self.isChecked() or self.hasFocus()
        pen = QPen(QColor(colours.accent if outlined else colours.border), 2 if outlined else 1)
        if self.hasFocus() and not self.isChecked():
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(ground, 8, 8)
        if self.hasFocus() and self.isChecked():
            painter.setPen(QPen(QColor(colours.text), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(3, 3, -3, -3), 6, 6)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        if self._picture is not None:
            painter.drawPixmap(place.topLeft(), self._picture)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.colours.trough))
            painter.drawRoundedRect(place, RADIUS, RADIUS)

    def _paint_header(self, painter: QPainter, area: QRectF, row: FaceRow) -> None:
        colours = self._theme.colours
        middle = Qt.AlignmentFlag.AlignVCenter
        upper = QRectF(area.left(), area.top(), area.width(), self.thumb / 2)
        lower = upper.translated(0, self.thumb / 2)
        chip = QRectF(upper.left() + 1, upper.center().y() - 6, 12, 12)
        if row.uncertain:
            pen = QPen(QColor(colours.muted), 1.5)
            pen.setDashPattern([2, 2])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.of(row.emotion))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(QColor(colours.muted))
        number = row.title
        if row.seen_s is not None:
            seen = translate("Faces", "{time} in view").format(time=clock(row.seen_s))
            number = f"{number} · {seen}"
        room = round(lower.width())
        number = painter.fontMetrics().elidedText(number, Qt.TextElideMode.ElideRight, room)
        painter.drawText(lower, middle, number)
        bold = tabular(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(colours.muted if row.uncertain else colours.text))
        figure = "" if row.uncertain else percent(row.confidence)
        painter.drawText(upper, middle | Qt.AlignmentFlag.AlignRight, figure)
        metrics = painter.fontMetrics()
        room = round(upper.width()) - 22 - metrics.horizontalAdvance(figure)
        label = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper.adjusted(22, 0, 0, 0), middle, label)
        painter.setFont(self.font())

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        bars = self._row.bars if self._row is not None else ()
        names = (metrics.horizontalAdvance(emotion_name(emotion)) for emotion, _ in bars)
        self._name_width = max(names, default=0) + SPACE
        self._figure_width = metrics.horizontalAdvance(percent(1)) + SPACE


def relative_words() -> str:
    """Return how a card says that its probabilities are not the model's own."""
    return translate("Faces", "relative to neutral")
