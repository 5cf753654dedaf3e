"""The architectures by name. A new file in `architectures` is registered by being there."""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from emotion_desktop.errors import UnknownModelError
from emotion_desktop.models import architectures
from emotion_desktop.models.spec import ModelSpec

if TYPE_CHECKING:
    from torch import nn


@cache
def list_models() -> tuple[str, ...]:
    """Return the names of all architectures, sorted. Does not import PyTorch."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(architectures.__path__)))


def get_spec(name: str) -> ModelSpec:
    """Return the specification of an architecture.

    Raises:
        UnknownModelError: If no architecture has this name.
    """
    if name not in list_models():
        raise UnknownModelError(
            "unknown architecture {name!r}; choose one of {names}",
            name=name,
            names=", ".join(list_models()),
        )
    spec = importlib.import_module(f"{architectures.__name__}.{name}").SPEC
    assert isinstance(spec, ModelSpec)
    return spec


def create_model(name: str, num_classes: int | None = None) -> "nn.Module":
    """Return an untrained network that maps (N, C, H, W) float32 to (N, num_classes) logits.

    Args:
        name: One of `list_models()`.
        num_classes: Number of logits; the architecture's default classes if None.

    Raises:
        UnknownModelError: If no architecture has this name.
        ValueError: If fewer than two classes are asked for.
    """
    spec = get_spec(name)
    count = len(spec.classes) if num_classes is None else num_classes
    if count < 2:
        msg = f"a classifier needs at least 2 classes, got num_classes={count}"
        raise ValueError(msg)
    return spec.build(count)
