"""How each architecture is trained, as data: its design's own recipe, and our best."""

from trainer.recipes.best import AUGMENTATIONS, for_drawn_faces
from trainer.recipes.recipe import Precision, Recipe, WantedPrecision
from trainer.recipes.registry import RECIPES, Variant, current_name, get_recipe, register_recipe

__all__ = [
    "AUGMENTATIONS",
    "RECIPES",
    "Precision",
    "Recipe",
    "Variant",
    "WantedPrecision",
    "current_name",
    "for_drawn_faces",
    "get_recipe",
    "register_recipe",
]
