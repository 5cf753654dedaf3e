"""How each architecture is trained, as data: its design's own recipe, and our best."""

from collections.abc import Mapping
from typing import Final, Literal

from trainer.data import LabelSource
from trainer.recipes.best import BEST
from trainer.recipes.recipe import Recipe
from trainer.recipes.seed import SEED

Flavour = Literal["best", "seed"]

RECIPES: Final[Mapping[Flavour, Mapping[str, Recipe]]] = {"best": BEST, "seed": SEED}
"""By flavour and architecture."""

__all__ = ["RECIPES", "Flavour", "LabelSource", "Recipe"]
