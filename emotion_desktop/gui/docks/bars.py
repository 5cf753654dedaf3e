"""Lines of a name, a bar and a figure, as all panels paint them."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from emotion_desktop.gui.look.palettes import Colours
from emotion_desktop.labels import Emotion

LINE_GAP: Final = 4
"""Between two lines of text, in pixels."""

BAR: Final = 8
FAINT: Final = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line.

    Attributes:
        name: On the left.
        figure: On the right.
        share: How much of the bar is filled, 0–1.
        colour: Whose colour the filled part has; the accent if None.
        upto: How far a faint part goes on behind it, 0–1.
        leads: Whether its text stands out.
    """

    name: str
    figure: str
    share: float
    colour: Emotion | None
    upto: float = 0.0
    leads: bool = False


def paint_bar(
    painter: QPainter,
    line: QRectF,
    bar: Bar,
    colours: Colours,
    widths: tuple[float, float],
) -> None:
    """Paint a line.

    Args:
        painter: Its font has figures of equal width.
        line: Where.
        bar: What.
        colours: Of the theme.
        widths: Room for the name and for the figure in pixels.
    """
    name_width, figure_width = widths
    painter.setPen(QColor(colours.text if bar.leads else colours.muted))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, middle, bar.name)
    painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, bar.figure)
    trough = QRectF(
        line.left() + name_width,
        line.center().y() - BAR / 2,
        max(line.width() - name_width - figure_width, BAR),
        BAR,
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.trough))
    painter.drawRoundedRect(trough, BAR / 2, BAR / 2)
    for share, alpha in ((bar.upto, FAINT), (bar.share, 1.0)):
        if share > 0:
            filled = QRectF(trough)
            # Never narrower than round, except where there is next to nothing.
            filled.setWidth(max(BAR * min(share * 20, 1), min(share, 1) * trough.width()))
            colour = QColor(colours.accent) if bar.colour is None else colours.of(bar.colour)
            colour.setAlphaF(alpha)
            painter.setBrush(colour)
            painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
