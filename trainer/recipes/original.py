"""The recipes that came with the five designs, to the letter."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from emotion_desktop.labels import MERGE_7_TO_4
from trainer.augment import OFF, Augmentation
from trainer.recipes.recipe import Recipe

PLAIN: Final = Recipe(
    optimizer="adam",
    schedule="constant",
    weight_decay=0.0,
    clip_norm=0.0,
    ema_decay=0.0,
    precision="32",
    labels="fer2013",
    teacher_weight=0.0,
    augmentation=OFF,
)
"""Nothing that the designs do not ask for."""

GRAY: Final = 128 / 255

ELEVEN_STEPS: Final = Augmentation(
    flip=0.5,
    rotation=20,
    shift=0.1,
    scale=0.1,
    shear=5,
    perspective=0.1,
    fill=GRAY,
    contrast=(0.7, 1.4),
    brightness=(0.8, 1.3),
    sharpness=(0.6, 2.0),
    equalise=0.5,
    noise=0.05 / 2,  # the design adds .05 to pixels in -1 to 1
    erase=0,
)
"""Of `cnn48_gray`; to tensor and normalise, the other two steps, are those of every network."""

ORIGINAL: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        # The design names no optimizer: Keras's default, Adam at 1e-3, in batches of 32.
        "cnn48_rgb": replace(PLAIN, epochs=20, batch_size=32, lr=1e-3, patience=20),
        "se64_rgb": replace(
            PLAIN,
            epochs=60,
            batch_size=32,
            lr=1e-4,
            weight_decay=1e-4,
            patience=10,
            class_weights="inverse",
            augmentation=replace(OFF, flip=0.5, rotation=15, shift=0.1),
        ),
        "cnn48_gray": replace(
            PLAIN,
            epochs=25,
            batch_size=32,
            lr=1e-3,
            feature_lr=1e-5,  # only with --init; features that start at random learn like the rest
            weight_decay=1e-4,
            patience=7,
            schedule="step",
            step_size=8,
            gamma=0.5,
            augmentation=ELEVEN_STEPS,
            first_strength=0.3,
        ),
        "vgg48_gray": replace(
            PLAIN,
            epochs=30,
            batch_size=64,
            lr=1e-3,
            patience=30,
            schedule="plateau",
            step_size=3,
            gamma=0.5,
            augmentation=replace(OFF, flip=0.5, rotation=10, shift=0.1),
        ),
        "resnet18_gray": replace(
            PLAIN,
            epochs=20,
            batch_size=64,
            lr=1e-3,
            patience=20,
            schedule="step",
            step_size=7,
            gamma=0.1,
            augmentation=replace(OFF, flip=0.5, rotation=10, crop=(0.9, 1.0)),
            merges=dict(MERGE_7_TO_4),
        ),
    }
)
"""By architecture."""
