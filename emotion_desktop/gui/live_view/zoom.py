"""Which part of a picture is shown, worked out without widgets."""

from dataclasses import dataclass
from typing import Final, Self

from PySide6.QtCore import QPointF, QRectF

MOST: Final = 8.0
NOTCH: Final = 1.25
"""What a notch of the wheel, or a key, makes larger."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """A part of a picture.

    Attributes:
        factor: How much larger the picture is than the view, 1 for the whole picture.
        x: What of the picture is in the middle of the view, 0 left to 1 right.
        y: Likewise, 0 above to 1 below.
    """

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def target(self, whole: QRectF) -> QRectF:
        """Return where the picture goes, the whole of which would go to `whole`."""
        if self.factor == 1:
            return whole
        width, height = whole.width() * self.factor, whole.height() * self.factor
        middle = whole.center()
        return QRectF(middle.x() - self.x * width, middle.y() - self.y * height, width, height)

    def scaled(self, factor: float, at: QPointF, whole: QRectF) -> Self:
        """Return it so much larger; what is at a place of the view stays there."""
        larger = min(max(self.factor * factor, 1.0), MOST)
        off = at - whole.center()
        before = off / self.factor
        after = off / larger
        x = self.x + (before.x() - after.x()) / whole.width()
        y = self.y + (before.y() - after.y()) / whole.height()
        return self._within(larger, x, y)

    def moved(self, way: QPointF, whole: QRectF) -> Self:
        """Return it with the picture moved by so many pixels of the view."""
        x = self.x - way.x() / (whole.width() * self.factor)
        y = self.y - way.y() / (whole.height() * self.factor)
        return self._within(self.factor, x, y)

    def _within(self, factor: float, x: float, y: float) -> Self:
        """Return a zoom whose view lies within the picture."""
        half = 0.5 / factor
        return type(self)(factor, min(max(x, half), 1 - half), min(max(y, half), 1 - half))
