"""Runs that are stopped, killed, or run out of disk, memory or numbers."""

import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch

from emotion_desktop.errors import SettingError
from emotion_desktop.models import create_model, get_spec, load_checkpoint
from emotion_desktop.models.metadata import EpochRecord
from trainer.callbacks import BestEpoch, Reporter, collapsed
from trainer.cli import train_main
from trainer.losses import Loss
from trainer.module import ExpressionModule
from trainer.out_of_memory import out_of_memory
from trainer.recipes import Recipe

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]
Start = Callable[..., Any]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals"),
]


@pytest.mark.parametrize(
    ("seen", "more"),
    [("", ()), ("2", ("--schedule", "plateau", "--step-size", "1", "--balanced"))],
    ids=["in the first epoch", "in the third epoch, on a plateau"],
)
def test_a_killed_run_resumes_to_the_weights_it_would_have_had(
    seen: str,
    more: tuple[str, ...],
    make_data: DataMaker,
    arguments: Arguments,
    start_python: Start,
    tmp_path: Path,
) -> None:
    data, ferplus = make_data(280, 28, 28)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert train_main(arguments(data, ferplus, whole, "--epochs", "4", *more)) == 0

    command = arguments(data, ferplus, killed, "--epochs", "4", *more)
    process = start_python("-m", "trainer", *command)
    process.wait_for_file(killed / "config.json")
    if seen:
        process.wait_for_line(seen)
    process.finish(signal.SIGKILL)
    assert not (killed / "MODEL_CARD.md").exists()

    assert train_main(["--resume", str(killed), "--device", "cpu", "--threads", "1"]) == 0
    one, other = (
        load_checkpoint(run / "cnn48_rgb.safetensors").metadata for run in (whole, killed)
    )
    assert one.weights_sha256 == other.weights_sha256
    assert [e.val_loss for e in one.history] == [e.val_loss for e in other.history]
    assert_equal(whole, killed)


def assert_equal(one: Path, other: Path) -> None:
    """Check that two runs have come to the same weights, bit for bit."""
    first, second = (torch.load(run / "last.ckpt", weights_only=True) for run in (one, other))
    assert first["lr_schedulers"] == second["lr_schedulers"]
    for name, weights in first["current_model_state"].items():
        assert torch.equal(weights, second["current_model_state"][name]), name


@pytest.mark.long
def test_a_run_killed_fifty_times_comes_to_the_weights_it_would_have_had(
    make_data: DataMaker, arguments: Arguments, start_python: Start, tmp_path: Path
) -> None:
    data, ferplus = make_data(280, 28, 28)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    epochs = ("--epochs", "60", "--patience", "99")
    assert train_main(arguments(data, ferplus, whole, *epochs)) == 0
    command = arguments(data, ferplus, killed, *epochs)
    again = ["--resume", str(killed), "--device", "cpu", "--threads", "1"]
    chance = random.Random(0)
    for _ in range(50):
        process = start_python("-m", "trainer", *command)
        process.wait_for_file(killed / "config.json")
        time.sleep(chance.uniform(0, 8))
        process.finish(signal.SIGKILL)
        command = again
    assert train_main(again) == 0
    assert_equal(whole, killed)


def test_ctrl_c_keeps_the_best_epoch_and_says_how_to_go_on(
    make_data: DataMaker,
    arguments: Arguments,
    start_python: Start,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = tmp_path / "run"
    endless = ("--epochs", "100000", "--patience", "99999")
    process = start_python("-m", "trainer", *arguments(data, ferplus, run, *endless))
    process.wait_for_line("2")
    code, rest, errors = process.finish(signal.SIGINT)
    assert code == 130
    assert errors == ""
    assert "stopped; the best epoch so far is" in rest
    assert f"--resume {run} --finish" in " ".join(rest.split())
    assert load_checkpoint(run / "cnn48_rgb.safetensors").metadata.metrics == {}

    assert train_main(["--resume", str(run), "--finish", "--device", "cpu"]) == 0
    assert "PrivateTest" in load_checkpoint(run / "cnn48_rgb.safetensors").metadata.metrics
    capsys.readouterr()
    assert train_main(["--resume", str(run), "--device", "cpu"]) == 1
    assert "is finished; start another" in capsys.readouterr().err


def test_ctrl_c_stops_two_processes_without_a_traceback(
    make_data: DataMaker, arguments: Arguments, start_python: Start, tmp_path: Path
) -> None:
    data, ferplus = make_data(280, 28, 28)
    command = arguments(data, ferplus, tmp_path / "run", "--epochs", "500", "--processes", "2")
    process = start_python("-m", "trainer", *command, "--patience", "500")
    process.wait_for_line("1")
    code, output, errors = process.finish(signal.SIGINT)
    assert code == 130
    assert f"go on: emotion-train --resume {tmp_path / 'run'}" in output
    assert "Traceback" not in errors
    assert errors.strip() == ""


def test_what_is_wrong_is_said_by_two_processes_without_a_traceback(
    start_python: Start, tmp_path: Path
) -> None:
    command = ["--arch", "cnn48_rgb", "--data", "nowhere.csv", "--out", str(tmp_path / "run")]
    code, _, errors = start_python("-m", "trainer", *command, "--processes", "2").finish()
    assert code == 1
    assert set(errors.splitlines()) == {"error: cannot read nowhere.csv: No such file or directory"}


def test_pytorch_for_cuda_without_triton_adds_no_line(start_python: Start) -> None:
    program = (
        "import sys; sys.modules['triton'] = None\n"
        "from trainer.cli import train_main; code = train_main(sys.argv[1:])\n"
        "import torch.utils.flop_counter; sys.exit(code)"
    )
    command = ["--arch", "cnn48_rgb", "--data", "nowhere.csv", "--out", "run"]
    _, _, errors = start_python("-c", program, *command).finish()
    assert errors == "error: cannot read nowhere.csv: No such file or directory\n"


def test_a_full_disk_is_one_line_and_the_best_epoch_survives(
    make_data: DataMaker, arguments: Arguments, start_python: Start, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = tmp_path / "run"
    # no file may pass 5 MB: the checkpoint has 1.2 MB, the resume state 10
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (5_000_000, 5_000_000));"
    program = f"{limit} import sys; from trainer.cli import train_main; sys.exit(train_main())"
    command = arguments(data, ferplus, run, "--epochs", "2")
    code, _, errors = start_python("-c", program, *command).finish()
    assert code == 1
    assert len(errors.strip().splitlines()) == 1
    assert f"cannot write {run / 'last.ckpt'}" in errors
    assert f"--resume {run}" in errors
    load_checkpoint(run / "cnn48_rgb.safetensors")
    assert not list(run.glob(".last.ckpt.*"))


def test_a_loss_that_is_no_number_is_one_line_that_names_the_learning_rate(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    command = arguments(data, ferplus, tmp_path / "run", "--epochs", "3", "--optimizer", "sgd")
    assert train_main([*command, "--lr", "1e30", "--clip-norm", "0"]) == 1
    error = capsys.readouterr().err
    assert "the loss became" in error
    assert "lower --lr, now 1e+30" in error
    assert len(error.strip().splitlines()) == 1


def test_running_out_of_memory_names_a_batch_size_that_fits() -> None:
    spec = get_spec("cnn48_rgb")
    model = create_model(spec.name, 4)
    fits = 32

    def hungry(_module: torch.nn.Module, inputs: tuple[torch.Tensor]) -> None:
        if len(inputs[0]) > fits:
            raise torch.OutOfMemoryError

    model.register_forward_pre_hook(hungry)
    recipe = Recipe(batch_size=500)
    error = out_of_memory(torch.OutOfMemoryError(), model, spec, recipe, torch.device("cpu"))
    assert isinstance(error, SettingError)
    assert "batches of 500; 31 fits: --batch-size 31" in str(error)


def test_other_errors_are_not_taken_for_a_lack_of_memory() -> None:
    spec = get_spec("cnn48_rgb")
    error = RuntimeError("shapes do not match")
    model = create_model(spec.name, 4)
    assert out_of_memory(error, model, spec, Recipe(), torch.device("cpu")) is error


@pytest.mark.parametrize(
    ("predicted", "labelled", "which"),
    [
        ((0.97, 0.02, 0.01), (0.30, 0.40, 0.30), 0),
        ((0.60, 0.30, 0.10), (0.30, 0.40, 0.30), None),
        ((0.95, 0.05, 0.00), (0.93, 0.05, 0.02), None),
    ],
    ids=["nearly all", "leaning", "nearly all are"],
)
def test_a_collapse_is_nearly_all_faces_in_a_class_few_belong_to(
    predicted: tuple[float, ...], labelled: tuple[float, ...], which: int | None
) -> None:
    assert collapsed(torch.tensor(predicted), torch.tensor(labelled)) == which


def test_a_collapse_is_told_once_with_what_to_try() -> None:
    told: list[str] = []
    display = SimpleNamespace(epoch=lambda _record, _best: None, warn=told.append)
    module = ExpressionModule(create_model("cnn48_rgb", 2), Recipe(lr=0.5), Loss(), classes=2)
    module.history = [cast("EpochRecord", None)] * 2
    module.predicted, module.labelled = torch.tensor([0.98, 0.02]), torch.tensor([0.4, 0.6])
    best = BestEpoch(lambda _network, _history: None, None)
    reporter = Reporter(display, best, ("joy", "grief"))
    for _ in range(2):
        reporter.on_train_epoch_end(cast("Any", SimpleNamespace(is_global_zero=True)), module)
    (warning,) = told
    assert warning.startswith("98% of the validation faces are called joy (truly 40%)")
    assert "lower --lr (now 0.5)" in warning
    assert "--class-weights effective" in warning


def test_a_detector_in_the_same_process_survives_a_training(
    make_data: DataMaker, arguments: Arguments, start_python: Start, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    command = arguments(data, ferplus, tmp_path / "run", "--epochs", "1")
    program = (
        "import sys, numpy as np; from emotion_desktop import EmotionPredictor;"
        "from trainer.cli import train_main; picture = np.zeros((480, 640, 3), np.uint8);"
        "EmotionPredictor('cnn48_rgb', device='cpu').analyze(picture);"
        "sys.exit(train_main(sys.argv[1:]))"
    )
    code, _, errors = start_python("-c", program, *command).finish()
    assert code == 0, errors
