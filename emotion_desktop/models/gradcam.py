"""Which part of a face spoke for a class, from the activations of a layer and their gradient."""

from threading import get_ident

import torch
from torch import Tensor, nn
from torch.nn import functional

from emotion_desktop.models.spec import Formula


def heatmaps(
    model: nn.Module,
    layer: nn.Module,
    batch: Tensor,
    classes: Tensor | None = None,
    formula: Formula = Formula.GRAD_CAM,
) -> Tensor:
    """Return one heatmap per input.

    The activations of `layer` are weighted by the gradient of the class's logit, as the formula
    says; the positive part of their sum over the channels is what spoke for the class. The model
    is left without hooks and gradients.

    Args:
        model: In evaluation mode; returns (N, C) logits.
        layer: One of its layers, with output (N, K, h, w).
        batch: (N, ch, S, S) float32, normalised.
        classes: (N,) int64; the predicted classes if None.
        formula: How activations and gradient become a map.

    Returns:
        (N, S, S) float32; each map has its highest value at 1, or is all 0 if
        nothing spoke for the class.
    """
    if batch.shape[0] == 0:
        return batch.new_zeros(0, *batch.shape[2:])
    kept: list[Tensor] = []

    thread = get_ident()

    def keep(_module: nn.Module, _inputs: object, output: Tensor) -> Tensor | None:
        if get_ident() != thread:  # somebody else's batch, at the same time
            return None
        # Cut off from the weights, so that only the layers behind are differentiated.
        kept.append(output.detach().requires_grad_())
        return kept[-1].clone()  # the next layer may work in place

    handle = layer.register_forward_hook(keep)
    try:
        with torch.enable_grad():
            logits = model(batch)  # (N, C)
            chosen = logits.argmax(dim=1) if classes is None else classes
            # Inputs do not touch each other in evaluation mode, so one sum serves them all.
            score = logits.gather(1, chosen[:, None]).sum()
            (gradient,) = torch.autograd.grad(score, kept[0])  # (N, K, h, w)
    finally:
        handle.remove()
    weights = _weights(gradient, formula)
    maps = functional.relu((weights * kept[0].detach()).sum(dim=1, keepdim=True))
    maps = functional.interpolate(maps, batch.shape[2:], mode="bilinear", align_corners=False)
    maps = maps[:, 0]  # (N, S, S)
    highest = maps.amax(dim=(1, 2), keepdim=True)
    return maps / highest.clamp_min(torch.finfo(maps.dtype).tiny)


def _weights(gradient: Tensor, formula: Formula) -> Tensor:
    """Return (N, K, h, w) or (N, K, 1, 1) factors of the activations."""
    match formula:
        case Formula.GRAD_CAM:
            return gradient.mean(dim=(2, 3), keepdim=True)
        case Formula.HIRES_CAM:
            return gradient
        case Formula.LAYER_CAM:
            return functional.relu(gradient)
