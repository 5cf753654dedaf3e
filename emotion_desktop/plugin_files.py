"""Plug-ins: Python files named on the command line, and entry points of installed packages.

Both are only imported; what they hold registers itself, with `register_architecture` and the like.
"""

import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from emotion_desktop.errors import SettingError

GROUP: Final = "emotion_desktop.plugins"
"""Entry points of installed packages, by the name of a module each."""

OPTION: Final = "--plugin"

loaded: dict[Path, str] = {}
_installed: set[str] = set()


def load_plugins(argv: Sequence[str]) -> list[str]:
    """Load what is installed and what `--plugin FILE` names; return the other arguments.

    Raises:
        SettingError: If a plug-in is missing or fails; says which and why.
    """
    for point in entry_points(group=GROUP):
        if point.value not in _installed:
            try:
                point.load()
            except Exception as error:
                raise _failure(f"{point.name} ({point.value})", error) from error
            _installed.add(point.value)
    rest, files = [], []
    arguments = iter(argv)
    for argument in arguments:
        option, equals, value = argument.partition("=")
        if option == OPTION:
            value = value if equals else next(arguments, "")
            if not value:
                raise SettingError("--plugin needs the name of a Python file")
            files.append(Path(value))
        else:
            rest.append(argument)
    load_plugin_files(files)
    return rest


def load_plugin_files(paths: Iterable[Path]) -> None:
    """Import Python files, each once.

    Raises:
        SettingError: If one is missing or fails; says which and why.
    """
    for path in (path.absolute() for path in paths):
        if path in loaded:
            continue
        spec = importlib.util.spec_from_file_location(f"plugin_{path.stem}", path)
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if spec is None or spec.loader is None:
                raise SettingError("it is no Python file")  # noqa: TRY301 (said like the others)
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
        except Exception as error:
            raise _failure(str(path), error) from error
        loaded[path] = digest


def loaded_files() -> dict[Path, str]:
    """Return the SHA-256 of each file that was loaded."""
    return dict(loaded)


def plugin_arguments() -> list[str]:
    """Return the arguments by which another process loads the same files."""
    return [part for path in loaded for part in (OPTION, str(path))]


def _failure(what: str, error: Exception) -> SettingError:
    reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    return SettingError("cannot load the plug-in {what}: {reason}", what=what, reason=reason)
