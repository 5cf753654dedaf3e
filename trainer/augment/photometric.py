"""Contrast, brightness, sharpness and adaptive histogram equalisation of a batch of faces.

The equalisation is written out here rather than taken from kornia: on 48x48 faces it is two to
three times as fast with 4x4 tiles, six or more with 8x8, and agrees with OpenCV's to a gray level.
"""

import torch
from torch import Tensor
from torch.nn import functional

LEVELS = 256


def scale_tone(x: Tensor, contrast: Tensor, brightness: Tensor) -> Tensor:
    """Return faces with contrast scaled about each face's mean, then brightness scaled.

    Pillow's definitions of both, clipped once instead of twice.

    Args:
        x: (N, C, H, W) float32 in 0–1.
        contrast: (N, 1, 1, 1) factors, 1 for no change.
        brightness: (N, 1, 1, 1) factors, 1 for no change.
    """
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    return (x * (contrast * brightness)).add_(mean * (1 - contrast) * brightness).clamp_(0, 1)


def sharpen(x: Tensor, factor: Tensor) -> Tensor:
    """Return faces moved away from their smoothed copies; the outermost pixels stay.

    Pillow's definition: the smoothed copy is a 3x3 mean in which the centre counts five times.

    Args:
        x: (N, C, H, W) float32 in 0–1.
        factor: (N, 1, 1, 1), 0 for the smoothed copy, 1 for no change, 2 for twice the detail.
    """
    inner = x[:, :, 1:-1, 1:-1]
    smooth = (9 * functional.avg_pool2d(x, 3, stride=1) + 4 * inner) / 13
    sharpened = x.clone()
    sharpened[:, :, 1:-1, 1:-1] = (smooth + factor * (inner - smooth)).clamp_(0, 1)
    return sharpened


def equalise(x: Tensor, tiles: int = 4, clip: float = 2.0) -> Tensor:
    """Return faces whose histograms are evened out tile by tile (CLAHE, each channel by itself).

    Zuiderveld 1994, "Contrast Limited Adaptive Histogram Equalization", Graphics Gems IV, with
    OpenCV's conventions.

    Args:
        x: (N, C, H, W) float32 in 0–1, quantised to 256 levels here.
        tiles: Tiles along each side.
        clip: How often a level may occur in a tile, as a multiple of the average.

    Returns:
        (N, C, H, W) float32 in 0–1.
    """
    height, width = x.shape[2:]
    level = (x.flatten(0, 1) * (LEVELS - 1)).round_().long()  # (M, H, W)
    if len(level) == 0:
        return x
    padded = functional.pad(
        level.float(), (0, -width % tiles, 0, -height % tiles), mode="reflect"
    ).long()
    down, right = padded.shape[1] // tiles, padded.shape[2] // tiles
    tile = padded.view(len(padded), tiles, down, tiles, right)
    tile = tile.transpose(2, 3).reshape(-1, down * right)  # (M·tiles², pixels)
    histogram = torch.zeros(len(tile), LEVELS, device=x.device)
    histogram.scatter_add_(1, tile, torch.ones((), device=x.device).expand(tile.shape))
    limit = max(1, int(clip * down * right / LEVELS))
    curves = _clip(histogram, limit).cumsum(dim=1).flatten() / (down * right)
    return _look_up(level, curves, (down, right), tiles).clamp_(max=1).view_as(x)


def _clip(histogram: Tensor, limit: int) -> Tensor:
    """Return histograms cut off at a limit, what was cut off spread over all levels.

    What does not divide by the levels goes to every second, third … level, as in OpenCV.
    """
    excess = (histogram - limit).clamp_min_(0).sum(dim=1, keepdim=True).long()
    left = excess % LEVELS
    step = LEVELS // left.clamp_min(1)
    level = torch.arange(LEVELS, device=histogram.device)
    extra = (level % step == 0) & (level // step < left)
    return histogram.clamp_max(limit) + excess // LEVELS + extra


def _look_up(level: Tensor, curves: Tensor, tile: tuple[int, int], tiles: int) -> Tensor:
    """Return (M, H, W) levels through the curves of the four nearest tiles, weighted by distance.

    Args:
        level: (M, H, W) int64.
        curves: (M · tiles² · 256,) float32, one curve after the other.
        tile: Height and width in pixels.
        tiles: Tiles along each side.
    """
    rows, row_weights = _neighbours(level.shape[1], tile[0], tiles, level.device)
    columns, column_weights = _neighbours(level.shape[2], tile[1], tiles, level.device)
    first = torch.arange(len(level), device=level.device) * (tiles**2 * LEVELS)
    index = level + first[:, None, None]
    mixed = torch.zeros(level.shape, device=level.device)
    for row, row_weight in zip(rows, row_weights, strict=True):
        for column, column_weight in zip(columns, column_weights, strict=True):
            curve = (row[:, None] * tiles + column) * LEVELS  # (H, W)
            mixed.addcmul_(curves.take(index + curve), row_weight[:, None] * column_weight)
    return mixed


def _neighbours(side: int, tile: int, tiles: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return (2, side) numbers of the tiles before and after each pixel, and their weights."""
    position = torch.arange(side, device=device) / tile - 0.5
    before = position.floor()
    after_weight = position - before
    numbers = torch.stack([before, before + 1]).clamp_(0, tiles - 1).long()
    return numbers, torch.stack([1 - after_weight, after_weight])
