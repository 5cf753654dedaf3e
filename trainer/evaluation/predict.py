"""What a network says of many faces, with or without test-time augmentation."""

import math
from collections.abc import Iterator
from typing import Final

import torch
from torch import Tensor, nn

from emotion_desktop.models import ModelSpec
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.protocol import Tta

CROP: Final = 44 / 48
"""Side of a crop of `ten-crop`, as a share of the image's."""


def on_device(model: nn.Module, device: torch.device) -> nn.Module:
    """Return the network moved to a device, its convolutions in the layout that is fastest."""
    moved: nn.Module = model.to(device=device).to(memory_format=torch.channels_last)
    return moved


def predict(
    model: nn.Module,
    spec: ModelSpec,
    images: Tensor,
    *,
    device: torch.device,
    size: int | None = None,
    batch_size: int = 256,
    tta: Tta = "none",
) -> Tensor:
    """Return (n, C) float32 logits on the CPU; with TTA the log of the mean probabilities.

    Args:
        model: On `device`; put into evaluation mode.
        spec: Its architecture.
        images: (n, H, W) uint8 gray, or (n, H, W, 3) uint8 RGB.
        device: Where to compute.
        size: Side of the network's input in pixels; the architecture's own if None.
        batch_size: Faces at a time.
        tta: Which views of a face are averaged, see `views`.
    """
    model.eval()
    rows = []
    with torch.inference_mode():
        for batch in torch.split(images, batch_size):
            outputs = [
                model(
                    preprocess(view, spec, size).contiguous(memory_format=torch.channels_last)
                ).float()
                for view in views(batch.to(device), tta)
            ]
            rows.append((outputs[0] if tta == "none" else _log_mean(outputs)).cpu())
    return torch.cat(rows)


def views(images: Tensor, tta: Tta) -> Iterator[Tensor]:
    """Yield the views of a batch that test-time augmentation averages.

    `none` is the images alone; `flip` adds their mirror images; `ten-crop` is the four corners
    and the centre at 44/48 of the side, and the mirror image of each (Krizhevsky et al. 2012,
    https://doi.org/10.1145/3065386). Crops are to be resized to the network's input.

    Args:
        images: (n, S, S) or (n, S, S, 3).
        tta: Which views.

    Yields:
        (n, side, side) or (n, side, side, 3) of the images' type, without copying where possible.
    """
    crops = five_crop(images) if tta == "ten-crop" else iter((images,))
    for crop in crops:
        yield crop
        if tta != "none":
            yield crop.flip(2)


def five_crop(images: Tensor) -> Iterator[Tensor]:
    """Yield the four corners and the centre of (n, S, S[, 3]) images, 44/48 of the side each."""
    whole = images.shape[1]
    side = round(whole * CROP)
    far, middle = whole - side, (whole - side) // 2
    for top, left in ((0, 0), (0, far), (far, 0), (far, far), (middle, middle)):
        yield images[:, top : top + side, left : left + side]


def _log_mean(outputs: list[Tensor]) -> Tensor:
    """Return the log of the mean probabilities of several (n, C) logits, safe from underflow."""
    stacked = torch.stack(outputs).log_softmax(dim=2)
    return stacked.logsumexp(dim=0) - math.log(len(outputs))
