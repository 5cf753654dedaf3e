"""Grad-CAM heatmaps as coloured, translucent patches that lie on the faces."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.vision.opencv import cv2


@dataclass(frozen=True, slots=True, eq=False)
class HeatPatch:
    """A piece of picture to lay over the canvas.

    Attributes:
        x: Left edge in canvas pixels.
        y: Top edge in canvas pixels.
        rgba: (H, W, 4) uint8 RGBA, colours premultiplied with alpha.
    """

    x: int
    y: int
    rgba: Image


def heatmap_layer(
    result: FrameResult, size: tuple[float, float], *, opacity: float, mirrored: bool = False
) -> tuple[HeatPatch, ...]:
    """Return one patch per face that can be read, on a canvas of (width, height) px.

    None at all if Grad-CAM is off.

    Each patch covers the face's aligned crop, cut to the canvas. Its opacity is `opacity` times
    the heat, so cold places stay clear.
    """
    if result.heatmaps is None:
        return ()
    height, width = result.image.shape[:2]
    canvas = np.diag([size[0] / width, size[1] / height, 1.0])
    if mirrored:
        canvas = canvas @ np.array([[-1.0, 0, width], [0, 1, 0], [0, 0, 1]])
    colours = _colours(round(255 * opacity))
    patches = []
    for heat, affine, flaw in zip(result.heatmaps, result.crop_to_image, result.flaws, strict=True):
        if flaw is not None:
            continue
        patch = _patch(heat, (canvas @ np.vstack([affine, [0, 0, 1]]))[:2], size, colours)
        patches += [] if patch is None else [patch]
    return tuple(patches)


@lru_cache(maxsize=8)
def heat_ramp(width: int, height: int) -> Image:
    """Return the colours from no heat to the greatest, (height, width, 4) uint8 RGBA.

    They are premultiplied, and as opaque as they can be.
    """
    heat = np.linspace(0, 255, width).round().astype(np.uint8)
    row = _colours(255)[heat].view(np.uint8).reshape(1, width, 4)
    return np.ascontiguousarray(np.repeat(row, height, axis=0))


def _patch(
    heat: NDArray[np.float32],
    crop_to_canvas: NDArray[np.float64],
    size: tuple[float, float],
    colours: NDArray[np.uint32],
) -> HeatPatch | None:
    side_y, side_x = heat.shape
    corners = np.array([[0, 0, 1], [side_x, 0, 1], [0, side_y, 1], [side_x, side_y, 1]])
    points = corners @ crop_to_canvas.T
    x0, y0 = np.floor(np.maximum(points.min(axis=0), 0)).astype(int)
    x1, y1 = np.ceil(np.minimum(points.max(axis=0), size)).astype(int)
    if x1 <= x0 or y1 <= y0:
        return None
    to_patch = crop_to_canvas - np.array([[0, 0, x0], [0, 0, y0]])
    soft = (np.clip(heat, 0, 1) * _faded_edge(side_y, side_x) * 255).astype(np.uint8)
    values = cv2.warpAffine(soft, to_patch, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR)
    rgba = colours[values].view(np.uint8).reshape(*values.shape, 4)
    return HeatPatch(int(x0), int(y0), rgba)


@lru_cache(maxsize=8)
def _faded_edge(height: int, width: int) -> NDArray[np.float32]:
    """Return weights that fall to 0 over the outer tenth, so that no crop ends in a hard edge."""
    ramps = [np.minimum(1.0, (np.arange(n) + 0.5) / (0.1 * n)) for n in (height, width)]
    rows, columns = (np.minimum(ramp, ramp[::-1]) for ramp in ramps)
    return np.outer(rows, columns).astype(np.float32)


@lru_cache(maxsize=32)
def _colours(alpha: int) -> NDArray[np.uint32]:
    """Return 256 premultiplied RGBA colours, four bytes in each number, for heat 0 to 255.

    Colour map: Turbo, https://research.google/blog/turbo-an-improved-rainbow-colormap-for-visualization/
    """
    ramp = np.arange(256, dtype=np.uint8).reshape(-1, 1)
    rgb = cv2.applyColorMap(ramp, cv2.COLORMAP_TURBO)[:, 0, ::-1]
    opacity = (np.arange(256) * alpha / 255).round()
    rgba = np.column_stack([(rgb * (opacity / 255)[:, None]).round(), opacity]).astype(np.uint8)
    return np.ascontiguousarray(rgba).view(np.uint32)[:, 0]
