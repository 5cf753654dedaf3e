"""Several checkpoints that answer as one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias

import torch
from torch import Tensor

from emotion_desktop.config import find_checkpoint
from emotion_desktop.models import Checkpoint, load_checkpoint
from emotion_desktop.models.ensemble import class_orders
from emotion_desktop.models.protocol import Tta
from trainer.evaluation.predict import on_device, predict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Checkpoints whose calibrated probabilities are averaged.

    Deep ensembles: Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474. Calibrated
    members average to an ensemble that is too modest rather than too sure (Rahaman & Thiery
    2021, https://arxiv.org/abs/2007.08792), so it may want a temperature of its own.

    Attributes:
        members: The first gives the order of the classes.
        orders: For each member the columns that bring its logits into that order.
    """

    members: tuple[Checkpoint, ...]
    orders: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, members: Sequence[Checkpoint]) -> Self:
        """Return the ensemble of at least one checkpoint.

        Raises:
            CheckpointError: If two members differ in classes or merges; names the first difference.
        """
        orders = class_orders(
            [member.metadata for member in members], [member.path.stem for member in members]
        )
        return cls(members=tuple(members), orders=tuple(map(tuple, orders)))

    def predict(
        self, images: Tensor, *, device: torch.device, batch_size: int = 256, tta: Tta = "none"
    ) -> Tensor:
        """Return (n, C) float32 on the CPU, the log of the members' mean probabilities.

        Each member sees the images as its architecture wants them, and is calibrated with its
        own temperature.

        Args:
            images: (n, H, W) uint8 gray, or (n, H, W, 3) uint8 RGB.
            device: Where to compute.
            batch_size: Faces at a time.
            tta: Which views of a face each member averages.
        """
        total: Tensor | None = None
        for member, order in zip(self.members, self.orders, strict=True):
            logits = predict(
                on_device(member.model, device),
                member.spec,
                images,
                device=device,
                batch_size=batch_size,
                tta=tta,
            )
            scaled = (logits / member.metadata.temperature).log_softmax(dim=1)[:, list(order)]
            total = scaled if total is None else torch.logaddexp(total, scaled)
        assert total is not None
        return total - math.log(len(self.members))


Model: TypeAlias = Checkpoint | Ensemble


def load_model(names: str) -> Model:
    """Return the checkpoint of a name or file; of several, joined by commas, their ensemble.

    Raises:
        UnknownModelError: If there is no checkpoint of a name.
        CheckpointError: If a file cannot be used, or the checkpoints are no ensemble.
    """
    parts = [part.strip() for part in names.split(",") if part.strip()]
    if len(parts) < 2 or Path(names).is_file():
        return load_checkpoint(find_checkpoint(names))
    return Ensemble.of([load_checkpoint(find_checkpoint(part)) for part in parts])


def members(model: Model) -> tuple[Checkpoint, ...]:
    """Return the checkpoints of an ensemble; of a checkpoint, itself."""
    return model.members if isinstance(model, Ensemble) else (model,)
