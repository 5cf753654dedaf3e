"""One call that changes a batch of faces: geometry, tone, a bad webcam, noise and erasure."""

import torch
from torch import Tensor

from trainer.augment.degrade import degrade
from trainer.augment.geometry import warp
from trainer.augment.parameters import Augmentation
from trainer.augment.photometric import equalise, scale_tone, sharpen


def augment(x: Tensor, amount: Augmentation, generator: torch.Generator) -> Tensor:
    """Return changed copies of faces; all channels of a face are changed alike.

    Args:
        x: (N, C, H, W) float32 in 0–1, on any device; left as it is.
        amount: How far to go. What is switched off takes neither time nor draws.
        generator: Source of all randomness, on the CPU, so that every device sees the same draws.

    Returns:
        (N, C, H, W) float32 in 0–1.
    """
    count = len(x)

    def factors(low: float, high: float) -> Tensor:
        drawn = low + (high - low) * torch.rand(count, generator=generator)
        return drawn.to(x.device)[:, None, None, None]

    x = warp(x, amount, generator)
    if (amount.contrast, amount.brightness) != ((1.0, 1.0), (1.0, 1.0)):
        x = scale_tone(x, factors(*amount.contrast), factors(*amount.brightness))
    if amount.sharpness != (1.0, 1.0):
        x = sharpen(x, factors(*amount.sharpness))
    if amount.equalise:
        chosen = (torch.rand(count, generator=generator) < amount.equalise).nonzero()[:, 0]
        chosen = chosen.to(x.device)
        x = x.index_copy(0, chosen, equalise(x[chosen]))
    x = degrade(x, amount, generator)
    if amount.noise:
        noise = torch.randn(x.shape, generator=generator).to(x.device)
        x = (x + amount.noise * noise).clamp_(0, 1)
    if amount.erase:
        x = _erase(x, amount.erase, generator)
    return x


def _erase(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Paint a gray rectangle of 10 to 40 % of each side over some of the faces."""
    count, _, height, width = x.shape
    draw = torch.rand(count, 5, generator=generator)
    (hit,) = torch.where(draw[:, 4] < probability)
    size = 0.1 + 0.3 * draw[hit, :2]
    corner = draw[hit, 2:4] * (1 - size)
    inside = [
        (torch.arange(side) / side >= corner[:, axis, None])
        & (torch.arange(side) / side < (corner + size)[:, axis, None])
        for axis, side in enumerate((height, width))
    ]
    mask = (inside[0][:, :, None] & inside[1][:, None, :])[:, None].to(x.device)
    hit = hit.to(x.device)
    return x.index_copy(0, hit, x[hit].masked_fill(mask, 0.5))
