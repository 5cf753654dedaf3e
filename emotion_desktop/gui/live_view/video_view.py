"""The live picture with its overlay."""

import time
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from emotion_desktop.domain import Frame, FrameResult, Image
from emotion_desktop.gui.accessibility import Description, announce
from emotion_desktop.gui.docks.faces.rows import row_of
from emotion_desktop.gui.language import overlay_words, translate
from emotion_desktop.gui.live_view.badges import (
    BADGE_STEP,
    paint_badge,
    paint_countdown,
    paint_recording,
)
from emotion_desktop.gui.live_view.frame_image import Picture, Pictures, fitted
from emotion_desktop.gui.live_view.latency import LatencyMeter
from emotion_desktop.gui.live_view.overlay_painter import paint_overlay
from emotion_desktop.gui.live_view.paint_cache import paint_pixels
from emotion_desktop.gui.live_view.tone import Tone
from emotion_desktop.gui.live_view.zoom import NOTCH, Zoom
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
        zoomed: `zoom` was changed.
        full_screen_wanted: The picture was double-clicked.

    Attributes:
        zoom: Which part of the picture is shown.
        options: What is painted over the picture, and whether it is mirrored.
        latency: Time from capture to painting.
        result: What is painted over the picture; None where it stands alone.
    """

    first_painted = Signal()
    options_changed = Signal()
    zoomed = Signal()
    full_screen_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = OverlayOptions(words=overlay_words())
        self.latency = LatencyMeter()
        self.zoom = Zoom()
        self._dragged_from: QPointF | None = None
        self._theme = theme
        self._frame: Frame | None = None
        self.result: FrameResult | None = None
        self.pictures = Pictures()
        self._unseen = False
        self._painted = False
        self._is_ringed = False
        self.badge = ""
        self.waiting_for = ""
        self._recording = ""
        self.countdown = ""
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
        if self.isVisible() and not self.window().isMinimized():
            size, mirrored = self._size_of(frame.image), self.options.mirrored
            self.pictures.prepare(frame.image, size, mirrored=mirrored)

    def show_frame(self, frame: Frame) -> None:
        """Show a frame without faces."""
        self._show(frame, None)

    def show_result(self, result: FrameResult) -> None:
        """Show a frame and its faces."""
        self._show(result.frame, result)

    def clear(self) -> None:
        """Show nothing."""
        self._frame = self.result = None
        self.pictures.clear()
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

    def set_tone(self, tone: Tone) -> None:
        """Show the picture brighter or darker; what is analysed and saved stays as it is."""
        if tone != self.pictures.tone:
            self.pictures.tone = tone
            self.options_changed.emit()
            self.update()

    def set_badge(self, text: str) -> None:
        """Show a word in the corner of the picture, or none."""
        if text and text != self.badge:
            announce(self, text)
        self.badge = text
        self.update()

    def set_waiting(self, text: str) -> None:
        """Show in the same corner what is waited for, or nothing."""
        self.waiting_for = text
        self.update()

    def set_recording(self, text: str) -> None:
        """Show a red dot and a text in the other corner of the picture, or none if empty."""
        self._recording = text
        self.update()

    def set_countdown(self, text: str) -> None:
        """Show a number in the middle of the picture, or none if empty."""
        self.countdown = text
        self.update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show another part of the picture."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.zoomed.emit()
            self.update()

    def face_at(self, place: QPointF) -> int | None:
        """Return the row in the result of the face at a place of the widget; None for none."""
        if self.result is None:
            return None
        image = self.result.image
        target = self.target_of(image)
        scale = image.shape[1] / target.width()
        x, y = (place - target.topLeft()).toTuple()
        if self.options.mirrored:
            x = target.width() - x
        boxes = self.result.faces.boxes.tolist()
        for face, (x0, y0, x1, y1) in enumerate(boxes):
            if x0 <= x * scale <= x1 and y0 <= y * scale <= y1:
                return face
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Show less of the picture, or more; what is below the mouse stays there."""
        self._zoom_by(NOTCH ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Do the same with two fingers."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a picture that is larger than the view."""
        if event.button() is Qt.MouseButton.LeftButton and self.zoom.factor > 1:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let it follow the mouse."""
        if self._dragged_from is not None and self._frame is not None:
            way = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.set_zoom(self.zoom.moved(way, self._fitted(self._frame.image)))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        if self._dragged_from is not None:
            self._dragged_from = None
            self.unsetCursor()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for full screen, or back."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.full_screen_wanted.emit()

    def zoom_by(self, factor: float) -> None:
        """Show less of the picture, or more, around the middle of the view."""
        self._zoom_by(factor, QRectF(self.rect()).center())

    def _zoom_by(self, factor: float, at: QPointF) -> None:
        if self._frame is not None:
            self.set_zoom(self.zoom.scaled(factor, at, self._fitted(self._frame.image)))

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
            target = self.target_of(image)
            picture = self.pictures.shown(image, self._size_of(image), mirrored=mirrored)
            _paint_picture(painter, target, picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.result is not None:
                paint_overlay(painter, target, self.result, self.options)
            painter.setFont(tabular(self.font()))
            seen = target.intersected(QRectF(self.rect()))
            if self._recording:
                paint_recording(painter, seen, self._recording)
            if self.countdown:
                paint_countdown(painter, seen, self.countdown)
            toned = (
                "" if self.pictures.tone.is_plain else translate("Picture", "Brightness changed")
            )
            words = [text for text in (self.badge or self.waiting_for, toned) if text]
            if words:
                paint_badge(painter, seen, "  ·  ".join(words))
                seen = seen.adjusted(0, BADGE_STEP, 0, 0)
            if self.result is not None and self.result.hidden is not None:
                paint_badge(painter, seen, translate("Picture", "Faces blurred"))
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

    def target_of(self, image: Image) -> QRectF:
        """Return where a picture goes, parts of it beyond the edges if it is zoomed."""
        return self.zoom.target(self._fitted(image))

    def _fitted(self, image: Image) -> QRectF:
        """Return where the whole picture would go."""
        height, width = image.shape[:2]
        return fitted(QSizeF(width, height), QRectF(self.rect()))

    def _size_of(self, image: Image) -> QSize | None:
        """Return the size in pixels of the screen to make a picture in; None for its own."""
        ratio = self.devicePixelRatio()
        if ratio != int(ratio) or self.zoom.factor > 1:
            # Of a part of the picture the rest need not be made, and it is large. Between
            # whole pixels of the screen it would be scaled twice.
            return None
        return (self.target_of(image).size() * ratio).toSize()


def _paint_picture(painter: QPainter, target: QRectF, picture: Picture) -> None:
    if picture.size is None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, picture.pixels)
        return
    ratio = picture.size.width() / target.width()
    paint_pixels(painter, target.topLeft() * ratio, picture.pixels, ratio)
