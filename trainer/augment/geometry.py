"""Mirror, rotation, scale, shift, shear, crop and perspective, in one interpolation.

Each face gets one map from output to input coordinates, in units of half a side from the centre.
Interpolating once keeps small faces as sharp as they can be.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from trainer.augment.parameters import Augmentation

CORNERS = torch.tensor([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])


def warp(x: Tensor, amount: Augmentation, generator: torch.Generator) -> Tensor:
    """Return faces moved, turned and bent, interpolated bilinearly.

    Args:
        x: (N, C, H, W) float32 in 0–1; returned itself where nothing is asked for.
        amount: How far to go.
        generator: Of the draws, on the CPU.
    """
    moves = (amount.rotation, amount.scale, amount.shift, amount.shear, amount.perspective)
    if not any(moves) and amount.crop == (1.0, 1.0):
        if not amount.flip:
            return x
        mirrored = torch.rand(len(x), generator=generator) < amount.flip
        return torch.where(mirrored.to(x.device)[:, None, None, None], x.flip(3), x)
    maps = _affine(len(x), amount, generator)  # (N, 2, 3)
    if amount.perspective:
        last = torch.tensor([0.0, 0.0, 1.0]).expand(len(x), 1, 3)
        bend = _perspective(len(x), amount.perspective, generator)
        grid = _projective_grid((torch.cat([maps, last], dim=1) @ bend).to(x.device), x)
    else:
        grid = _affine_grid(maps.to(x.device), x)
    if amount.fill is None:
        return functional.grid_sample(x, grid, padding_mode="border", align_corners=False)
    moved = functional.grid_sample(x - amount.fill, grid, align_corners=False)
    return moved.add_(amount.fill).clamp_(0, 1)


def _affine_grid(maps: Tensor, x: Tensor) -> Tensor:
    """Return (N, H, W, 2) sampling positions of (N, 2, 3) maps, as `functional.affine_grid`.

    One product for the whole batch, where PyTorch makes one for each picture.
    """
    count, _, height, width = x.shape
    down = (torch.arange(height, device=x.device) * 2 + 1) / height - 1
    right = (torch.arange(width, device=x.device) * 2 + 1) / width - 1
    points = torch.stack([right.expand(height, width), down[:, None].expand(height, width)])
    points = torch.cat([points.flatten(1), points.new_ones(1, height * width)])  # (3, H·W)
    return (maps.reshape(-1, 3) @ points).view(count, 2, height, width).movedim(1, 3)


def _affine(count: int, amount: Augmentation, generator: torch.Generator) -> Tensor:
    """Return (count, 2, 3): output to input, mirrored, then cropped, then turned and moved."""

    def uniform(reach: float) -> Tensor:
        return (torch.rand(count, generator=generator) * 2 - 1) * reach

    angle = uniform(math.radians(amount.rotation))
    zoom = 1 + uniform(amount.scale)
    shear = torch.tan(uniform(math.radians(amount.shear)))
    mirror = torch.where(torch.rand(count, generator=generator) < amount.flip, -1.0, 1.0)
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    right, down = uniform(2 * amount.shift), uniform(2 * amount.shift)
    rows = torch.stack([cos * mirror, shear - sin, right, sin * mirror, cos, down], dim=1).reshape(
        count, 2, 3
    )
    if amount.crop != (1.0, 1.0):
        low, high = amount.crop
        kept = low + (high - low) * torch.rand(count, generator=generator)
        rows[:, :, :2] *= kept[:, None, None]
        rows[:, :, 2] += torch.stack([uniform(1), uniform(1)], dim=1) * (1 - kept)[:, None]
    return rows


def _perspective(count: int, distortion: float, generator: torch.Generator) -> Tensor:
    """Return (count, 3, 3): homographies that lead corners drawn inside the output to the input's.

    The eight unknowns solve two equations for each of the four corners
    (Hartley & Zisserman 2004, Multiple View Geometry, §4.1).
    """
    corners = CORNERS * (1 - distortion * torch.rand(count, 4, 2, generator=generator))
    ones = torch.ones(count, 4, 1)
    point = torch.cat([corners, ones], dim=2)  # (count, 4, 3)
    nothing = torch.zeros_like(point)
    equations = torch.cat(
        [
            torch.cat([point, nothing, -CORNERS[:, :1] * corners], dim=2),
            torch.cat([nothing, point, -CORNERS[:, 1:] * corners], dim=2),
        ],
        dim=1,
    )  # (count, 8, 8)
    wanted = CORNERS.T.reshape(8, 1).expand(count, 8, 1)
    solved = torch.linalg.solve(equations, wanted)[:, :, 0]
    return torch.cat([solved, ones[:, 0]], dim=1).reshape(count, 3, 3)


def _projective_grid(maps: Tensor, x: Tensor) -> Tensor:
    """Return (N, H, W, 2) sampling positions of (N, 3, 3) homographies."""
    count, _, height, width = x.shape
    down = (torch.arange(height, device=x.device) * 2 + 1) / height - 1
    right = (torch.arange(width, device=x.device) * 2 + 1) / width - 1
    points = torch.stack(
        [right.expand(height, width), down[:, None].expand(height, width)]
    ).flatten(1)  # (2, H·W)
    points = torch.cat([points, torch.ones_like(points[:1])])
    mapped = maps @ points  # (N, 3, H·W)
    flat = mapped[:, :2] / mapped[:, 2:]
    return flat.transpose(1, 2).reshape(count, height, width, 2)
