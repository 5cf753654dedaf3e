"""What a bad webcam does to a face: too little light, light from one side, blur, noise, JPEG.

Each effect is drawn for each face by itself, with a probability of its own, and applied in the
order in which it happens: something covers the face, light falls on it, lens and motion blur it,
the sensor adds noise, and the encoder throws detail away.
"""

import math
from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from trainer.augment.parameters import Augmentation

Range = tuple[float, float]

SIDE: Final = 48
"""Blur and motion are in pixels of a face of this side; larger faces get more of them."""

SHADOW: Final[Range] = (0.2, 0.8)
GAIN: Final[Range] = (0.25, 1.3)
GAMMA: Final = 0.35
SIDES: Final = (12, 16, 20, 24, 28, 32, 38, 44)
SIGMA: Final[Range] = (0.3, 2.0)
PATH: Final[Range] = (3.0, 9.0)
NOISE: Final = 0.1
QUALITY: Final[Range] = (10.0, 70.0)
BLOCK: Final = 8

# ITU-T T.81 (JPEG), table K.1: the luminance quantisation matrix that libjpeg scales.
LUMINANCE: Final = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)


def degrade(x: Tensor, amount: Augmentation, generator: torch.Generator) -> Tensor:
    """Return copies of faces, some of them degraded; `x` itself where nothing is asked for.

    Args:
        x: (N, C, H, W) float32 in 0–1, on any device; left as it is.
        amount: Its probabilities `cover` to `jpeg`. One that is 0 takes neither time nor draws.
        generator: Of the draws, on the CPU.

    Returns:
        (N, C, H, W) float32 in 0–1.
    """
    effects: tuple[tuple[float, Callable[[Tensor, torch.Generator], Tensor]], ...] = (
        (amount.cover, _cover),
        (amount.side_light, _side_light),
        (amount.exposure, _expose),
        (amount.low_resolution, _shrink),
        (amount.blur, _blur),
        (amount.motion_blur, _motion_blur),
        (amount.sensor_noise, _sensor_noise),
        (amount.jpeg, _compress),
    )
    for probability, effect in effects:
        if not probability:
            continue
        (hit,) = torch.where(torch.rand(len(x), generator=generator) < probability)
        if len(hit):
            hit = hit.to(x.device)
            x = x.index_copy(0, hit, effect(x[hit], generator))
    return x


def jpeg(x: Tensor, quality: Tensor) -> Tensor:
    """Return faces as they come out of a JPEG file, gray values only.

    The discrete cosine transform of 8x8 blocks, quantised by libjpeg's scaled luminance table
    (ITU-T T.81, https://www.w3.org/Graphics/JPEG/itu-t81.pdf) and transformed back.

    Args:
        x: (N, C, H, W) float32 in 0–1.
        quality: (N,) 1 to 100, as in libjpeg.
    """
    count, channels, height, width = x.shape
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)  # (N,)
    table = torch.tensor(LUMINANCE, dtype=x.dtype, device=x.device)
    steps = ((table * scale.to(x.device)[:, None, None] + 50) / 100).floor().clamp(1, 255)
    down, right = -height % BLOCK, -width % BLOCK
    padded = functional.pad(x, (0, right, 0, down), mode="replicate") * 255 - 128
    rows, columns = (height + down) // BLOCK, (width + right) // BLOCK
    blocks = padded.view(count, channels, rows, BLOCK, columns, BLOCK).transpose(3, 4)
    waves = _cosines(x)
    steps = steps[:, None, None, None]
    kept = (waves @ blocks @ waves.T / steps).round() * steps
    back = (waves.T @ kept @ waves).transpose(3, 4).reshape(padded.shape)
    return ((back[:, :, :height, :width] + 128) / 255).clamp(0, 1)


def _cosines(x: Tensor) -> Tensor:
    """Return the (8, 8) orthonormal matrix of the discrete cosine transform."""
    step = torch.arange(BLOCK, dtype=x.dtype, device=x.device)
    waves = torch.cos(math.pi / BLOCK * (step + 0.5) * step[:, None]) * math.sqrt(2 / BLOCK)
    waves[0] /= math.sqrt(2)
    return waves


def _uniform(x: Tensor, between: Range, generator: torch.Generator) -> Tensor:
    """Return (N,) float32 draws on the device of the faces."""
    low, high = between
    return (low + (high - low) * torch.rand(len(x), generator=generator)).to(x.device)


def _each(values: Tensor) -> Tensor:
    """Return (N,) values as (N, 1, 1, 1)."""
    return values[:, None, None, None]


def _positions(x: Tensor) -> tuple[Tensor, Tensor]:
    """Return (H, 1) and (1, W): where each row and column is, 0 to 1."""
    _, _, height, width = x.shape
    down = (torch.arange(height, device=x.device) + 0.5) / height
    right = (torch.arange(width, device=x.device) + 0.5) / width
    return down[:, None], right[None]


def _cover(x: Tensor, generator: torch.Generator) -> Tensor:
    """Cover the eyes (glasses), mouth and chin (a mask), or some part (a hand), in equal shares."""
    down, right = _positions(x)

    def draw(low: float, high: float) -> Tensor:
        return _uniform(x, (low, high), generator)[:, None, None]

    kind = _uniform(x, (0, 3), generator).floor()[:, None, None]
    inside = (right - draw(0.42, 0.58)).abs() < draw(0.3, 0.5)
    glasses = ((down - draw(0.3, 0.48)).abs() < draw(0.05, 0.14)) & inside
    mask = (down > draw(0.55, 0.72)) & inside
    away = ((down - draw(0.1, 1)) / draw(0.12, 0.32)) ** 2
    hand = away + ((right - draw(0, 1)) / draw(0.12, 0.32)) ** 2 < 1
    covered = torch.where(kind == 0, glasses, torch.where(kind == 1, mask, hand))
    skin = x.mean(dim=(1, 2, 3))[:, None, None] * draw(0.7, 1.2)
    level = torch.where(kind == 0, draw(0, 0.35), torch.where(kind == 1, draw(0.05, 1), skin))
    return torch.where(covered[:, None], level.clamp(max=1)[:, None], x)


def _side_light(x: Tensor, generator: torch.Generator) -> Tensor:
    """Darken faces evenly towards a side in a random direction."""
    down, right = _positions(x)
    angle = _uniform(x, (-math.pi, math.pi), generator)[:, None, None]
    along = (right - 0.5) * torch.cos(angle) + (down - 0.5) * torch.sin(angle)  # ± 0.71
    shadow = _uniform(x, SHADOW, generator)[:, None, None]
    return x * torch.lerp(torch.ones_like(shadow), shadow, (along + 0.5).clamp(0, 1))[:, None]


def _expose(x: Tensor, generator: torch.Generator) -> Tensor:
    """Expose too little or too much, and bend the curve of brightness."""
    low, high = GAIN
    gain = torch.exp(_uniform(x, (math.log(low), math.log(high)), generator))
    gamma = torch.exp(_uniform(x, (-GAMMA, GAMMA), generator))
    return (x * _each(gain)).clamp(1e-4, 1) ** _each(gamma)


def _shrink(x: Tensor, generator: torch.Generator) -> Tensor:
    """Shrink faces to a few pixels by area and enlarge them bilinearly."""
    height, width = x.shape[2:]
    drawn = torch.randint(len(SIDES), (len(x),), generator=generator)
    shrunk = x.clone()
    for index, side in enumerate(SIDES):
        (rows,) = torch.where(drawn == index)
        if len(rows):
            rows = rows.to(x.device)
            small = functional.adaptive_avg_pool2d(x[rows], round(side * height / SIDE))
            shrunk[rows] = functional.interpolate(small, (height, width), mode="bilinear")
    return shrunk


def _blur(x: Tensor, generator: torch.Generator) -> Tensor:
    """Blur faces by Gaussians."""
    sigma = _uniform(x, SIGMA, generator)[:, None] * x.shape[2] / SIDE
    reach = math.ceil(2.5 * SIGMA[1] * x.shape[2] / SIDE)
    offset = torch.arange(-reach, reach + 1, dtype=x.dtype, device=x.device)
    kernels = torch.exp(-(offset**2) / (2 * sigma**2))
    return _filtered(_filtered(x, kernels[:, :, None]), kernels[:, None])


def _motion_blur(x: Tensor, generator: torch.Generator) -> Tensor:
    """Blur faces along lines in random directions."""
    length = _uniform(x, PATH, generator)[:, None, None] * x.shape[2] / SIDE
    angle = _uniform(x, (0, math.pi), generator)[:, None, None]
    reach = math.ceil(PATH[1] / 2 * x.shape[2] / SIDE)
    offset = torch.arange(-reach, reach + 1, dtype=x.dtype, device=x.device)
    down, right = offset[:, None], offset[None]
    along = right * torch.cos(angle) + down * torch.sin(angle)
    across = down * torch.cos(angle) - right * torch.sin(angle)
    # 1 on the line and less within a pixel of it, so that the line is smooth at any angle
    kernels = (1 - across.abs()).clamp(0, 1) * ((length + 1) / 2 - along.abs()).clamp(0, 1)
    return _filtered(x, kernels)


def _filtered(x: Tensor, kernels: Tensor) -> Tensor:
    """Return each face convolved with its own kernel, made to sum to 1; the border is repeated.

    Args:
        x: (N, C, H, W).
        kernels: (N, K, L), both odd.
    """
    count, tall, wide = kernels.shape
    kernels = (kernels / kernels.sum(dim=(1, 2), keepdim=True))[:, None]
    room = (wide // 2, wide // 2, tall // 2, tall // 2)
    planes = functional.pad(x, room, mode="replicate").transpose(0, 1)  # (C, N, H, W)
    return functional.conv2d(planes, kernels, groups=count).transpose(0, 1)


def _sensor_noise(x: Tensor, generator: torch.Generator) -> Tensor:
    """Add Gaussian noise, equal in all channels."""
    noise = torch.randn((len(x), 1, *x.shape[2:]), generator=generator).to(x.device)
    return (x + _each(_uniform(x, (0, NOISE), generator)) * noise).clamp(0, 1)


def _compress(x: Tensor, generator: torch.Generator) -> Tensor:
    """Compress faces as JPEG."""
    return jpeg(x, _uniform(x, QUALITY, generator))
