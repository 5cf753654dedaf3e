"""How each architecture is trained unless told otherwise, one line of data each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from emotion_desktop.labels import MERGE_7_TO_4, Emotion
from trainer.augment import Augmentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Hyperparameters; AdamW on a one-cycle schedule with an average of the weights.

    Attributes:
        epochs: Passes over the training split.
        batch_size: Faces per step.
        lr: Peak learning rate of the cycle (Smith 2017, https://arxiv.org/abs/1708.07120).
        weight_decay: Of AdamW (Loshchilov 2017, https://arxiv.org/abs/1711.05101).
        ema_decay: Per step, of the exponential moving average that is kept and shipped.
        small_size: Side in pixels of the early epochs (progressive resizing), 0 for full size
            throughout; only for networks that end in global pooling.
        small_share: Share of the epochs trained at `small_size`.
        patience: Epochs without a better PublicTest accuracy before training stops.
        merges: Which emotions count as another by default.
    """

    epochs: int = 20
    batch_size: int = 128
    lr: float = 2e-3
    weight_decay: float = 0.02
    ema_decay: float = 0.998
    small_size: int = 0
    small_share: float = 0.0
    patience: int = 8
    merges: Mapping[Emotion, Emotion] = field(default_factory=dict)
    augmentation: Augmentation = field(default_factory=Augmentation)

    def size_of_epoch(self, epoch: int, full: int) -> int:
        """Return the side of the input in pixels in an epoch, counted from 1."""
        return (
            self.small_size if self.small_size and epoch <= self.small_share * self.epochs else full
        )


MILD: Final = Augmentation(rotation=10, scale=0.08, shift=0.06, shear=3, erase=0.1)

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        # Strong weight decay, because the initialisation that its design asks for is far too large.
        "cnn48_rgb": Recipe(
            epochs=40, batch_size=64, lr=2e-3, weight_decay=1.0, patience=12, augmentation=MILD
        ),
        "se64_rgb": Recipe(epochs=25, lr=1e-3, small_size=32, small_share=0.7),
        "cnn48_gray": Recipe(
            epochs=24, batch_size=64, lr=1.5e-3, small_size=32, small_share=0.5, augmentation=MILD
        ),
        "vgg48_gray": Recipe(epochs=20, lr=1e-3),
        "resnet18_gray": Recipe(epochs=20, merges=MERGE_7_TO_4),
    }
)
