"""How each architecture is trained, as data: its design's own recipe, and our best."""

from collections.abc import Mapping
from typing import Final, Literal

from emotion_desktop.errors import SettingError
from trainer.recipes.best import AUGMENTATIONS, BEST, for_drawn_faces
from trainer.recipes.original import SEED
from trainer.recipes.recipe import Precision, Recipe

Flavour = Literal["best", "seed"]

RECIPES: Final[Mapping[Flavour, Mapping[str, Recipe]]] = {"best": BEST, "seed": SEED}
"""By flavour and architecture; an architecture of our own has no other than `best`."""


def get_recipe(flavour: Flavour, architecture: str) -> Recipe:
    """Return the settings to start from; the default ones for an architecture of one's own.

    Raises:
        SettingError: If the architecture came with no recipe and that is asked for.
    """
    try:
        return RECIPES[flavour][architecture]
    except KeyError:
        if flavour == "best":
            return Recipe()
        msg = f"{architecture} has no --recipe {flavour}; leave it out, or use --recipe best"
        raise SettingError(msg) from None


__all__ = [
    "AUGMENTATIONS",
    "RECIPES",
    "Flavour",
    "Precision",
    "Recipe",
    "for_drawn_faces",
    "get_recipe",
]
