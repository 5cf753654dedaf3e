"""Mixed pairs of faces."""

import numpy as np
import torch
from torch import Tensor


def mixup(
    x: Tensor, targets: Tensor, alpha: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return each face blended with another of the batch, and the targets blended alike.

    Zhang et al. 2017, https://arxiv.org/abs/1710.09412, with a share of its own for each pair.

    Args:
        x: (N, C, H, W) float32.
        targets: (N, classes) float32, each row sums to 1.
        alpha: Of the symmetric beta distribution the shares come from; 0 blends nothing.
        generator: Of the draws, on the CPU.

    Returns:
        (N, C, H, W) and (N, classes) float32.
    """
    if alpha <= 0:
        return x, targets
    partner = torch.randperm(len(x), generator=generator).to(x.device)
    # PyTorch draws no beta variates from a generator of one's own.
    seed = int(torch.randint(2**62, (), generator=generator))
    drawn = np.random.default_rng(seed).beta(alpha, alpha, len(x))
    share = torch.from_numpy(drawn).to(x.device, torch.float32)[:, None]
    targets = torch.lerp(targets[partner], targets, share)
    return torch.lerp(x[partner], x, share[:, :, None, None]), targets
