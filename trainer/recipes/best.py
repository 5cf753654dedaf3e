"""Our recipes, the default: FER+ votes, webcam-like faces, AdamW on one cycle, averaged weights."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from emotion_desktop.labels import MERGE_7_TO_4
from trainer.augment import OFF, Augmentation
from trainer.recipes.recipe import Recipe

PLAIN: Final = Augmentation(
    rotation=12,
    scale=0.1,
    shift=0.07,
    shear=5,
    contrast=(0.8, 1.2),
    brightness=(0.9, 1.1),
    erase=0.15,
)
PLAIN_MILD: Final = Augmentation(
    rotation=8,
    scale=0.06,
    shift=0.04,
    shear=0,
    contrast=(0.9, 1.1),
    brightness=(0.95, 1.05),
    erase=0,
)
WEBCAM: Final = Augmentation(
    rotation=25,
    scale=0.18,
    shift=0.12,
    shear=6,
    contrast=(0.6, 1.3),
    brightness=(0.8, 1.25),
    erase=0.1,
    cover=0.1,
    side_light=0.1,
    exposure=0.25,
    low_resolution=0.12,
    blur=0.3,
    motion_blur=0.08,
    sensor_noise=0.2,
    jpeg=0.1,
)

AUGMENTATIONS: Final[Mapping[str, Augmentation]] = MappingProxyType(
    {
        "off": OFF,
        "plain-mild": PLAIN_MILD,
        "plain": PLAIN,
        "webcam-mild": replace(WEBCAM.at(0.5), erase=0, cover=0),
        "webcam": WEBCAM,
    }
)
"""By name. A quarter of the faces escapes all that `webcam` does to their pixels; mild ones are for
networks without the capacity to learn more variety; `plain` has no bad webcams."""

LONG: Final = Recipe(
    epochs=120,
    lr=1e-3,
    dropout=0.6,
    mixup=0.2,
    patience=40,
    undecided=True,
    teacher_view="clean",
    augmentation=WEBCAM,
)
"""Hours of a CPU, minutes of a GPU."""

BEST: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        # Strong weight decay, because the initialisation that its design asks for is far too large.
        "cnn48_rgb": replace(
            LONG,
            epochs=500,
            lr=2e-3,
            weight_decay=1.0,
            mixup=0.0,
            patience=150,
            precision="32",
            augmentation=AUGMENTATIONS["webcam-mild"],
        ),
        "se48_gray": replace(LONG, batch_size=128, lr=4e-3, dropout=1.0, precision="32"),
        "se64_rgb": replace(LONG, epochs=60, progressive_size=32, progressive_fraction=0.6),
        "cnn48_gray": replace(LONG, progressive_size=32, progressive_fraction=0.5),
        "vgg48_gray": LONG,
        "resnet18_gray": replace(LONG, merges=dict(MERGE_7_TO_4)),
    }
)
"""By architecture."""


def for_drawn_faces(recipe: Recipe) -> Recipe:
    """Return a recipe for a few hundred drawn faces: learned in a minute or two, undisturbed."""
    return replace(
        recipe,
        epochs=10,
        batch_size=16,
        lr=min(recipe.lr, 3e-4),
        dropout=0.0,
        mixup=0.0,
        ema_decay=0.0,
        precision="32",
        progressive_size=0,
        progressive_fraction=0.0,
        augmentation=PLAIN_MILD,
    )
