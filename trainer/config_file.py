"""Configurations as TOML: all arguments of `emotion-train` by name, to be kept and repeated."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final

from emotion_desktop.errors import DataError
from emotion_desktop.models import get_spec
from emotion_desktop.models.metadata import with_current_names
from trainer.config import LOGGERS, RunConfig
from trainer.recipes import AUGMENTATIONS, Recipe, get_recipe

SWITCHES: Final = {item.name for item in fields(Recipe) if item.type is bool}
FLAGS: Final = {
    "skip_bad": ("--skip-bad", True),
    "align": ("--align", True),
    "compile": ("--compile", True),
    "private_test": ("--no-private-test", False),
}
"""Arguments without a value: how they are written, and when."""

OTHERS: Final = {
    "arch", "recipe", "data", "ferplus", "labels", "classes", "merge", "limit", "init", "teacher",
    "name", "seed", "out", "device", "threads", "processes", "plugin",
    "folds", "fold", "groups", "by", "logger", "figures",
}  # fmt: skip
"""Arguments that are no settings of a recipe."""

KNOWN: Final = (
    OTHERS | SWITCHES | FLAGS.keys() | {item.name for item in fields(Recipe)} - {"merges"}
)


def read_arguments(path: Path) -> list[str]:
    """Return what a file says as arguments, which those on the command line may follow.

    Raises:
        DataError: If it cannot be read or names something that is no argument.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise DataError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is no TOML: {error}"
        raise DataError(msg) from error
    arguments: list[str] = []
    for name, value in with_current_names(document).items():
        if name not in KNOWN:
            msg = f"{path}: {name} is no argument; --print-config shows those there are"
            raise DataError(msg)
        arguments += _argument(path, name, value)
    return arguments


def config_toml(config: RunConfig) -> str:
    """Return a run's configuration as a file that `read_arguments` reads."""
    recipe = config.recipe
    values: dict[str, object] = {
        "arch": config.architecture,
        "recipe": config.variant,
        "seed": config.seed,
        "plugin": [str(path) for path in config.plugins] or None,
        "data": [str(path) for path in config.data],
        "ferplus": config.ferplus and str(config.ferplus),
        "labels": config.labels,
        "skip_bad": config.skip_bad,
        "align": config.align,
        "limit": config.limit,
        "compile": config.compile,
        "logger": list(config.loggers) if config.loggers != LOGGERS else None,
        "figures": ",".join(config.figures) or None,
        "folds": config.folds,
        "fold": config.fold,
        "groups": config.groups and str(config.groups),
        "by": config.by,
        "private_test": config.private_test,
        "name": config.name,
        "init": config.init,
        "teacher": ",".join(map(str, config.teachers)) or None,
    }
    usual = get_recipe(config.variant, config.architecture).merges
    if config.classes != get_spec(config.architecture).classes or recipe.merges != usual:
        values["classes"] = ",".join(config.classes)
        merges = ",".join(f"{old}={new}" for old, new in recipe.merges.items())
        values["merge"] = merges or None
    names = [item.name for item in fields(Recipe) if item.name not in {"merges", "augmentation"}]
    values |= {name: getattr(recipe, name) for name in names if name != "labels"}
    values["precision"] = config.precision or recipe.precision  # not measured anew elsewhere
    named = [name for name, known in AUGMENTATIONS.items() if known == recipe.augmentation]
    values["augmentation"] = named[0] if named else asdict(recipe.augmentation)
    lines = [f"{name} = {to_toml(value)}" for name, value in values.items() if value is not None]
    return "\n".join(lines) + "\n"


def to_toml(value: object) -> str:
    """Return a value as TOML; a mapping as an inline table, without what is None."""
    if isinstance(value, Mapping):
        pairs = (f"{key} = {to_toml(part)}" for key, part in value.items() if part is not None)
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(to_toml, value))}]"
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _argument(path: Path, name: str, value: object) -> list[str]:
    option = f"--{name.replace('_', '-')}"
    if name in FLAGS or name in SWITCHES:
        if not isinstance(value, bool):
            msg = f"{path}: {name} is {value!r}; it must be true or false"
            raise DataError(msg)
        if name in SWITCHES:
            return [option if value else f"--no-{name}"]
        flag, when = FLAGS[name]
        return [flag] if value is when else []
    if name == "augmentation" and isinstance(value, Mapping):
        return [option, to_toml(value)]
    if name == "plugin" and isinstance(value, list):
        return [f"{option}={part}" for part in value]
    if name in {"data", "logger"} and isinstance(value, list):
        return [option, *map(str, value)]
    if isinstance(value, bool | Mapping | list):
        msg = f"{path}: {name} is {value!r}; it must be a number or a text"
        raise DataError(msg)
    return [f"{option}={value}"]
