"""Recipes as data, and that both variants train."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from torch import nn

from emotion_desktop.errors import SettingError
from emotion_desktop.labels import CLASS_SETS, MERGE_7_TO_4, Emotion, parse_classes, parse_merges
from emotion_desktop.models import create_model, list_models, load_checkpoint
from trainer.cli import train_main
from trainer.cli.recipe_arguments import add_recipe_arguments
from trainer.cli.train_parser import make_parser
from trainer.losses import Loss
from trainer.module import ExpressionModule
from trainer.recipes import RECIPES, Recipe, Variant, get_recipe

DataMaker = Callable[..., tuple[Path, Path]]


@pytest.mark.parametrize(
    ("variant", "name"),
    [("best", name) for name in list_models()]
    + [("original", name) for name in RECIPES["original"]],
)
def test_every_architecture_has_a_recipe_that_survives_json(variant: Variant, name: str) -> None:
    recipe = get_recipe(variant, name)
    document = TypeAdapter(Recipe)
    assert document.validate_json(document.dump_json(recipe)) == recipe


def test_recipes_are_read_without_pytorch() -> None:
    code = "import sys, trainer.recipes; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("se64_rgb", {"optimizer": "adam", "lr": 1e-4, "weight_decay": 1e-4, "batch_size": 32,
                      "epochs": 60, "patience": 10, "class_weights": "inverse"}),
        ("cnn48_gray", {"lr": 1e-3, "feature_lr": 1e-5, "schedule": "step", "step_size": 8,
                        "gamma": 0.5, "batch_size": 32, "epochs": 25, "patience": 7}),
        ("vgg48_gray", {"optimizer": "adam", "lr": 1e-3, "batch_size": 64, "epochs": 30}),
        ("resnet18_gray", {"lr": 1e-3, "schedule": "step", "step_size": 7, "gamma": 0.1,
                           "epochs": 20, "batch_size": 64, "merges": dict(MERGE_7_TO_4)}),
    ],
)  # fmt: skip
def test_the_designs_own_recipes_are_kept_to_the_letter(
    name: str, expected: dict[str, object]
) -> None:
    recipe = RECIPES["original"][name]
    assert {key: getattr(recipe, key) for key in expected} == expected
    assert (recipe.ema_decay, recipe.label_smoothing, recipe.mixup) == (0, 0, 0)
    assert recipe.dropout == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lr": 0.0}, "lr is 0.0; it must be above 0"),
        ({"ema_decay": 1.5}, "ema_decay is 1.5; it must be from 0 to 1"),
        ({"dropout": 3.5}, "dropout is 3.5; it must be from 0 to 3"),
        ({"dropout": -0.1}, "dropout is -0.1; it must be from 0 to 3"),
        ({"epochs": -1}, "epochs is -1"),
        ({"step_size": 0}, "step_size is 0; it must be above 0"),
        ({"feature_lr": 0.0}, "feature_lr is 0.0; it must be above 0"),
    ],
)
def test_an_impossible_setting_is_refused(change: dict[str, float], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence):
        replace(Recipe(), **change)  # type: ignore[arg-type]


def test_every_setting_is_an_argument() -> None:
    parser = make_parser()
    add_recipe_arguments(parser)
    flags = {f"--{item.name.replace('_', '-')}" for item in fields(Recipe)} - {"--merges"}
    assert flags <= set(parser.format_help().replace(",", " ").split())


def test_progressive_resizing_ends_at_full_size_however_short_the_training() -> None:
    recipe = Recipe(epochs=10, progressive_size=32, progressive_fraction=0.7)
    assert [recipe.size_of_epoch(epoch, 48) for epoch in range(10)] == [32] * 7 + [48] * 3
    assert replace(recipe, epochs=1).size_of_epoch(0, 48) == 48
    assert Recipe().size_of_epoch(0, 48) == 48


def test_progressive_augmentation_grows_to_all_of_it() -> None:
    recipe = replace(Recipe(epochs=5), first_strength=0.2)
    rotations = [recipe.augmentation_of_epoch(epoch).rotation for epoch in range(5)]
    assert rotations == pytest.approx([3, 6, 9, 12, 15])


def test_a_recipe_may_use_a_part_of_the_designs_dropout() -> None:
    def rates(network: nn.Module) -> list[float]:
        return [
            layer.p for layer in network.modules() if isinstance(layer, nn.Dropout | nn.Dropout2d)
        ]

    before = rates(create_model("cnn48_gray", 7))
    module = ExpressionModule(create_model("cnn48_gray", 7), Recipe(dropout=0.4), Loss(), classes=7)
    assert len(before) == 10
    assert rates(module.network) == pytest.approx([0.4 * rate for rate in before])


def test_class_sets_and_merges_go_by_name_or_by_list() -> None:
    assert parse_classes("ferplus") == CLASS_SETS["ferplus"]
    assert parse_merges("7to4") == dict(MERGE_7_TO_4)
    assert parse_merges("disgusted=angry, fear=sad") == {
        Emotion.DISGUST: Emotion.ANGER,
        Emotion.FEAR: Emotion.SADNESS,
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", list_models())
def test_two_epochs_on_512_faces_lower_the_loss(
    name: str, make_data: DataMaker, tmp_path: Path
) -> None:
    data, ferplus = make_data(1050, 35, 0)
    command = ["--arch", name, "--data", str(data), "--ferplus", str(ferplus), "--limit", "512",
               "--epochs", "2", "--batch-size", "32", "--lr", "1e-3", "--ema-decay", "0.9",
               "--augmentation", "plain",
               "--device", "cpu", "--threads", "1", "--out", str(tmp_path / "run")]  # fmt: skip
    assert train_main(command) == 0
    metadata = load_checkpoint(tmp_path / "run" / f"{name}.safetensors").metadata
    first, second = metadata.history
    assert second.train_loss < first.train_loss
    assert metadata.metrics["PublicTest"].count > 0
    assert metadata.training["limit"] == 512


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES["original"])
def test_the_designs_own_recipe_runs(name: str, make_data: DataMaker, tmp_path: Path) -> None:
    data, _ = make_data(126, 14, 0)  # at least a batch of 64, also of four classes
    command = ["--arch", name, "--recipe", "original", "--data", str(data), "--epochs", "1",
               "--device", "cpu", "--threads", "1", "--out", str(tmp_path / "run")]  # fmt: skip
    assert train_main(command) == 0
    metadata = load_checkpoint(tmp_path / "run" / f"{name}.safetensors").metadata
    assert metadata.training["variant"] == "original"
    assert metadata.label_source == "fer2013"
