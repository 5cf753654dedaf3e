"""The live picture with its overlay."""

import time
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emotion_desktop.domain import Frame, FrameResult, Image
from emotion_desktop.gui.accessibility import Description, announce
from emotion_desktop.gui.docks.faces.rows import row_of
from emotion_desktop.gui.language import overlay_words, translate
from emotion_desktop.gui.live_view.badges import paint_badge, paint_recording
from emotion_desktop.gui.live_view.frame_image import Picture, Pictures, fitted
from emotion_desktop.gui.live_view.latency import LatencyMeter
from emotion_desktop.gui.live_view.overlay_painter import paint_overlay
from emotion_desktop.gui.live_view.paint_cache import paint_pixels
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.outputs.overlay import OverlayOptions

RING: Final = 2
BY_KEYBOARD: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class VideoView(QWidget):
    """Paints the newest frame in its right aspect, and the faces over it.

    Signals:
        first_painted: The view stands on the screen for the first time.
        options_changed: `options` are others now.

    Attributes:
        options: What is painted over the picture, and whether it is mirrored.
        latency: Time from capture to painting.
        result: What is painted over the picture; None where it stands alone.
    """

    first_painted = Signal()
    options_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = OverlayOptions(words=overlay_words())
        self.latency = LatencyMeter()
        self._theme = theme
        self._frame: Frame | None = None
        self.result: FrameResult | None = None
        self._pictures = Pictures()
        self._unseen = False
        self._painted = False
        self._is_ringed = False
        self.badge = ""
        self._recording = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)  # in full screen the mouse brings the toolbar
        self.setAccessibleName(translate("Picture", "Live picture"))
        self._description = Description(self, self._in_words)
        theme.changed.connect(self.update)

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        return self._frame

    def prepare(self, frame: Frame) -> None:
        """Make the picture of a frame to be shown in a moment, when its faces are known."""
        if self.isVisible():
            size, mirrored = self._size_of(frame.image), self.options.mirrored
            self._pictures.prepare(frame.image, size, mirrored=mirrored)

    def show_frame(self, frame: Frame) -> None:
        """Show a frame without faces."""
        self._show(frame, None)

    def show_result(self, result: FrameResult) -> None:
        """Show a frame and its faces."""
        self._show(result.frame, result)

    def clear(self) -> None:
        """Show nothing."""
        self._frame = self.result = None
        self._pictures.clear()
        self._unseen = False
        self.latency.clear()
        self._description.renew()
        self.update()

    def set_overlay(self, *, bars: bool, heatmaps: bool) -> None:
        """Choose what is painted over the picture."""
        self.set_options(replace(self.options, bars=bars, heatmaps=heatmaps))

    def set_heatmap_opacity(self, opacity: float) -> None:
        """Paint heatmaps so opaque where they are hottest, 0–1."""
        self.set_options(replace(self.options, heatmap_opacity=opacity))

    def set_mirrored(self, *, on: bool) -> None:
        """Show the picture as a mirror would, or as it is."""
        self.set_options(replace(self.options, mirrored=on))

    def set_options(self, options: OverlayOptions) -> None:
        """Paint so from now on."""
        self.options = options
        self.options_changed.emit()
        self.update()

    def set_badge(self, text: str) -> None:
        """Show a word in the corner of the picture, or none."""
        if text and text != self.badge:
            announce(self, text)
        self.badge = text
        self.update()

    def set_recording(self, text: str) -> None:
        """Show a red dot and a text in the other corner of the picture, or none if empty."""
        self._recording = text
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus when it came by Tab."""
        self._is_ringed = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self._is_ringed = False
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        """Return the size of a small video."""
        return QSize(640, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the overlay and the badge."""
        painter = QPainter(self)
        fills_screen = self.window().isFullScreen()
        ground = QColor(Qt.GlobalColor.black if fills_screen else self._theme.colours.view)
        painter.fillRect(self.rect(), ground)
        if self._frame is not None:
            image, mirrored = self._frame.image, self.options.mirrored
            target = self._target(image)
            picture = self._pictures.shown(image, self._size_of(image), mirrored=mirrored)
            _paint_picture(painter, target, picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.result is not None:
                paint_overlay(painter, target, self.result, self.options)
            painter.setFont(tabular(self.font()))
            if self.badge:
                paint_badge(painter, target, self.badge)
            if self._recording:
                paint_recording(painter, target, self._recording)
            if self._unseen:
                self.latency.add(time.monotonic() - self._frame.captured_at)
                self._unseen = False
        if self._is_ringed and not fills_screen:
            painter.setPen(QPen(QColor(self._theme.colours.accent), RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = RING / 2
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def _show(self, frame: Frame, result: FrameResult | None) -> None:
        # A frame that is looked at again, while the source is held, is not late.
        self._unseen = self._unseen or frame is not self._frame
        self._frame, self.result = frame, result
        self._description.renew()
        self.update()

    def _in_words(self) -> str:
        if self._frame is None:
            return translate("Picture", "No picture")
        if self.result is None:
            return ""
        rows = (row_of(self.result, face) for face in range(len(self.result)))
        return ". ".join(row.headline for row in rows) or translate("Faces", "No face in view")

    def _target(self, image: Image) -> QRectF:
        """Return where a picture goes."""
        height, width = image.shape[:2]
        return fitted(QSizeF(width, height), QRectF(self.rect()))

    def _size_of(self, image: Image) -> QSize | None:
        """Return the size in pixels of the screen to make a picture in; None for its own."""
        ratio = self.devicePixelRatio()
        if ratio != int(ratio):
            return None  # between whole pixels of the screen it would be scaled twice
        return (self._target(image).size() * ratio).toSize()


def _paint_picture(painter: QPainter, target: QRectF, picture: Picture) -> None:
    if picture.size is None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, picture.pixels)
        return
    ratio = picture.size.width() / target.width()
    paint_pixels(painter, target.topLeft() * ratio, picture.pixels, ratio)
