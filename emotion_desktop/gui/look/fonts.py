"""Numbers that do not jitter, and sizes that grow with the font."""

from typing import Final

from PySide6.QtGui import QFont, QFontMetrics

from emotion_desktop.gui.language import local_number

USUAL_HEIGHT: Final = 14
"""Height in pixels of the font that sizes were chosen with."""

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"

TEXT_SIZES: Final = {"larger": 1.25, "largest": 1.5}
"""How many times the system's size texts have, by the value of the setting."""


def resized(font: QFont, text_size: str) -> QFont:
    """Return the system's font in the size that was chosen; itself for any other value."""
    result = QFont(font)
    factor = TEXT_SIZES.get(text_size, 1.0)
    if font.pointSizeF() > 0:
        result.setPointSizeF(factor * font.pointSizeF())
    else:
        result.setPixelSize(round(factor * font.pixelSize()))
    return result


def scaled(size_px: int, font: QFont) -> int:
    """Return a size chosen with the usual font, larger for a larger font and never smaller."""
    return max(size_px, round(size_px * QFontMetrics(font).height() / USUAL_HEIGHT))


def line_height(font: QFont, gap_px: int) -> int:
    """Return the height of a line of text with so much room above and below it together."""
    return QFontMetrics(font).height() + gap_px


def tabular(font: QFont) -> QFont:
    """Return the font with figures of equal width."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def percent(value: float, digits: int = 0) -> str:
    """Return a fraction as users read it; no line ends before its sign."""
    return local_number(f"{100 * value:.{digits}f}{NO_BREAK_SPACE}%")
