"""Faces for the training loop: the whole set lies on the device, where batches are cut."""

import math
from dataclasses import dataclass

import pytorch_lightning as pl
import torch
from torch import Tensor

from emotion_desktop.models import ModelSpec
from emotion_desktop.models.preprocess import normalise, to_input
from trainer.augment.batch import augment
from trainer.augment.mixup import mixup
from trainer.class_balance import epoch_order
from trainer.data import Samples
from trainer.distillation import Teacher
from trainer.recipes import Recipe


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Batch:
    """What one optimizer step learns from.

    Attributes:
        x: (n, C, S, S) float32, normalised, in PyTorch's channels-last layout.
        targets: (n, classes) float32, each row sums to 1.
        teacher_log_probs: (n, classes) float32 log-probabilities of the teacher, or None.
    """

    x: Tensor
    targets: Tensor
    teacher_log_probs: Tensor | None


class FaceDataModule(pl.LightningDataModule):
    """Gives Lightning the numbers of the steps, and the module the batch of each.

    All randomness of an epoch comes from the seed, the epoch and the process alone, so an epoch
    that is repeated after a crash is repeated exactly. Among several processes every batch is
    dealt out like cards: each face is seen once an epoch, by one of them.

    Args:
        train: Faces to learn; at least one batch.
        validation: Faces that choose the best epoch.
        spec: The architecture to feed.
        recipe: Batch size, augmentation, size and balance.
        seed: Of order and augmentation.
        teacher: Looks at the same changed faces as the network, if given.
        answers: (n, classes) float32 probabilities, what a teacher says of the unchanged faces to
            learn; goes before `teacher`.

    Attributes:
        steps: How many batches an epoch has.
        plain_rows: (n,) the training faces that are compared with the validation faces, unchanged.
    """

    def __init__(
        self,
        train: Samples,
        validation: Samples,
        spec: ModelSpec,
        recipe: Recipe,
        *,
        seed: int,
        teacher: Teacher | None = None,
        answers: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.spec, self.recipe = spec, recipe
        self._seed, self._teacher = seed, teacher
        self._train, self._validation = train, validation
        self.plain_rows = _decided(train, len(validation), seed)
        self._answers = answers
        self._on_device = False
        self.steps = len(train) // recipe.batch_size
        self._rows: tuple[Tensor, ...] = ()
        self._generator = torch.Generator()
        self._size, self._amount = spec.size, recipe.augmentation

    def setup(self, stage: str) -> None:
        """Move all faces to the device."""
        assert self.trainer is not None
        device = self.trainer.strategy.root_device
        if not self._on_device:
            self._images, self._targets = (
                self._train.images.to(device),
                self._train.targets.to(device),
            )
            self._seen, self._labels = (
                self._validation.images.to(device),
                self._validation.labels.to(device),
            )
            if self._teacher is not None:
                self._teacher.to(device)
            if self._answers is not None:
                self._answers = self._answers.to(device)
            self._on_device = True

    def train_dataloader(self) -> range:
        """Return the numbers of the steps."""
        return range(self.steps)

    def val_dataloader(self) -> list[range]:
        """Return the numbers of the batches to validate with, as many for every process.

        The first are those of the validation faces, the second those of as many training faces,
        unchanged, so that both can be compared.
        """
        shares = (
            math.ceil(n / self._processes) for n in (len(self._validation), len(self.plain_rows))
        )
        return [range(math.ceil(share / self._validation_batch)) for share in shares]

    def begin(self, epoch: int) -> None:
        """Prepare an epoch, counted from 0: the order of the faces, their size and changes."""
        assert self.trainer is not None
        order = torch.Generator().manual_seed(derive_seed(self._seed, epoch, 0))
        faces = epoch_order(self._train.labels, order, balanced=self.recipe.balanced)
        # what does not fill a batch of its own joins the batches evenly
        self._rows = torch.tensor_split(faces, self.steps)
        rank = self.trainer.global_rank
        self._generator.manual_seed(derive_seed(self._seed, epoch, rank + 1))
        torch.manual_seed(derive_seed(self._seed, epoch, rank + 1))  # dropout
        self._size = self.recipe.size_of_epoch(epoch, self.spec.size)
        self._amount = self.recipe.augmentation_of_epoch(epoch)

    def rows(self, step: int) -> Tensor:
        """Return (n,) int64, the numbers of the faces in this process's part of a batch."""
        assert self.trainer is not None
        return self._rows[step][self.trainer.global_rank :: self._processes]

    def batch(self, step: int) -> Batch:
        """Return this process's part of a step's batch, changed at random."""
        rows = self.rows(step).to(self._images.device)
        # bf16 is for the networks: where a pixel comes from needs float32
        with torch.autocast(self._images.device.type, enabled=False):
            x = to_input(self._images[rows], self.spec.channels, self._size)
            x = augment(x, self._amount, self._generator)
            goals = self._targets[rows]  # (n, classes), twice that with a teacher's clean answers
            if self._answers is not None:
                goals = torch.cat([goals, self._answers[rows]], dim=1)
            x, goals = mixup(x, goals, self.recipe.mixup, self._generator)
        teacher_log_probs = None
        if self._answers is not None:
            goals, answers = goals.chunk(2, dim=1)
            teacher_log_probs = answers.clamp_min(1e-7).log()
        elif self._teacher is not None:
            teacher_log_probs = self._teacher(x)
        return Batch(
            x=normalise(x, self.spec).contiguous(memory_format=torch.channels_last),
            targets=goals,
            teacher_log_probs=teacher_log_probs,
        )

    def validation_batch(self, step: int, *, plain: bool = False) -> tuple[Tensor, Tensor]:
        """Return this process's part of a batch to validate with, as input, and its labels.

        Args:
            step: From `val_dataloader`.
            plain: Whether of the training faces instead of the validation faces.
        """
        assert self.trainer is not None
        part = slice(self.trainer.global_rank, None, self._processes)
        rows = slice(step * self._validation_batch, (step + 1) * self._validation_batch)
        if plain:
            chosen = self.plain_rows[part][rows]
            images = self._images[chosen.to(self._images.device)]
            labels = self._train.labels[chosen].to(images.device)
        else:
            images, labels = self._seen[part][rows], self._labels[part][rows]
        x = to_input(images, self.spec.channels, self._size)
        return normalise(x, self.spec).contiguous(memory_format=torch.channels_last), labels

    @property
    def size(self) -> int:
        """Side of this epoch's input in pixels."""
        return self._size

    @property
    def _processes(self) -> int:
        return 1 if self.trainer is None else self.trainer.world_size

    @property
    def _validation_batch(self) -> int:
        return 4 * self.recipe.batch_size


def _decided(train: Samples, count: int, seed: int) -> Tensor:
    """Return up to `count` (n,) int64 training faces with a majority, as validation faces have."""
    (decided,) = torch.where(train.targets.max(dim=1).values > 0.5)
    generator = torch.Generator().manual_seed(seed)
    return decided[torch.randperm(len(decided), generator=generator)[:count]]


def derive_seed(seed: int, epoch: int, stream: int) -> int:
    """Return a seed of its own for every epoch and stream of random numbers."""
    return ((seed * 1_000_003 + epoch) * 1_009 + stream) % 2**63
