"""`emotion-train` and `emotion-evaluate`, run as a user runs them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emotion_desktop.models import load_checkpoint
from trainer.cli import evaluate_main, train_main

DataMaker = Callable[..., tuple[Path, Path]]


def arguments(data: Path, ferplus: Path, out: Path, *more: str) -> list[str]:
    return [
        "--arch", "cnn48_rgb", "--data", str(data), "--ferplus", str(ferplus), "--out", str(out),
        "--batch-size", "16", "--device", "cpu", "--threads", "1", *more,
    ]  # fmt: skip


def test_a_trained_checkpoint_beats_chance_and_evaluates_to_the_figures_it_carries(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data()
    assert train_main(arguments(data, ferplus, tmp_path / "run", "--epochs", "12")) == 0
    path = tmp_path / "run" / "cnn48_rgb.safetensors"
    metadata = load_checkpoint(path).metadata
    assert len(metadata.history) == 12
    own = metadata.metrics["PrivateTest"]
    assert own.accuracy > 0.6
    assert own.count == 20
    assert (tmp_path / "run" / "training_history.png").stat().st_size > 5000
    capsys.readouterr()

    evaluated = evaluate_main(
        ["--checkpoint", str(path), "--data", str(data), "--ferplus", str(ferplus),
         "--device", "cpu", "--json"]
    )  # fmt: skip
    assert evaluated == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["accuracy"] == own.accuracy
    assert printed["macro_f1"] == pytest.approx(own.macro_f1)
    assert printed["ece"] == pytest.approx(own.ece, abs=1e-6)
    assert printed["protocol"] == "FER+ majority, 4 classes, PrivateTest, n = 20, single crop"
    assert set(printed) >= {"count", "recall", "confusion"}


def test_the_same_seed_trains_the_same_weights(make_data: DataMaker, tmp_path: Path) -> None:
    data, ferplus = make_data(70, 14, 14)
    for run in ("one", "two"):
        assert train_main(arguments(data, ferplus, tmp_path / run, "--epochs", "1")) == 0
    first, second = (
        load_checkpoint(tmp_path / run / "cnn48_rgb.safetensors").metadata.weights_sha256
        for run in ("one", "two")
    )
    assert first == second


def test_a_run_can_start_from_the_weights_of_another_and_says_so(
    make_data: DataMaker, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "one", "--epochs", "1"))
    first = tmp_path / "one" / "cnn48_rgb.safetensors"
    second = arguments(data, ferplus, tmp_path / "two", "--epochs", "1", "--lr", "1e-9")
    assert train_main([*second, "--init", str(first)]) == 0
    before = load_checkpoint(first)
    after = load_checkpoint(tmp_path / "two" / "cnn48_rgb.safetensors")
    assert after.metadata.training["init"]["weights_sha256"] == before.metadata.weights_sha256  # type: ignore[index,call-overload]
    for name, weights in before.model.state_dict().items():
        assert torch.allclose(after.model.state_dict()[name], weights, atol=1e-3)


def test_starting_from_another_class_set_is_refused(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "one", "--epochs", "1"))
    first = str(tmp_path / "one" / "cnn48_rgb.safetensors")
    other = arguments(data, ferplus, tmp_path / "two", "--classes", "happy,sad", "--init", first)
    assert train_main(other) == 1
    assert "is cnn48_rgb for happiness, neutral" in capsys.readouterr().err


def test_the_table_shows_protocol_recall_and_confusion(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "run", "--epochs", "1"))
    printed = capsys.readouterr().out
    for piece in ("FER+ majority, 4 classes, PublicTest", "macro-F1", "recall", "happiness"):
        assert piece in printed


def test_a_run_never_overwrites_another(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    command = arguments(data, ferplus, tmp_path / "run", "--epochs", "1")
    assert train_main(command) == 0
    assert train_main(command) == 1
    assert "is already there; choose another folder with --out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--classes", "happy,joy"), "unknown emotion 'joy'"),
        (("--classes", "happy,contempt"), "no training face is labelled contempt"),
        (("--batch-size", "4096"), "lower --batch-size"),
        (("--device", "cuda"), "device 'cuda' is not available here"),
    ],
)
def test_a_mistake_gives_one_line_and_a_nonzero_exit(
    more: tuple[str, ...],
    sentence: str,
    make_data: DataMaker,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if "cuda" in more and torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    data, ferplus = make_data(70, 14, 14)
    assert train_main(arguments(data, ferplus, tmp_path / "run", *more)) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert len(error.strip().splitlines()) == 1
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_keeps_and_scores_the_best_epoch_so_far(
    make_data: DataMaker, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    command = [
        sys.executable,
        "-c",
        "import sys; from trainer.cli import train_main; sys.exit(train_main())",
    ]
    process = subprocess.Popen(
        [*command, *arguments(data, ferplus, tmp_path / "run", "--epochs", "100000")],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.split()[:1] == ["2"]:  # the table's line of the second epoch
            process.send_signal(signal.SIGINT)
            break
    rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0
    assert "stopped by Ctrl-C" in rest
    metadata = load_checkpoint(tmp_path / "run" / "cnn48_rgb.safetensors").metadata
    assert len(metadata.history) >= 2
    assert "PrivateTest" in metadata.metrics


def test_an_unknown_checkpoint_is_named(
    make_data: DataMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = make_data(7, 7, 7)
    assert evaluate_main(["--checkpoint", "cnn99", "--data", str(data)]) == 1
    assert "no checkpoint 'cnn99'" in capsys.readouterr().err
