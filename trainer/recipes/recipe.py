"""What a recipe says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final, Literal

from emotion_desktop.errors import SettingError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import LabelSource
from trainer.augment import Augmentation

Precision = Literal["32", "bf16", "fp16"]
WantedPrecision = Literal["auto", "32", "bf16", "fp16"]


MOST_DROPOUT: Final = 3


def argument(text: str, *, positive: bool = False, fraction: bool = False) -> dict[str, object]:
    """Return the metadata of a field that is an argument of `emotion-train`, too.

    Args:
        text: What `--help` says.
        positive: Whether a number must be above 0; None is left alone.
        fraction: Whether it must be from 0 to 1.
    """
    return {"help": text, "positive": positive, "fraction": fraction}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every setting of a training but data, classes and seed.

    Attributes:
        epochs: Passes over the training split, at most.
        batch_size: Faces per optimizer step, over all processes.
        accumulate: Batches whose gradients are averaged before the weights move.
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
        precision: Of the arithmetic, `auto` for the faster one on this machine; weights stay
            float32.
        dropout: Factor of the design's dropout rates, up to 3; none rises above 0.95. All of them
            are for hundreds of epochs; in a few dozen a network learns more with less.
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
        progressive_size: Side in pixels of the early epochs (progressive resizing), 0 for full size
            throughout; only for networks that end in global pooling.
        progressive_fraction: Share of the epochs at `progressive_size`.
        augmentation: How far faces are changed.
        first_strength: Share of the augmentation in the first epoch; it grows evenly to all of
            it in the last (progressive augmentation); 1 for all of it throughout.
        merges: Which emotions count as another.
    """

    epochs: int = field(
        default=20, metadata=argument("passes over the data, at most", positive=True)
    )
    batch_size: int = field(
        default=64, metadata=argument("faces per step, over all processes", positive=True)
    )
    accumulate: int = field(
        default=1, metadata=argument("batches whose gradients make one step", positive=True)
    )
    patience: int = field(
        default=10,
        metadata=argument("epochs without progress before training stops", positive=True),
    )
    optimizer: Literal["sgd", "adam", "adamw"] = field(default="adamw", metadata=argument(""))
    lr: float = field(default=1.5e-3, metadata=argument("highest learning rate", positive=True))
    feature_lr: float | None = field(
        default=None,
        metadata=argument("that of the convolutions, if it is to differ", positive=True),
    )
    momentum: float = field(default=0.9, metadata=argument("of SGD"))
    weight_decay: float = field(default=0.05, metadata=argument(""))
    schedule: Literal["constant", "one-cycle", "cosine", "step", "plateau"] = field(
        default="one-cycle", metadata=argument("of the learning rate")
    )
    warmup_epochs: float = field(default=0.0, metadata=argument("linear rise before the schedule"))
    step_size: int = field(
        default=8,
        metadata=argument(
            "epochs between drops (step), or without progress (plateau)", positive=True
        ),
    )
    gamma: float = field(
        default=0.5, metadata=argument("factor of each drop", positive=True, fraction=True)
    )
    clip_norm: float = field(default=5.0, metadata=argument("longest gradient; 0: no clipping"))
    ema_decay: float = field(
        default=0.998,
        metadata=argument("of the averaged weights, per step; 0: no averaging", fraction=True),
    )
    precision: WantedPrecision = field(
        default="auto",
        metadata=argument("of the arithmetic; auto: the faster of 32 and bf16, measured once"),
    )
    dropout: float = field(
        default=1.0, metadata=argument("factor of the design's dropout rates, 0 (off) to 3")
    )
    labels: LabelSource = "ferplus-votes"
    label_smoothing: float = field(
        default=0.0, metadata=argument("share of the target spread over all classes", fraction=True)
    )
    mixup: float = field(default=0.0, metadata=argument("alpha; 0: off"))
    focal_gamma: float = field(
        default=0.0, metadata=argument("of the focal loss; 0: cross-entropy")
    )
    class_weights: Literal["none", "inverse", "effective"] = field(
        default="none", metadata=argument("of the loss")
    )
    balanced: bool = field(default=False, metadata=argument("draw every class equally often"))
    teacher_weight: float = field(
        default=0.7,
        metadata=argument("share of the loss that is the distance to --teacher", fraction=True),
    )
    teacher_temperature: float = field(
        default=1.0, metadata=argument("softens both in that distance", positive=True)
    )
    teacher_view: Literal["same", "clean"] = field(
        default="same",
        metadata=argument("whether --teacher sees the changed face or the clean one"),
    )
    undecided: bool = field(
        default=False, metadata=argument("learn also from faces without a majority of FER+ votes")
    )
    progressive_size: int = field(
        default=0, metadata=argument("side of the early epochs in pixels; 0: full size throughout")
    )
    progressive_fraction: float = field(
        default=0.0, metadata=argument("share of the epochs at that size", fraction=True)
    )
    augmentation: Augmentation = field(
        default_factory=Augmentation,
        metadata=argument(
            "how far faces are changed, and whether as bad webcams do; or amounts of your own as "
            "a table of TOML: '{ flip = 0.5, rotation = 10 }'"
        ),
    )
    first_strength: float = field(
        default=1.0,
        metadata=argument("share of the augmentation in the first epoch", fraction=True),
    )
    merges: Mapping[Emotion, Emotion] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check every number."""
        for item in fields(self):
            value = getattr(self, item.name)
            if item.metadata.get("positive") and value is not None and value <= 0:
                msg = f"{item.name} is {value}; it must be above 0"
                raise SettingError(msg)
            if item.metadata.get("fraction") and not 0 <= value <= 1:
                msg = f"{item.name} is {value}; it must be from 0 to 1"
                raise SettingError(msg)

        if not 0 <= self.dropout <= MOST_DROPOUT:
            msg = f"dropout is {self.dropout}; it must be from 0 to {MOST_DROPOUT}"
            raise SettingError(msg)

    def size_of_epoch(self, epoch: int, full: int) -> int:
        """Return the side of the input in pixels in an epoch, counted from 0; the last is full."""
        small = min(int(self.progressive_fraction * self.epochs), self.epochs - 1)
        return self.progressive_size if self.progressive_size and epoch < small else full

    def augmentation_of_epoch(self, epoch: int) -> Augmentation:
        """Return how far faces are changed in an epoch, counted from 0."""
        grown = epoch / max(1, self.epochs - 1)
        return self.augmentation.at(self.first_strength + (1 - self.first_strength) * grown)
