"""Gradients of several batches, the last epoch beside the best, compiled networks, loggers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.errors import SettingError
from emotion_desktop.models import load_checkpoint
from trainer.cli import train_main
from trainer.engine import _loggers

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]


def test_batches_are_accumulated_and_the_last_epoch_lies_beside_the_best(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    more = ("--epochs", "3", "--accumulate", "3", "--logger", "CSVLogger", "--lr", "1e-9")
    assert train_main(arguments(*make_data(112, 28, 28), out, *more)) == 0
    (log,) = out.glob("logs/*/metrics.csv")
    steps = {line.split(",")[4] for line in log.read_text().splitlines()[1:]}
    assert steps == {"1", "3", "5"}  # of four batches each epoch, two steps
    assert not list(out.glob("logs/*/events*"))
    best = load_checkpoint(out / "cnn48_rgb.safetensors").metadata
    last = load_checkpoint(out / "last_epoch" / "cnn48_rgb.safetensors").metadata
    assert (best.kept_epoch, last.kept_epoch) == (1, 3)
    assert list(last.metrics) == ["PublicTest"]
    assert 'logger = ["CSVLogger"]' in (out / "config.toml").read_text()
    assert "accumulate = 3" in (out / "config.toml").read_text()


def test_a_logger_without_its_package_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(**_: object) -> None:
        raise ModuleNotFoundError("wandb")

    monkeypatch.setattr("pytorch_lightning.loggers.WandbLogger", missing)
    with pytest.raises(SettingError, match="--logger WandbLogger needs a package: wandb"):
        _loggers(tmp_path, ["WandbLogger"])
