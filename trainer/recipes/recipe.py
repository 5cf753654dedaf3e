"""What a recipe says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from emotion_desktop.errors import SettingError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import LabelSource
from trainer.augment import Augmentation

Precision = Literal["32", "bf16", "fp16"]

POSITIVE = ("epochs", "batch_size", "lr", "patience", "teacher_temperature")
FRACTIONS = (
    "ema_decay",
    "gamma",
    "small_share",
    "dropout",
    "label_smoothing",
    "teacher_weight",
    "first_strength",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every setting of a training but data, classes and seed.

    Attributes:
        epochs: Passes over the training split, at most.
        batch_size: Faces per optimizer step, over all processes.
        patience: Epochs without a better validation accuracy before training stops.
        optimizer: `sgd` is Nesterov's.
        lr: Learning rate, at its highest.
        feature_lr: That of the convolutions, if it is to differ from the classifier's.
        momentum: Of SGD.
        weight_decay: Decoupled with `adamw`, else an L2 penalty.
        schedule: How the learning rate moves: `one-cycle` (Smith 2017,
            https://arxiv.org/abs/1708.07120), `cosine` (Loshchilov 2016,
            https://arxiv.org/abs/1608.03983), `step`, `plateau`, `constant`.
        warmup_epochs: Linear rise before the schedule; with `one-cycle` the length of its own
            rise, 0 for a fifth of the training; not for `plateau`.
        step_size: Epochs between the drops of `step`; epochs without progress before those of
            `plateau`.
        gamma: Factor of each drop.
        clip_norm: Longest gradient; 0 switches clipping off.
        ema_decay: Per step, of the exponential moving average that is validated and kept; 0
            keeps the weights themselves.
        precision: Of the arithmetic; weights stay float32.
        dropout: Share of the design's dropout rates that is used. All of it is for hundreds of
            epochs; in a few dozen a network learns more with less.
        labels: Where targets come from when FER+ votes are there.
        label_smoothing: Share of the target spread over all classes.
        mixup: Alpha of its beta distribution (Zhang 2017, https://arxiv.org/abs/1710.09412); 0
            switches it off.
        focal_gamma: Of the focal loss (Lin 2017, https://arxiv.org/abs/1708.02002); 0 is
            cross-entropy.
        class_weights: In the loss: `inverse` frequency, or by `effective` number of samples (Cui
            2019, https://arxiv.org/abs/1901.05555).
        balanced: Draw every class equally often.
        teacher_weight: Share of the loss that is the distance to the teacher, if there is one
            (Hinton 2015, https://arxiv.org/abs/1503.02531).
        teacher_temperature: Softens teacher and student in that distance.
        teacher_view: What the teacher looks at: the `same` changed face as the network (function
            matching, Beyer 2021, https://arxiv.org/abs/2106.05237), or once and for all the
            `clean` one and its mirror image, so that the network learns what a face shows in spite
            of what was done to it, at no cost per epoch.
        undecided: Learn also from faces on which FER+'s voters have no majority; their targets
            are the shares of the votes. Only with `ferplus-votes`.
        small_size: Side in pixels of the early epochs (progressive resizing), 0 for full size
            throughout; only for networks that end in global pooling.
        small_share: Share of the epochs at `small_size`.
        augmentation: How far faces are changed.
        first_strength: Share of the augmentation in the first epoch; it grows evenly to all of
            it in the last (progressive augmentation); 1 for all of it throughout.
        merges: Which emotions count as another.
    """

    epochs: int = 20
    batch_size: int = 64
    patience: int = 10
    optimizer: Literal["sgd", "adam", "adamw"] = "adamw"
    lr: float = 1.5e-3
    feature_lr: float | None = None
    momentum: float = 0.9
    weight_decay: float = 0.05
    schedule: Literal["constant", "one-cycle", "cosine", "step", "plateau"] = "one-cycle"
    warmup_epochs: float = 0.0
    step_size: int = 8
    gamma: float = 0.5
    clip_norm: float = 5.0
    ema_decay: float = 0.998
    precision: Precision = "bf16"
    dropout: float = 1.0
    labels: LabelSource = "ferplus-votes"
    label_smoothing: float = 0.0
    mixup: float = 0.0
    focal_gamma: float = 0.0
    class_weights: Literal["none", "inverse", "effective"] = "none"
    balanced: bool = False
    teacher_weight: float = 0.7
    teacher_temperature: float = 1.0
    teacher_view: Literal["same", "clean"] = "same"
    undecided: bool = False
    small_size: int = 0
    small_share: float = 0.0
    augmentation: Augmentation = field(default_factory=Augmentation)
    first_strength: float = 1.0
    merges: Mapping[Emotion, Emotion] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check every number."""
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name in POSITIVE and value <= 0:
                msg = f"{item.name} is {value}; it must be above 0"
                raise SettingError(msg)
            if item.name in FRACTIONS and not 0 <= value <= 1:
                msg = f"{item.name} is {value}; it must be from 0 to 1"
                raise SettingError(msg)

    def size_of_epoch(self, epoch: int, full: int) -> int:
        """Return the side of the input in pixels in an epoch, counted from 0; the last is full."""
        small = min(int(self.small_share * self.epochs), self.epochs - 1)
        return self.small_size if self.small_size and epoch < small else full

    def augmentation_of_epoch(self, epoch: int) -> Augmentation:
        """Return how far faces are changed in an epoch, counted from 0."""
        grown = epoch / max(1, self.epochs - 1)
        return self.augmentation.at(self.first_strength + (1 - self.first_strength) * grown)
