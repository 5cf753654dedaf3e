"""From uint8 crops to network input: the one copy, for live faces and for training alike."""

import torch
from torch import Tensor
from torch.nn import functional

from emotion_desktop.models.spec import ModelSpec

# ITU-R BT.601 luma, the weights OpenCV and Pillow use for gray.
LUMA = (0.299, 0.587, 0.114)


def preprocess(crops: Tensor, spec: ModelSpec, size: int | None = None) -> Tensor:
    """Return the network's input for a batch of face crops.

    Args:
        crops: (N, H, W, 3) uint8 RGB, or (N, H, W) uint8 gray, on any device.
        spec: The architecture to feed.
        size: Side of the input in pixels; the architecture's own if None.

    Returns:
        (N, spec.channels, size, size) float32, normalised.
    """
    return normalise(to_input(crops, spec.channels, size or spec.size), spec)


def to_input(crops: Tensor, channels: int, size: int) -> Tensor:
    """Return crops as (N, channels, size, size) float32 in 0–1, resized bilinearly.

    Raises:
        ValueError: If the crops are not uint8 or have another shape than promised.
    """
    if (
        crops.dtype != torch.uint8
        or crops.ndim not in {3, 4}
        or (crops.ndim == 4 and crops.shape[3] != 3)
    ):
        msg = (
            "crops must be uint8 of shape (N, H, W) or (N, H, W, 3), "
            f"got {crops.dtype} of shape {tuple(crops.shape)}"
        )
        raise ValueError(msg)
    x = crops.float() / 255  # (N, H, W[, 3])
    if crops.ndim == 3:
        x = x[:, None].expand(-1, channels, -1, -1)  # (N, channels, H, W)
    elif channels == 1:
        x = (x @ x.new_tensor(LUMA))[:, None]  # (N, 1, H, W)
    else:
        x = x.permute(0, 3, 1, 2)  # (N, 3, H, W)
    if x.shape[0] == 0:
        return x.new_zeros(0, channels, size, size)
    if x.shape[2:] != (size, size):
        x = functional.interpolate(x, (size, size), mode="bilinear", antialias=True)
    return x


def normalise(x: Tensor, spec: ModelSpec) -> Tensor:
    """Return (N, C, H, W) in 0–1 with the architecture's mean taken off, divided by its std."""
    mean = x.new_tensor(spec.mean)[:, None, None]
    std = x.new_tensor(spec.std)[:, None, None]
    return (x - mean) / std
