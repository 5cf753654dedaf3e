"""Paints the display list of an overlay with Qt, crisp at any size and screen resolution."""

from functools import lru_cache, partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QStaticText

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.live_view.paint_cache import PaintCache
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.outputs.display_list import (
    HALO_ALPHA,
    PLATE,
    PLATE_ALPHA,
    TRACK_ALPHA,
    WHITE,
    BarPanel,
    Colour,
    FaceMark,
    HeatScale,
    Overlay,
    Tag,
    TextMark,
)
from emotion_desktop.outputs.overlay import OverlayOptions, layout
from emotion_desktop.outputs.placement import Rect

DASH: Final = 5.0
"""Length of a dash in widths of the coloured line; the gap is as long."""

_prints: Final = PaintCache()


def paint_overlay(
    painter: QPainter, target: QRectF, result: FrameResult, options: OverlayOptions
) -> None:
    """Paint the faces of a result over its picture.

    Args:
        painter: Works in widget coordinates.
        target: Where the picture was painted.
        result: The faces.
        options: What is shown of them.
    """
    size = (target.width(), target.height())
    painter.save()
    painter.translate(target.topLeft())
    if options.heatmaps and result.heatmaps is not None:
        _paint_heatmaps(painter, result, size, options)
    overlay = layout(result, size, options, measure)
    # Boxes first: a plate must not be crossed by another face's box.
    for mark in overlay.faces:
        _paint_box(painter, mark, overlay)
    for mark in overlay.faces:
        if mark.panel is not None:
            _paint_panel(painter, mark.panel, overlay.plate_radius)
        for tag in (mark.tag, mark.note):
            if tag is not None:
                _paint_tag(painter, tag, overlay.plate_radius)
    if overlay.scale is not None:
        _paint_scale(painter, overlay.scale, overlay.plate_radius)
    painter.restore()


@lru_cache(maxsize=512)
def measure(text: str, size: float, bold: bool) -> tuple[float, float]:  # noqa: FBT001 (the agreed TextMeasure)
    """Return the width and height of a line of text in pixels."""
    metrics = QFontMetricsF(_font(size, bold=bold))
    return metrics.horizontalAdvance(text), metrics.height()


@lru_cache(maxsize=32)
def _font(size: float, *, bold: bool) -> QFont:
    font = tabular(QFont())
    font.setPixelSize(round(size))
    font.setBold(bold)
    # The colours of a screen's pixels can only be made use of where nothing is translucent.
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


@lru_cache(maxsize=256)
def _set_text(text: str, size: float, *, bold: bool) -> QStaticText:
    """Return a text whose letters have their places; they are found once."""
    found = QStaticText(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.prepare(font=_font(size, bold=bold))
    return found


def _rect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


@lru_cache(maxsize=64)
def _colour(rgb: Colour, alpha: float = 1.0) -> QColor:
    colour = QColor(*rgb)
    colour.setAlphaF(alpha)
    return colour


def _paint_box(painter: QPainter, mark: FaceMark, overlay: Overlay) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line, halo = overlay.widths(mark)
    for width, colour in ((halo, _colour((0, 0, 0), HALO_ALPHA)), (line, _colour(mark.colour))):
        pen = QPen(colour, width)
        if mark.dashed:
            # Qt counts dashes in widths of the pen; both lines must have the same ones.
            dash = DASH * line / width
            pen.setDashPattern([dash, dash])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawRoundedRect(_rect(mark.box), mark.radius, mark.radius)


def _paint_plate(painter: QPainter, rect: Rect, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(PLATE, PLATE_ALPHA))
    painter.drawRoundedRect(_rect(rect), radius, radius)


def _paint_tag(painter: QPainter, tag: Tag, radius: float) -> None:
    value = "" if tag.value is None else tag.value.text
    key = (tag.name.text, value, tag.name.size, tag.name.colour)
    _prints.draw(painter, tag.plate, key, partial(_paint_whole_tag, tag, radius))


def _paint_whole_tag(tag: Tag, radius: float, painter: QPainter) -> None:
    _paint_plate(painter, tag.plate, radius)
    _paint_text(painter, tag.name)
    if tag.value is not None:
        _paint_text(painter, tag.value)


def _paint_scale(painter: QPainter, scale: HeatScale, radius: float) -> None:
    from emotion_desktop.outputs.heatmaps import heat_ramp

    _paint_plate(painter, scale.plate, radius)
    _paint_text(painter, scale.low)
    _paint_text(painter, scale.high)
    ramp = heat_ramp(256, 1)
    form = QImage.Format.Format_RGBA8888_Premultiplied
    painter.drawImage(_rect(scale.ramp), QImage(ramp.data, 256, 1, 4 * 256, form))


def _paint_panel(painter: QPainter, panel: BarPanel, radius: float) -> None:
    key = tuple((bar.label.text, bar.label.size, bar.label.bold) for bar in panel.bars)
    draw = partial(_paint_empty_panel, panel, radius)
    moved = _prints.draw(painter, panel.plate, key, draw)
    painter.translate(moved)
    for bar in panel.bars:
        _paint_bar(painter, bar.fill, _colour(bar.colour))
        _paint_text(painter, bar.value)
    painter.translate(-moved)


def _paint_empty_panel(panel: BarPanel, radius: float, painter: QPainter) -> None:
    _paint_plate(painter, panel.plate, radius)
    for bar in panel.bars:
        _paint_bar(painter, bar.track, _colour(WHITE, TRACK_ALPHA))
        _paint_text(painter, bar.label)


def _paint_bar(painter: QPainter, rect: Rect, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    rounding = min(rect.height, rect.width) / 2
    painter.drawRoundedRect(_rect(rect), rounding, rounding)


def _paint_text(painter: QPainter, mark: TextMark) -> None:
    painter.setFont(_font(mark.size, bold=mark.bold))
    painter.setPen(_colour(mark.colour))
    rect = mark.rect
    height = measure(mark.text, mark.size, mark.bold)[1]
    top_left = QPointF(rect.x, rect.y + (rect.height - height) / 2)
    painter.drawStaticText(top_left, _set_text(mark.text, mark.size, bold=mark.bold))


def _paint_heatmaps(
    painter: QPainter, result: FrameResult, size: tuple[float, float], options: OverlayOptions
) -> None:
    # OpenCV is loaded by the time there are heatmaps.
    from emotion_desktop.outputs.heatmaps import heatmap_layer

    for patch in heatmap_layer(
        result, size, opacity=options.heatmap_opacity, mirrored=options.mirrored
    ):
        height, width = patch.rgba.shape[:2]
        form = QImage.Format.Format_RGBA8888_Premultiplied
        # Painted before the array can go, so the picture needs no pixels of its own.
        image = QImage(patch.rgba.data, width, height, 4 * width, form)
        painter.drawImage(QPointF(patch.x, patch.y), image)
