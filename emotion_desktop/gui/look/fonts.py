"""Numbers that do not jitter."""

from PySide6.QtGui import QFont

from emotion_desktop.gui.language import local_number


def tabular(font: QFont) -> QFont:
    """Return the font with figures of equal width."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def percent(value: float, digits: int = 0) -> str:
    """Return a fraction as users read it."""
    return local_number(f"{100 * value:.{digits}f} %")
