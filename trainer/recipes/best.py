"""Our recipes, the default: FER+ votes as targets, AdamW on one cycle, averaged weights."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emotion_desktop.labels import MERGE_7_TO_4
from trainer.augment import Augmentation
from trainer.recipes.recipe import Recipe

FULL: Final = Augmentation(
    rotation=12,
    scale=0.1,
    shift=0.07,
    shear=5,
    contrast=(0.8, 1.2),
    brightness=(0.9, 1.1),
    erase=0.15,
)
MILD: Final = Augmentation(
    rotation=8,
    scale=0.06,
    shift=0.04,
    shear=0,
    contrast=(0.9, 1.1),
    brightness=(0.95, 1.05),
    erase=0,
)
"""For a network without the capacity to learn more variety."""

BEST: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        # Strong weight decay, because the initialisation that its design asks for is far too large.
        "cnn48_rgb": Recipe(
            epochs=60, lr=2e-3, weight_decay=1.0, patience=20, precision="32", augmentation=MILD
        ),
        "se64_rgb": Recipe(
            epochs=20, lr=1e-3, small_size=32, small_share=0.6, dropout=0.4, augmentation=FULL
        ),
        "cnn48_gray": Recipe(
            epochs=24, small_size=32, small_share=0.5, dropout=0.4, augmentation=FULL
        ),
        "vgg48_gray": Recipe(epochs=16, lr=1e-3, dropout=0.4, augmentation=FULL),
        "resnet18_gray": Recipe(epochs=18, augmentation=FULL, merges=dict(MERGE_7_TO_4)),
    }
)
"""By architecture."""
