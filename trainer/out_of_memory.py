"""What to say when a batch does not fit into memory."""

import gc
import traceback
from typing import Final

import torch
from torch import nn

from emotion_desktop.errors import SettingError
from emotion_desktop.models import ModelSpec
from trainer.recipes import Recipe

SIGNS: Final = ("can't allocate", "out of memory")
"""What CPUs and Apple's MPS say in a plain RuntimeError."""


def out_of_memory(
    error: Exception, model: nn.Module, spec: ModelSpec, recipe: Recipe, device: torch.device
) -> Exception:
    """Return an error that names a batch size which fits, or the error itself if it is another.

    Args:
        error: What a training step raised.
        model: The network in training.
        spec: Its architecture.
        recipe: With the batch size that did not fit.
        device: Where to compute.
    """
    known = isinstance(error, MemoryError | torch.OutOfMemoryError)
    if not known and not any(sign in str(error) for sign in SIGNS):
        return error
    traceback.clear_frames(error.__traceback__)  # they hold what the failed step computed
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    fitting = largest_fitting(model, spec, recipe.batch_size // 2, device)
    advice = f"{fitting} fits: --batch-size {fitting}" if fitting else "none fits on this device"
    return SettingError(f"out of memory on {device} with batches of {recipe.batch_size}; {advice}")


def largest_fitting(model: nn.Module, spec: ModelSpec, size: int, device: torch.device) -> int:
    """Return the batch size, `size` halved as often as need be, that can be trained; 0 if none."""
    model.to(device).train()
    while size:
        try:
            model(torch.zeros(size, *spec.input_shape, device=device)).sum().backward()
        except (MemoryError, RuntimeError):
            size //= 2
        else:
            model.zero_grad(set_to_none=True)
            return size
    return 0
