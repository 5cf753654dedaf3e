"""`emotion-train --list` and `--describe`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from emotion_desktop.labels import CANONICAL_ORDER
from emotion_desktop.models import get_spec, list_models, register_architecture, registry
from trainer.cli import train_main
from trainer.cli.describe import layer_rows, model_rows, recipe_rows
from trainer.recipes import RECIPES, Recipe, get_recipe

MFLOP = {
    "cnn48_rgb": 24,
    "se64_rgb": 2029,
    "cnn48_gray": 386,
    "vgg48_gray": 692,
    "resnet18_gray": 189,
}
"""Of one face, counted by another tool, a multiply-add as two."""


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of checkpoints that comes before all others."""
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("arch", MFLOP)
def test_the_layers_add_up_to_the_architecture(arch: str) -> None:
    spec = get_spec(arch)
    rows = layer_rows(arch)
    assert sum(row.parameters for row in rows) == spec.parameters
    assert sum(row.multiply_adds for row in rows) * 2 / 1e6 == pytest.approx(MFLOP[arch], abs=0.5)
    assert rows[-1].output == (len(spec.classes),)
    assert spec.cam_layer in {row.name for row in rows if row.kind == "Conv2d"}


def test_layers_have_the_shape_of_their_output_for_one_face() -> None:
    first = layer_rows("cnn48_rgb")[0]
    assert (first.kind, first.output, first.parameters) == ("Conv2d", (16, 48, 48), 448)
    assert first.multiply_adds == 16 * 48 * 48 * 3 * 3 * 3


def test_other_classes_change_the_last_layer_alone() -> None:
    usual, eight = layer_rows("vgg48_gray"), layer_rows("vgg48_gray", CANONICAL_ORDER)
    assert usual[:-1] == eight[:-1]
    assert eight[-1].parameters == 257 * 8


def test_checkpoints_that_are_found_are_listed_with_their_accuracy(
    make_checkpoint: Callable[..., Path], own_folder: Path
) -> None:
    make_checkpoint("se64_rgb", accuracy=0.9123, name="mine")
    (own_folder / "broken.safetensors").write_text("no checkpoint")
    rows = {row.name: row for row in model_rows()}
    assert tuple(rows) == list_models()
    assert f"mine: 91.23%, 6 classes, in {own_folder}" in rows["se64_rgb"].trained
    assert not any("broken" in line for row in rows.values() for line in row.trained)


def test_the_list_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert train_main(["--list"]) == 0
    printed = capsys.readouterr().out
    for name in list_models():
        assert name in printed
        assert f"{get_spec(name).parameters:,}" in printed


def test_a_description_tells_layers_totals_input_and_recipes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert train_main(["--describe", "cnn48_rgb", "--classes", "anger,fear,sadness"]) == 0
    printed = capsys.readouterr().out
    for part in (
        "cnn48_rgb, 3 classes",
        "16 × 48 × 48",
        f"{595_076 - 33:,}",
        "less 0.5, divided by 0.5",
        "Grad-CAM looks at features.2",
        "a multiply-add counted as 2",
        "anger, fear, sadness",
        "recipes",
        "adamw",
    ):
        assert part in printed, part


@pytest.mark.parametrize("arch", RECIPES["original"])
def test_recipes_are_shown_where_they_differ(arch: str) -> None:
    rows = {name: (best, original) for name, best, original in recipe_rows(arch)}
    assert {"epochs", "batch_size", "lr"} <= set(rows)
    assert rows["optimizer"] == ("adamw", "adam")
    assert "merges" not in rows


def test_a_merge_that_belongs_to_the_recipes_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert train_main(["--describe", "resnet18_gray"]) == 0
    printed = capsys.readouterr().out
    assert "its recipes count disgust as anger, fear as sadness, surprise as neutral" in printed
    assert train_main(["--describe", "cnn48_gray"]) == 0
    assert "recipes count" not in capsys.readouterr().out


def test_an_architecture_of_ones_own_is_described_with_the_default_recipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "registered", dict(registry.registered))
    register_architecture("my_net", lambda: replace(get_spec("cnn48_rgb"), name="my_net"))
    assert train_main(["--describe", "my_net"]) == 0
    assert get_recipe("best", "my_net") == Recipe()
    assert train_main(["--list"]) == 0
    assert "none; train one with --arch" in capsys.readouterr().out


def test_an_unknown_architecture_is_one_line_and_a_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert train_main(["--describe", "resnet50"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: unknown architecture 'resnet50'; choose one of ")
    assert error.count("\n") == 1
