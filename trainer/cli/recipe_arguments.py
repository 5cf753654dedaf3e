"""One argument for each setting of a recipe."""

import argparse
import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from emotion_desktop.errors import SettingError
from trainer.cli.evaluate import positive_int

if TYPE_CHECKING:
    from trainer.augment import Augmentation
    from trainer.recipes import Recipe


def positive_float(text: str) -> float:
    """Return a number above 0.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    value = fraction_or_more(text)
    if value == 0:
        msg = f"must be a number above 0, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return value


def fraction_or_more(text: str) -> float:
    """Return a number of at least 0.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        msg = f"must be a number of at least 0, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return value


def pixels(text: str) -> int:
    """Return a whole number of at least 0.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    return 0 if text == "0" else positive_int(text)


def augmentation(text: str) -> "Augmentation":
    """Return the augmentation of a name, or of a table of TOML.

    Raises:
        argparse.ArgumentTypeError: If it is neither.
    """
    from pydantic import TypeAdapter, ValidationError

    from trainer.augment import Augmentation
    from trainer.recipes import AUGMENTATIONS

    if text in AUGMENTATIONS:
        return AUGMENTATIONS[text]
    try:
        table = tomllib.loads(f"amounts = {text}")["amounts"]
        unknown = sorted(set(table) - {item.name for item in fields(Augmentation)})
        if unknown:
            msg = f"knows no {', '.join(unknown)}"
            raise argparse.ArgumentTypeError(msg)
        return TypeAdapter(Augmentation).validate_python(table)
    except (tomllib.TOMLDecodeError, TypeError, ValidationError, SettingError) as error:
        names = ", ".join(AUGMENTATIONS)
        first = str(error).splitlines()[0]
        msg = f"must be one of {names}, or a table of amounts, got {text!r}: {first}"
        raise argparse.ArgumentTypeError(msg) from error


NUMBERS: Final[dict[str, tuple[Callable[[str], float], str]]] = {
    "epochs": (positive_int, "passes over the data, at most"),
    "batch_size": (positive_int, "faces per step, over all processes"),
    "patience": (positive_int, "epochs without progress before training stops"),
    "lr": (positive_float, "highest learning rate"),
    "feature_lr": (positive_float, "that of the convolutions, if it is to differ"),
    "momentum": (fraction_or_more, "of SGD"),
    "weight_decay": (fraction_or_more, ""),
    "warmup_epochs": (fraction_or_more, "linear rise before the schedule"),
    "step_size": (positive_int, "epochs between drops (step), or without progress (plateau)"),
    "gamma": (positive_float, "factor of each drop"),
    "clip_norm": (fraction_or_more, "longest gradient; 0: no clipping"),
    "ema_decay": (fraction_or_more, "of the averaged weights, per step; 0: no averaging"),
    "dropout": (fraction_or_more, "share of the design's dropout rates; 0: off"),
    "label_smoothing": (fraction_or_more, "share of the target spread over all classes"),
    "mixup": (fraction_or_more, "alpha; 0: off"),
    "focal_gamma": (fraction_or_more, "of the focal loss; 0: cross-entropy"),
    "teacher_weight": (fraction_or_more, "share of the loss that is the distance to --teacher"),
    "teacher_temperature": (positive_float, "softens both in that distance"),
    "small_size": (pixels, "side of the early epochs in pixels; 0: full size throughout"),
    "small_share": (fraction_or_more, "share of the epochs at that size"),
    "first_strength": (fraction_or_more, "share of the augmentation in the first epoch"),
}
CHOICES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "optimizer": (("sgd", "adam", "adamw"), ""),
    "schedule": (("constant", "one-cycle", "cosine", "step", "plateau"), "of the learning rate"),
    "precision": (("32", "bf16", "fp16"), "of the arithmetic"),
    "class_weights": (("none", "inverse", "effective"), "of the loss"),
    "teacher_view": (
        ("same", "clean"),
        "whether --teacher sees the changed face or the clean one",
    ),
}
SWITCHES: Final[dict[str, str]] = {
    "balanced": "draw every class equally often",
    "undecided": "learn also from faces without a majority of FER+ votes",
}


def add_recipe_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the settings; what is not given stays as the recipe has it."""
    group = parser.add_argument_group("settings instead of the recipe's")
    for name, (kind, text) in NUMBERS.items():
        group.add_argument(f"--{name.replace('_', '-')}", type=kind, help=text)
    for name, (choices, text) in CHOICES.items():
        group.add_argument(f"--{name.replace('_', '-')}", choices=choices, help=text)
    group.add_argument(
        "--augmentation",
        type=augmentation,
        metavar="{off,plain-mild,plain,webcam-mild,webcam}",
        help="how far faces are changed, and whether as bad webcams do; or amounts of your own as "
        "a table of TOML: '{ flip = 0.5, rotation = 10 }'",
    )
    for name, text in SWITCHES.items():
        group.add_argument(
            f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=text
        )


def apply_overrides(recipe: "Recipe", args: argparse.Namespace) -> "Recipe":
    """Return the recipe with the settings that were given.

    Raises:
        SettingError: If a setting is out of its range.
    """
    names = [*NUMBERS, *CHOICES, *SWITCHES]
    given = {name: value for name in names if (value := getattr(args, name)) is not None}
    if args.augmentation is not None:
        given["augmentation"] = args.augmentation
    return replace(recipe, **given)
