"""From the pipeline's arrays to what Qt paints."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QImage

from emotion_desktop.domain import Image
from emotion_desktop.gui.live_view.tone import PLAIN, Tone


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A frame as Qt paints it.

    Attributes:
        image: (H, W, 3) uint8 BGR, what it was made from.
        size: What it was made for, in pixels of the screen; None for the frame's own.
        mirrored: Whether left and right have changed places.
        tone: How bright it is shown.
        scaled: (H', W', 3) uint8 BGR, the frame in that size.
        pixels: The same for Qt.
    """

    image: Image
    size: QSize | None
    mirrored: bool
    tone: Tone
    scaled: Image
    pixels: QImage

    @classmethod
    def of(
        cls,
        image: Image,
        size: QSize | None,
        *,
        mirrored: bool,
        tone: Tone = PLAIN,
        instead_of: Self | None = None,
    ) -> Self:
        """Return a frame in a size and direction.

        It is scaled here and not when it is painted, because Qt would hold all of Python up.

        Args:
            image: (H, W, 3) uint8 BGR.
            size: In pixels of the screen; None for its own.
            mirrored: Whether left and right change places.
            tone: How bright it is shown.
            instead_of: One that nobody needs any more. Its memory is used again if it is as
                large: to get as much from the system takes longer than to fill it.
        """
        # OpenCV is loaded by the time there is a picture; at the start it would delay the window.
        from emotion_desktop.vision.opencv import cv2

        spare = instead_of if instead_of is not None and instead_of.size == size else None
        if size is None:
            pixels = to_qimage(tone.apply(image), mirrored=mirrored)
            return cls(image, size, mirrored, tone, image, pixels)
        room = None if spare is None else spare.scaled
        scaled = np.asarray(cv2.resize(image, size.toTuple(), dst=room), np.uint8)
        into = None if spare is None else spare.pixels
        pixels = to_qimage(tone.apply(scaled), mirrored=mirrored, into=into)
        return cls(image, size, mirrored, tone, scaled, pixels)

    def shows(
        self, image: Image, size: QSize | None, *, mirrored: bool, tone: Tone = PLAIN
    ) -> bool:
        """Return whether it is what `of` would make of the same."""
        same = (self.size, self.mirrored, self.tone) == (size, mirrored, tone)
        return self.image is image and same


class Pictures:
    """The picture that is shown and the one that comes next, in memory that is used again.

    Attributes:
        tone: How bright pictures are shown from now on.
    """

    def __init__(self) -> None:
        self.tone = PLAIN
        self._shown: Picture | None = None
        self._coming: Picture | None = None
        self._spare: Picture | None = None

    def prepare(self, image: Image, size: QSize | None, *, mirrored: bool) -> None:
        """Make a picture that will be shown next; see `Picture.of`."""
        if self._known(image, size, mirrored=mirrored) is None:
            self._coming = self._made(image, size, mirrored=mirrored)

    def shown(self, image: Image, size: QSize | None, *, mirrored: bool) -> Picture:
        """Return the picture to show from now on, the one prepared if it is that."""
        found = self._known(image, size, mirrored=mirrored)
        if found is None:
            found = self._made(image, size, mirrored=mirrored)
        if found is not self._shown:
            self._spare, self._shown, self._coming = self._shown, found, None
        return found

    def clear(self) -> None:
        """Forget all, and give their memory back."""
        self._shown = self._coming = self._spare = None

    def _known(self, image: Image, size: QSize | None, *, mirrored: bool) -> Picture | None:
        for known in (self._shown, self._coming):
            if known is not None and known.shows(image, size, mirrored=mirrored, tone=self.tone):
                return known
        return None

    def _made(self, image: Image, size: QSize | None, *, mirrored: bool) -> Picture:
        # One that came but was never shown is of no use now.
        spare = self._coming or self._spare
        self._coming = self._spare = None
        return Picture.of(image, size, mirrored=mirrored, tone=self.tone, instead_of=spare)


def to_qimage(image: Image, *, mirrored: bool, into: QImage | None = None) -> QImage:
    """Return a picture that owns its pixels.

    Args:
        image: (H, W, 3) uint8 BGR.
        mirrored: Whether left and right change places.
        into: A picture of the same size to overwrite and return; None for a new one.
    """
    from emotion_desktop.vision.opencv import cv2

    height, width = image.shape[:2]
    result = QImage(width, height, QImage.Format.Format_RGB32) if into is None else into
    pixels = np.frombuffer(result.bits(), np.uint8).reshape(height, width, 4)
    cv2.cvtColor(cv2.flip(image, 1) if mirrored else image, cv2.COLOR_BGR2BGRA, dst=pixels)
    return result


def fitted(picture: QSizeF, area: QRectF) -> QRectF:
    """Return the largest rectangle of the picture's aspect in the middle of an area."""
    scale = min(area.width() / picture.width(), area.height() / picture.height())
    width, height = round(picture.width() * scale), round(picture.height() * scale)
    left = area.left() + (area.width() - width) // 2
    top = area.top() + (area.height() - height) // 2
    return QRectF(left, top, width, height)
