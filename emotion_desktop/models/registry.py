"""The architectures by name. A new file in `architectures` is registered by being there."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from emotion_desktop.errors import UnknownModelError
from emotion_desktop.models import architectures
from emotion_desktop.models.spec import ModelSpec
from emotion_desktop.plugins import add_entry

if TYPE_CHECKING:
    from torch import nn


registered: dict[str, Callable[[], ModelSpec]] = {}
"""By name; `register_architecture` adds to them."""


def register_architecture(name: str, load: Callable[[], ModelSpec]) -> None:
    """Let an architecture be trained, listed and run by name.

    For example, `emotion-train --arch my_net` trains the network in `my_package/my_net.py` after::

        register_architecture("my_net", lambda: importlib.import_module("my_package.my_net").SPEC)

    Args:
        name: A name of letters, digits, `-` and `_`; the `name` of its specification.
        load: Returns its specification; called when that is needed, for it imports PyTorch.

    Raises:
        ValueError: If the name is taken, or not such a name.
    """
    add_entry(registered, "architecture", name, load)


def list_models() -> tuple[str, ...]:
    """Return the names of all architectures, sorted. Does not import PyTorch."""
    return tuple(sorted(registered))


def get_spec(name: str) -> ModelSpec:
    """Return the specification of an architecture.

    Raises:
        UnknownModelError: If no architecture has this name.
    """
    if name not in registered:
        raise UnknownModelError(
            "unknown architecture {name!r}; choose one of {names}",
            name=name,
            names=", ".join(list_models()),
        )
    return registered[name]()


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


def _spec_in_file(name: str) -> ModelSpec:
    spec = importlib.import_module(f"{architectures.__name__}.{name}").SPEC
    assert isinstance(spec, ModelSpec)
    return spec


for _module in pkgutil.iter_modules(architectures.__path__):
    register_architecture(_module.name, partial(_spec_in_file, _module.name))
