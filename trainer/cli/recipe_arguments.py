"""One argument for each setting of a recipe, made of the fields of `Recipe`."""

import argparse
import tomllib
from dataclasses import Field, fields, replace
from functools import partial
from typing import Literal, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from emotion_desktop.errors import SettingError
from trainer.augment import Augmentation
from trainer.cli.evaluate import positive_int
from trainer.recipes import AUGMENTATIONS, Recipe


def positive_float(text: str) -> float:
    """Return a number above 0.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    value = float_or_zero(text)
    if value == 0:
        msg = f"must be a number above 0, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return value


def float_or_zero(text: str) -> float:
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


def int_or_zero(text: str) -> int:
    """Return a whole number of at least 0.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    return 0 if text == "0" else positive_int(text)


def augmentation(text: str) -> Augmentation:
    """Return the augmentation of a name, or of a table of TOML.

    Raises:
        argparse.ArgumentTypeError: If it is neither.
    """
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


def add_recipe_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the settings; what is not given stays as the recipe has it."""
    group = parser.add_argument_group("settings instead of the recipe's")
    for item in _settings():
        flag = f"--{item.name.replace('_', '-')}"
        add = partial(group.add_argument, flag, help=item.metadata["help"])
        if item.type is bool:
            add(action=argparse.BooleanOptionalAction, default=None)
        elif item.type is Augmentation:
            add(type=augmentation, metavar=f"{{{','.join(AUGMENTATIONS)}}}")
        elif get_origin(item.type) is Literal:
            add(choices=get_args(item.type))
        elif item.type is int:
            add(type=positive_int if item.metadata["positive"] else int_or_zero)
        else:
            add(type=positive_float if item.metadata["positive"] else float_or_zero)


def apply_overrides(recipe: Recipe, args: argparse.Namespace) -> Recipe:
    """Return the recipe with the settings that were given.

    Raises:
        SettingError: If a setting is out of its range.
    """
    names = [item.name for item in _settings()]
    given = {name: value for name in names if (value := getattr(args, name)) is not None}
    return replace(recipe, **given)


def _settings() -> list[Field[object]]:
    """Return the fields of a recipe that have an argument of their own name and kind."""
    return [item for item in fields(Recipe) if "help" in item.metadata]
