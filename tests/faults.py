"""Lets a function raise once."""

import importlib
import threading
from collections.abc import Callable
from typing import Any

import pytest


class RaisesOnce:
    """Lets a function raise at its n-th call from now on, and never again.

    Args:
        monkeypatch: Undoes it.
        target: `module.function` or `module.Class.method`.
        nth: Which call.
        of: Which calls are counted, told by their first argument.

    Attributes:
        raised: Set when it has.
    """

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        target: str,
        nth: int = 1,
        of: Callable[[Any], bool] = lambda _: True,
    ) -> None:
        self.raised = threading.Event()
        owner, name = _owner(target)
        before: Callable[..., object] = getattr(owner, name)
        calls = iter(range(1, 1_000_000))

        def call(*args: object, **options: object) -> object:
            if (not args or of(args[0])) and next(calls) == nth:
                self.raised.set()
                msg = "rtsp://me:secret@host is a bug"
                raise ZeroDivisionError(msg)
            return before(*args, **options)

        monkeypatch.setattr(owner, name, call)


def _owner(target: str) -> tuple[Any, str]:
    path, name = target.rsplit(".", 1)
    try:
        return importlib.import_module(path), name
    except ModuleNotFoundError:
        module, kind = path.rsplit(".", 1)
        return getattr(importlib.import_module(module), kind), name
