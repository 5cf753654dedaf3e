"""What a training will take, measured on a few steps: time and memory."""

import time
from dataclasses import dataclass

import torch
from torch import nn

from emotion_desktop.models import ModelSpec
from emotion_desktop.models.checkpoint import parameter_count
from trainer.recipes import Recipe

STEPS = 3
"""Measured at each size, after one to warm up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a training takes.

    Attributes:
        parameters: Trainable ones.
        steps: Optimizer steps of an epoch.
        memory: Bytes of the faces, of weights, gradients and moments, and of one batch on its way
            through the network; PyTorch itself takes some hundred megabytes more.
        seconds: Of all epochs if none is left out, from forward and backward passes alone.
    """

    parameters: int
    steps: int
    memory: int
    seconds: float


def estimate(
    model: nn.Module, spec: ModelSpec, recipe: Recipe, images: torch.Tensor, device: torch.device
) -> Estimate:
    """Measure a few steps and return what the whole training takes.

    Args:
        model: Loses its gradients and statistics; not for training afterwards.
        spec: Its architecture.
        recipe: Epochs, batch size and sizes.
        images: All faces of the training.
        device: Where to compute.
    """
    model = model.to(device).train()
    steps = len(images) // recipe.batch_size
    sizes = [recipe.size_of_epoch(epoch, spec.size) for epoch in range(recipe.epochs)]
    seconds = {size: _step(model, spec, recipe.batch_size, size, device) for size in set(sizes)}
    parameters = parameter_count(model)
    copies = 4 + (recipe.ema_decay > 0)  # weights, gradients, two moments, their average
    return Estimate(
        parameters=parameters,
        steps=steps,
        memory=images.numel()
        + 4 * parameters * copies
        + _activations(model, spec, recipe.batch_size, device),
        seconds=steps * sum(seconds[size] for size in sizes),
    )


def _step(model: nn.Module, spec: ModelSpec, batch: int, size: int, device: torch.device) -> float:
    """Return the seconds of one forward and backward pass."""
    x = torch.zeros(batch, spec.channels, size, size, device=device)
    for step in range(STEPS + 1):
        if step == 1:
            began = time.perf_counter()
        loss = model(x).square().mean()
        loss.backward()
        float(loss.detach())  # waits for a GPU
    return (time.perf_counter() - began) / STEPS


def _activations(model: nn.Module, spec: ModelSpec, batch: int, device: torch.device) -> int:
    """Return the bytes of all layers' outputs for one batch, kept for the backward pass."""
    total = 0

    def count(_layer: nn.Module, _inputs: object, output: object) -> None:
        nonlocal total
        if isinstance(output, torch.Tensor):
            total += output.numel() * output.element_size()

    leaves = [layer for layer in model.modules() if not any(layer.children())]
    hooks = [layer.register_forward_hook(count) for layer in leaves]
    with torch.no_grad():
        model(torch.zeros(2, *spec.input_shape, device=device))
    for hook in hooks:
        hook.remove()
    return total * batch // 2
