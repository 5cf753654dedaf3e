"""`emotion-train --list` and `--describe ARCH`: the networks, and each layer of one."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from emotion_desktop.config import list_checkpoints, shipped_checkpoints
from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import Emotion, parse_classes
from emotion_desktop.models import create_model, get_spec, list_models, read_metadata
from trainer.cli.evaluate import wide_console

if TYPE_CHECKING:
    from torch import Tensor, nn

FLOP_PER_MULTIPLY_ADD = 2
NOTABLE = ("epochs", "batch_size", "optimizer", "lr", "weight_decay", "schedule")
"""Settings of a recipe that are shown even where the two recipes agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One architecture.

    Attributes:
        name: Its name.
        input: Channels, height and width.
        classes: The default ones.
        parameters: Trainable ones, with the default classes.
        trained: One line per checkpoint of it that is found.
    """

    name: str
    input: tuple[int, int, int]
    classes: tuple[Emotion, ...]
    parameters: int
    trained: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """One layer without layers inside.

    Attributes:
        name: Dotted path in the network.
        kind: Class of the module.
        output: Shape of its output, for one face, without the batch.
        parameters: Trainable ones.
        multiply_adds: Of a convolution or linear layer, for one face; 0 of all others.
    """

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    multiply_adds: int


def main(argv: Sequence[str]) -> None:
    """Print what is asked for.

    Raises:
        EmotionDesktopError: If the architecture or a class is not known.
    """
    parser = argparse.ArgumentParser(
        prog="emotion-train", description="Show the architectures, or the layers of one."
    )
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--list", action="store_true", help="all architectures")
    wanted.add_argument("--describe", metavar="ARCH", help="every layer of this one")
    parser.add_argument("--classes", help="with --describe: comma-separated; default: its own")
    args = parser.parse_args(argv)
    if args.list:
        list_models_table(wide_console())
    else:
        classes = parse_classes(args.classes) if args.classes else None
        describe(wide_console(), args.describe, classes)


def model_rows() -> list[ModelRow]:
    """Return all architectures, with the checkpoints of each that the app would find."""
    trained: dict[str, list[str]] = {name: [] for name in list_models()}
    for name, path in list_checkpoints().items():
        try:
            metadata = read_metadata(path)
        except CheckpointError:
            continue  # the app says what is wrong with it; here it is just none
        figures = metadata.measured
        accuracy = f"{figures.accuracy:.2%}" if figures else "not scored"
        text = f"{name}: {accuracy}, {len(metadata.classes)} classes"
        if path.parent != shipped_checkpoints():
            text += f", in {path.parent}"
        trained.setdefault(metadata.architecture, []).append(text)
    specs = [get_spec(name) for name in list_models()]
    return [
        ModelRow(
            name=spec.name,
            input=spec.input_shape,
            classes=spec.classes,
            parameters=spec.parameters,
            trained=tuple(trained[spec.name]),
        )
        for spec in specs
    ]


def list_models_table(console: Console) -> None:
    """Print the architectures."""
    table = Table()
    table.add_column("architecture", style="bold", no_wrap=True)
    table.add_column("input")
    table.add_column("default classes")
    table.add_column("parameters", justify="right")
    table.add_column("trained checkpoints")
    for row in model_rows():
        trained = "\n".join(row.trained) or "[dim]none; train one with --arch[/]"
        table.add_row(
            row.name, _shape(row.input), ", ".join(row.classes), f"{row.parameters:,}", trained
        )
    console.print(table)


def layer_rows(arch: str, classes: Sequence[Emotion] | None = None) -> list[LayerRow]:
    """Return the layers of an architecture in the order in which they are computed.

    Args:
        arch: One of `list_models()`.
        classes: Those to tell apart; its own if None.

    Raises:
        UnknownModelError: If no architecture has this name.
    """
    import torch

    spec = get_spec(arch)
    model = create_model(arch, len(classes or spec.classes)).eval()
    rows: list[LayerRow] = []

    def watch(name: str, layer: "nn.Module") -> None:
        def note(_layer: "nn.Module", _inputs: object, output: "Tensor") -> None:
            rows.append(
                LayerRow(
                    name=name,
                    kind=type(layer).__name__,
                    output=tuple(output.shape[1:]),
                    parameters=sum(p.numel() for p in layer.parameters() if p.requires_grad),
                    multiply_adds=_multiply_adds(layer, output),
                )
            )

        layer.register_forward_hook(note)

    for name, layer in model.named_modules():
        if not any(layer.children()):
            watch(name, layer)
    with torch.inference_mode():
        model(torch.zeros(1, *spec.input_shape))
    return rows


def _multiply_adds(layer: "nn.Module", output: "Tensor") -> int:
    """Return the multiplications of a convolution or linear layer for one input."""
    from torch import nn

    if isinstance(layer, nn.Conv2d):
        return layer.weight[0].numel() * output[0].numel()
    if isinstance(layer, nn.Linear):
        return layer.in_features * output[0].numel()
    return 0


def describe(console: Console, arch: str, classes: Sequence[Emotion] | None = None) -> None:
    """Print the layers of an architecture, its totals and its recipes.

    Args:
        console: Where to.
        arch: One of `list_models()`.
        classes: Those to tell apart; its own if None.

    Raises:
        UnknownModelError: If no architecture has this name.
    """
    spec = get_spec(arch)
    classes = classes or spec.classes
    rows = layer_rows(arch, classes)
    table = Table(title=f"{arch}, {len(classes)} classes", title_style="bold")
    table.add_column("layer", no_wrap=True)
    table.add_column("type")
    for head in ("output", "parameters", "MFLOP"):
        table.add_column(head, justify="right", no_wrap=True)
    input_row = ("input", "", _shape(spec.input_shape), "", "")
    table.add_row(*input_row, style="dim")
    for row in rows:
        marked = f"{row.name}  ← Grad-CAM" if row.name == spec.cam_layer else row.name
        parameters = f"{row.parameters:,}" if row.parameters else ""
        work = f"{_megaflop(row.multiply_adds):,.2f}" if row.multiply_adds else ""
        table.add_row(marked, row.kind, _shape(row.output), parameters, work)
    table.add_section()
    total = sum(row.parameters for row in rows)
    cost = sum(row.multiply_adds for row in rows)
    table.add_row("total", "", "", f"{total:,}", f"{_megaflop(cost):,.1f}", style="bold")
    console.print(table)
    console.print(
        f"input: pixels in 0–1, less {_numbers(spec.mean)}, divided by {_numbers(spec.std)}\n"
        f"classes: {', '.join(classes)}{_merges(arch)}\n"
        f"Grad-CAM looks at {spec.cam_layer}\n"
        f"MFLOP for one face: convolutions and linear layers, a multiply-add counted as "
        f"{FLOP_PER_MULTIPLY_ADD}",
    )
    _print_recipes(console, arch)


def _merges(arch: str) -> str:
    """Return in words which emotions the recipe counts as another, nothing if none."""
    from trainer.recipes import get_recipe

    merges = get_recipe("best", arch).merges
    others = ", ".join(f"{old} as {new}" for old, new in merges.items() if old != new)
    return f"\nits recipes count {others}; --merge or --classes replaces that" if others else ""


def recipe_rows(arch: str) -> Iterator[tuple[str, str, str]]:
    """Yield setting, value in `best` and value in `original`, where they differ or are notable.

    An architecture of our own, without the latter, is compared with the default settings.
    """
    from trainer.recipes import RECIPES, Recipe, get_recipe

    best, original = get_recipe("best", arch), RECIPES["original"].get(arch, Recipe())
    for name in (field.name for field in fields(Recipe)):
        if name == "augmentation":
            amounts = (field.name for field in fields(best.augmentation))
            yield from _compared(best.augmentation, original.augmentation, amounts)
        elif name != "merges":  # has a line of its own
            yield from _compared(best, original, [name])


def _compared(
    best: object, original: object, names: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    for name in names:
        ours, theirs = _setting(getattr(best, name)), _setting(getattr(original, name))
        if ours != theirs or name in NOTABLE:
            yield name, ours, theirs


def _print_recipes(console: Console, arch: str) -> None:
    from trainer.recipes import RECIPES

    table = Table(title="recipes", title_style="bold")
    table.add_column("setting")
    table.add_column("best", justify="right")
    table.add_column("original" if arch in RECIPES["original"] else "default", justify="right")
    for row in recipe_rows(arch):
        table.add_row(*row)
    console.print(table)


def _setting(value: object) -> str:
    if isinstance(value, tuple):
        return " to ".join(map(_setting, value))
    return f"{value:g}" if isinstance(value, float) else "–" if value is None else str(value)


def _megaflop(multiply_adds: int) -> float:
    return multiply_adds * FLOP_PER_MULTIPLY_ADD / 1e6


def _shape(sides: Sequence[int]) -> str:
    return " × ".join(map(str, sides))


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in dict.fromkeys(values))
