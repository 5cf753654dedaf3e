"""Paints an overlay into a picture with OpenCV: for snapshots, recordings and annotated files."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.outputs.cv_text import draw_text, measure
from emotion_desktop.outputs.display_list import (
    HALO_ALPHA,
    PLATE,
    PLATE_ALPHA,
    TRACK_ALPHA,
    WHITE,
    BarPanel,
    FaceMark,
    HeatScale,
    Overlay,
    Tag,
    TextMark,
    text_width,
)
from emotion_desktop.outputs.heatmaps import heat_ramp, heatmap_layer
from emotion_desktop.outputs.overlay import OverlayOptions, layout, text_size
from emotion_desktop.outputs.placement import Rect
from emotion_desktop.vision.opencv import cv2

_SHIFT: Final = 4
"""OpenCV takes coordinates in 1/16 px."""

Points = NDArray[np.float64]


def draw(
    result: FrameResult,
    options: OverlayOptions = OverlayOptions(),  # noqa: B008 (frozen)
    picture: Image | None = None,
) -> Image:
    """Return a copy of a picture, (H, W, 3) uint8 BGR, with the overlay painted on it.

    Args:
        result: What was found.
        options: What is painted.
        picture: Of the size of the frame; the frame's own if None.
    """
    picture = result.image if picture is None else picture
    image = np.array(picture[:, ::-1] if options.mirrored else picture, order="C")
    size = (float(image.shape[1]), float(image.shape[0]))
    if options.heatmaps:
        for patch in heatmap_layer(
            result, size, opacity=options.heatmap_opacity, mirrored=options.mirrored
        ):
            _lay_over(image, patch.rgba, patch.x, patch.y)
    overlay = layout(result, size, options, measure)
    for mark in overlay.faces:
        _draw_box(image, mark, overlay)
    for mark in overlay.faces:
        if mark.panel is not None:
            _draw_panel(image, mark.panel, overlay.plate_radius)
        for tag in (mark.tag, mark.note):
            if tag is not None:
                _draw_tag(image, tag, overlay.plate_radius)
    if overlay.scale is not None:
        _draw_scale(image, overlay.scale, overlay.plate_radius)
    return image


def draw_caption(image: Image, text: str) -> None:
    """Write one line on a plate into the lower left corner of a BGR picture, in place."""
    height = image.shape[0]
    em = text_size((image.shape[1], height))
    pad = 0.45 * em
    width = text_width(measure, text, em, bold=True)
    plate = Rect(pad, height - 2 * em - pad, width + 2 * pad, 2 * em)
    _draw_plate(image, plate, 0.3 * em)
    rect = Rect(plate.x + pad, plate.y, plate.width, plate.height)
    draw_text(image, TextMark(text, rect, em, bold=True, colour=WHITE))


def _lay_over(image: Image, rgba: Image, x: int, y: int) -> None:
    """Lay a premultiplied RGBA patch over a BGR image, in place; what lies outside is cut off."""
    region, patch = _common(image, rgba, x, y)
    if region.size:
        keep = cv2.cvtColor(255 - patch[..., 3], cv2.COLOR_GRAY2BGR)
        cv2.multiply(region, keep, region, 1 / 255)
        cv2.add(region, cv2.cvtColor(patch, cv2.COLOR_RGBA2BGR), region)


def _darken(image: Image, keep: Image, x: int, y: int) -> None:
    """Multiply a BGR image with a (H, W) mask where 255 keeps it, in place."""
    region, patch = _common(image, keep, x, y)
    if region.size:
        cv2.multiply(region, cv2.cvtColor(patch, cv2.COLOR_GRAY2BGR), region, 1 / 255)


def _common(image: Image, patch: Image, x: int, y: int) -> tuple[Image, Image]:
    """Return views of what an image and a patch at (x, y) share."""
    top, left = max(y, 0), max(x, 0)
    height, width = patch.shape[:2]
    region = image[top : max(0, y + height), left : max(0, x + width)]
    return region, patch[top - y :, left - x :][: region.shape[0], : region.shape[1]]


def _draw_tag(image: Image, tag: Tag, radius: float) -> None:
    _draw_plate(image, tag.plate, radius)
    draw_text(image, tag.name)
    if tag.value is not None:
        draw_text(image, tag.value)


def _draw_scale(image: Image, scale: HeatScale, radius: float) -> None:
    _draw_plate(image, scale.plate, radius)
    draw_text(image, scale.low)
    draw_text(image, scale.high)
    size = round(scale.ramp.width), round(scale.ramp.height)
    _lay_over(image, heat_ramp(*size), round(scale.ramp.x), round(scale.ramp.y))


def _draw_panel(image: Image, panel: BarPanel, radius: float) -> None:
    _draw_plate(image, panel.plate, radius)
    for bar in panel.bars:
        left, top = round(bar.track.x), round(bar.track.y)
        right, bottom = round(bar.track.right), round(bar.track.bottom)
        track = image[top:bottom, left:right]
        cv2.convertScaleAbs(track, track, 1 - TRACK_ALPHA, 255 * TRACK_ALPHA)
        image[top:bottom, left : round(bar.fill.right)] = bar.colour[::-1]
        draw_text(image, bar.label)
        draw_text(image, bar.value)


def _draw_plate(image: Image, rect: Rect, radius: float) -> None:
    rgba = _plate(round(rect.width), round(rect.height), radius)
    _lay_over(image, rgba, round(rect.x), round(rect.y))


@lru_cache(maxsize=64)
def _plate(width: int, height: int, radius: float) -> Image:
    """Return a translucent rounded rectangle, (H, W, 4) uint8 RGBA, premultiplied."""
    mask = np.zeros((height, width), np.uint8)
    outline = _rounded(_grown(Rect(0, 0, width, height), -0.5), radius)
    cv2.fillPoly(mask, [_fixed(outline)], 255, cv2.LINE_AA, _SHIFT)
    colour = np.array([*PLATE, 255]) * (PLATE_ALPHA / 255)
    return (mask[..., None] * colour).round().astype(np.uint8)


def _draw_box(image: Image, mark: FaceMark, overlay: Overlay) -> None:
    """Draw the dark halo, then the line."""
    reach = int(overlay.halo_width) + 2
    x, y = math.floor(mark.box.x) - reach, math.floor(mark.box.y) - reach
    width, height = (math.ceil(side) + 2 * reach for side in (mark.box.width, mark.box.height))
    keep = np.full((height + 1, width + 1), 255, np.uint8)
    box = Rect(mark.box.x - x, mark.box.y - y, mark.box.width, mark.box.height)
    line_width, halo_width = overlay.widths(mark)
    halo = _stroke(box, mark.radius, halo_width, line_width, dashed=mark.dashed)
    cv2.fillPoly(keep, halo, 255 * (1 - HALO_ALPHA), cv2.LINE_AA, _SHIFT)
    _darken(image, keep, x, y)
    line = _stroke(mark.box, mark.radius, line_width, line_width, dashed=mark.dashed)
    cv2.fillPoly(image, line, mark.colour[::-1], cv2.LINE_AA, _SHIFT)


def _stroke(
    rect: Rect, radius: float, width: float, line_width: float, *, dashed: bool
) -> list[NDArray[np.int32]]:
    """Return the outline of a rounded rectangle as polygons to fill.

    `cv2.polylines` knows only whole widths, and draws 2 as 3. `fillPoly` adds half a pixel to
    either side where it smooths the edges. Dashes have the length of those of `line_width`.
    """
    middle = _rounded(rect, radius)
    away = (width - 1) / 2
    outer = _rounded(_grown(rect, away), radius + away)
    inner = _rounded(_grown(rect, -away), max(0.0, radius - away))
    if not dashed:
        return [_fixed(outer), _fixed(inner)]
    at, along = _dashes(middle, 6 * line_width)
    edges = [
        np.stack([np.interp(at, along, axis) for axis in path.T], axis=-1)
        for path in (outer, inner)
    ]
    return list(_fixed(np.concatenate([edges[0], edges[1][:, ::-1]], axis=1)))


def _grown(rect: Rect, by: float) -> Rect:
    return Rect(rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by)


def _fixed(points: Points) -> NDArray[np.int32]:
    """Return coordinates as OpenCV wants them: in 1/16 px, from the middle of the first pixel."""
    return ((points - 0.5) * 2**_SHIFT).round().astype(np.int32)


def _rounded(rect: Rect, radius: float) -> Points:
    """Return the closed outline of a rounded rectangle, (P, 2), first point repeated last."""
    turn = np.linspace(0, np.pi / 2, 7)
    centres = (
        (rect.right - radius, rect.bottom - radius, 0),
        (rect.x + radius, rect.bottom - radius, 1),
        (rect.x + radius, rect.y + radius, 2),
        (rect.right - radius, rect.y + radius, 3),
    )
    arcs = [
        np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])
        for x, y, quarter in centres
        for angle in [turn + quarter * np.pi / 2]
    ]
    return np.vstack([*arcs, arcs[0][:1]])


def _dashes(path: Points, length: float) -> tuple[Points, Points]:
    """Return where dashes lie on a closed line, and where its points lie, both in px along it.

    The first has shape (D, 5): five points each follow the rounded corners closely enough.
    Gaps are two thirds of a dash.
    """
    steps = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(4, round(along[-1] / (length * 5 / 3)))
    return along[-1] / count * (np.arange(count)[:, None] + np.linspace(0, 0.6, 5)), along
