"""Configurations as files: to be printed, kept and repeated."""

import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.models import load_checkpoint
from trainer.augment import OFF
from trainer.cli import train_main
from trainer.cli.recipe_arguments import add_recipe_arguments, augmentation
from trainer.cli.train_parser import make_parser
from trainer.config import read_config
from trainer.config_file import read_arguments

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]

FIXTURES = Path(__file__).parents[1] / "fixtures"
OWN = "{ flip = 0.25, rotation = 4.0, contrast = [0.9, 1.1] }"


def test_the_file_in_the_folder_of_a_run_repeats_it_bit_for_bit(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = arguments(data, ferplus, tmp_path / "one", "--epochs", "1", "--augmentation", OWN)
    more = ["--merge", "surprise=happy", "--mixup", "0.3", "--balanced", "--no-private-test"]
    assert train_main([*run, *more, "--name", "mine", "--seed", "4"]) == 0
    config = tmp_path / "one" / "config.toml"
    again = ["--config", str(config), "--out", str(tmp_path / "two")]
    assert train_main([*again, "--device", "cpu", "--threads", "1"]) == 0
    assert read_config(tmp_path / "one") == read_config(tmp_path / "two")
    one, two = (load_checkpoint(tmp_path / run / "mine.safetensors") for run in ("one", "two"))
    assert one.metadata.weights_sha256 == two.metadata.weights_sha256
    assert one.metadata.training["augmentation"]["flip"] == 0.25  # type: ignore[index,call-overload]
    card = (tmp_path / "one" / "MODEL_CARD.md").read_text()
    (command,) = (line for line in card.splitlines() if line.startswith("emotion-train"))
    parser = make_parser()
    add_recipe_arguments(parser)
    assert parser.parse_args(shlex.split(command)[1:]).augmentation == augmentation(OWN)


def test_the_whole_configuration_is_printed_and_nothing_written(
    make_data: DataMaker,
    arguments: Arguments,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, ferplus = make_data(70, 14, 14)
    assert train_main([*arguments(data, ferplus, tmp_path / "run"), "--print-config"]) == 0
    printed = tomllib.loads(capsys.readouterr().out)
    assert printed["arch"] == "cnn48_rgb"
    assert printed["data"] == [str(data)]
    assert printed["batch_size"] == 16
    assert printed["augmentation"] == "webcam-mild"
    assert not (tmp_path / "run").exists()


def test_settings_of_older_files_have_the_names_they_have_now(tmp_path: Path) -> None:
    text = (FIXTURES / "version_0_1" / "run" / "config.json").read_text()
    old = text.replace('"small_size": 0', '"small_size": 32')
    assert old != text
    (tmp_path / "config.json").write_text(old)
    assert read_config(tmp_path).recipe.progressive_size == 32
    (tmp_path / "config.toml").write_text("small_size = 24\nsmall_share = 0.5\n")
    arguments = read_arguments(tmp_path / "config.toml")
    assert arguments == ["--progressive-size=24", "--progressive-fraction=0.5"]


def test_a_run_of_the_recipe_that_was_called_seed_is_one_of_the_original(tmp_path: Path) -> None:
    text = (FIXTURES / "version_0_1" / "run" / "config.json").read_text()
    (tmp_path / "config.json").write_text(text.replace('"flavour": "best"', '"flavour": "seed"'))
    assert read_config(tmp_path).variant == "original"
    (tmp_path / "config.toml").write_text('recipe = "seed"\n')
    arguments = read_arguments(tmp_path / "config.toml")
    assert make_parser().parse_args(arguments).recipe == "original"


def test_arguments_go_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('arch = "cnn48_rgb"\nlr = 0.25\nbalanced = true\ndata = ["a", "b"]\n')
    parser = make_parser()
    add_recipe_arguments(parser)
    args = parser.parse_args([*read_arguments(path), "--lr", "0.5", "--no-balanced"])
    assert (args.arch, args.lr, args.balanced) == ("cnn48_rgb", 0.5, False)
    assert args.data == [Path("a"), Path("b")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("epochs = ", "is no TOML"),
        ("epoch = 3", "epoch is no argument"),
        ("balanced = 1", "balanced is 1; it must be true or false"),
        ("lr = [1]", "lr is [1]; it must be a number or a text"),
    ],
)
def test_a_mistake_in_a_file_is_one_line_that_names_it(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    assert train_main(["--config", str(path), "--arch", "cnn48_rgb"]) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert len(error.strip().splitlines()) == 1


@pytest.mark.parametrize("text", ["blurry", "{ flop = 1 }", "{ flip = 3 }", "{ flip = 'x' }", "3"])
def test_an_augmentation_that_is_none_is_a_usage_error(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        train_main(["--arch", "cnn48_rgb", "--augmentation", text])
    assert "--augmentation" in capsys.readouterr().err


def test_amounts_that_a_table_leaves_out_have_their_default() -> None:
    assert augmentation("off") == OFF
    assert augmentation("{ flip = 0.25 }").flip == 0.25


def test_a_dry_run_says_what_it_takes_and_writes_nothing(
    make_data: DataMaker,
    arguments: Arguments,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = arguments(data, ferplus, tmp_path / "run", "--epochs", "7", "--dry-run")
    assert train_main(run) == 0
    printed = capsys.readouterr().out
    assert "595,076 parameters" in printed
    assert "7 epochs of 2 steps with 16 faces" in printed
    assert "MB for faces, weights and a batch" in printed
    assert "minutes of forward and backward passes" in printed
    assert not (tmp_path / "run").exists()
