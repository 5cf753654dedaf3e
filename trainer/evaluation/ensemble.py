"""Several checkpoints that answer as one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from emotion_desktop.labels import Emotion
from emotion_desktop.models import Checkpoint
from emotion_desktop.models.ensemble import class_orders
from trainer.evaluation.predict import Tta, on_device, predict


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

    @property
    def name(self) -> str:
        """The members' names, joined by commas."""
        return ",".join(member.path.stem for member in self.members)

    @property
    def classes(self) -> tuple[Emotion, ...]:
        """In the order of the logits."""
        return self.members[0].metadata.classes

    @property
    def parameters(self) -> int:
        """Trainable parameters of all members together."""
        return sum(member.metadata.parameters for member in self.members)

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
