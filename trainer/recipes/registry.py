"""The recipes by variant and architecture."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from emotion_desktop.errors import SettingError
from emotion_desktop.plugins import add_entry
from trainer.recipes.best import BEST
from trainer.recipes.original import ORIGINAL
from trainer.recipes.recipe import Recipe

Variant = Literal["best", "original"]

registered: Final[dict[Variant, dict[str, Recipe]]] = {
    "best": dict(BEST),
    "original": dict(ORIGINAL),
}

RECIPES: Final[Mapping[Variant, Mapping[str, Recipe]]] = MappingProxyType(registered)
"""By variant and architecture; an architecture of one's own may have none."""


def register_recipe(architecture: str, recipe: Recipe, variant: Variant = "best") -> None:
    """Let an architecture be trained by a recipe of its own.

    For example, `emotion-train --arch my_net` trains for 200 epochs after::

        register_recipe("my_net", Recipe(epochs=200))

    Args:
        architecture: Its name; it may be registered later.
        recipe: How it is trained.
        variant: `best` is the default of `emotion-train`, `original` what a design asks for.

    Raises:
        ValueError: If the architecture has a recipe of this variant, or its name is none.
    """
    add_entry(registered[variant], f"{variant} recipe", architecture, recipe)


def get_recipe(variant: Variant, architecture: str) -> Recipe:
    """Return the settings to start from; the default ones for an architecture of one's own.

    Raises:
        SettingError: If the architecture came with no recipe and that is asked for.
    """
    try:
        return RECIPES[variant][architecture]
    except KeyError:
        if variant == "best":
            return Recipe()
        msg = f"{architecture} has no --recipe {variant}; leave it out, or use --recipe best"
        raise SettingError(msg) from None


def current_name(variant: str) -> str:
    """Return what a variant is called now: `original` was `seed` in older files and scripts."""
    return "original" if variant == "seed" else variant
