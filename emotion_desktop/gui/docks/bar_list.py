"""A list of bars that takes as much height as it has lines."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from emotion_desktop.gui.docks.bars import LINE_GAP, Bar, paint_bar
from emotion_desktop.gui.look.fonts import line_height, tabular
from emotion_desktop.gui.look.theme import Theme

SPACE = 8


class BarList(QWidget):
    """Painted in one go; each line may have a tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._tips: tuple[str, ...] = ()
        self._figure_width = 0.0
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    @property
    def _line(self) -> int:
        return line_height(self.font(), LINE_GAP)

    def show_bars(self, bars: Sequence[Bar], tips: Sequence[str] = ()) -> None:
        """Show these lines.

        Args:
            bars: From top to bottom.
            tips: A tooltip for each; none if left out.
        """
        grown = len(bars) != len(self._bars)
        self._bars, self._tips = tuple(bars), tuple(tips)
        if grown:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height with room for all lines."""
        return QSize(200, self._line * len(self._bars))

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of the line below the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._tips:
            line = min(event.pos().y() // self._line, len(self._tips) - 1)
            QToolTip.showText(event.globalPos(), self._tips[line], self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        figures = max((metrics.horizontalAdvance(bar.figure) for bar in self._bars), default=0)
        # Only wider, never narrower: a bar must not move because a figure lost a digit.
        self._figure_width = max(self._figure_width, figures + SPACE)
        for index, bar in enumerate(self._bars):
            line = QRectF(0, index * self._line, self.width(), self._line)
            widths = (names + SPACE, self._figure_width)
            paint_bar(painter, line, bar, self._theme.colours, widths)
        painter.end()
