"""A recipe from outside, of an architecture from outside."""

from trainer.recipes import Recipe, register_recipe

register_recipe("tiny_net", Recipe(epochs=7, optimizer="sgd"))
register_recipe("tiny_net", Recipe(epochs=3), "original")
