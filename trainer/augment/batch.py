"""Random changes to a batch of faces, all on its device, each face changed by its own draw."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from trainer.augment.amounts import Augmentation


def augment(x: Tensor, amount: Augmentation, generator: torch.Generator) -> Tensor:
    """Return changed copies of faces.

    Args:
        x: (N, C, H, W) float32 in 0–1.
        amount: How far to go.
        generator: Source of all randomness, on the CPU.

    Returns:
        (N, C, H, W) float32 in 0–1.
    """
    count = len(x)

    def uniform(reach: float) -> Tensor:
        return (torch.rand(count, generator=generator) * 2 - 1) * reach

    angle = uniform(math.radians(amount.rotation))
    zoom = 1 + uniform(amount.scale)
    shear = torch.tan(uniform(math.radians(amount.shear)))
    mirror = torch.where(torch.rand(count, generator=generator) < amount.flip, -1.0, 1.0)
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    # rows of the map from output to input, in units of half a side
    rows = torch.stack(
        [
            torch.stack([cos * mirror, shear - sin, uniform(2 * amount.shift)], dim=1),
            torch.stack([sin * mirror, cos, uniform(2 * amount.shift)], dim=1),
        ],
        dim=1,
    )  # (N, 2, 3)
    grid = functional.affine_grid(rows.to(x.device), list(x.shape), align_corners=False)
    x = functional.grid_sample(x, grid, padding_mode="border", align_corners=False)
    low, high = amount.contrast
    gain = (low + (high - low) * torch.rand(count, generator=generator)).to(x.device)
    x = ((x - 0.5) * gain[:, None, None, None] + 0.5).clamp_(0, 1)
    return _erase(x, amount.erase, generator)


def _erase(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Paint a gray rectangle of 10 to 40 % of each side over some of the faces."""
    count, _, height, width = x.shape
    draw = torch.rand(count, 5, generator=generator)
    size = 0.1 + 0.3 * draw[:, :2]
    corner = draw[:, 2:4] * (1 - size)
    inside = [
        (torch.arange(side) / side >= corner[:, axis, None])
        & (torch.arange(side) / side < (corner + size)[:, axis, None])
        for axis, side in enumerate((height, width))
    ]
    hit = inside[0][:, :, None] & inside[1][:, None, :] & (draw[:, 4] < probability)[:, None, None]
    return x.masked_fill(hit[:, None].to(x.device), 0.5)
