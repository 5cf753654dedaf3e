"""`emotion-train` and `emotion-evaluate`, run as a user runs them."""

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from emotion_desktop.models import load_checkpoint
from trainer.cli import evaluate_main, train_main

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]


def test_a_trained_checkpoint_beats_chance_and_evaluates_to_the_figures_it_carries(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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


def test_the_command_in_the_card_of_a_run_on_folders_scores_its_checkpoint_again(
    tmp_path: Path, cache_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(3)
    for emotion in ("happy", "sad", "surprise", "neutral"):
        folder = tmp_path / "faces" / emotion
        folder.mkdir(parents=True)
        for number in range(10):
            face = rng.integers(0, 256, (48, 48), dtype=np.uint8)
            Image.fromarray(face).save(folder / f"{number}.png")
    run = tmp_path / "run"
    command = ["--arch", "cnn48_rgb", "--data", str(tmp_path / "faces"), "--out", str(run)]
    small = ["--epochs", "1", "--batch-size", "16", "--device", "cpu", "--threads", "1"]
    assert train_main([*command, *small]) == 0
    lines = (run / "MODEL_CARD.md").read_text().splitlines()
    (again,) = (line for line in lines if line.startswith("emotion-evaluate"))
    capsys.readouterr()
    arguments = again.replace("DATA", str(tmp_path / "faces")).split()[1:]
    arguments[1] = str(run / arguments[1])
    assert evaluate_main([*arguments, "--device", "cpu", "--json"]) == 0
    own = load_checkpoint(run / "cnn48_rgb.safetensors").metadata.measured
    assert own is not None
    assert json.loads(capsys.readouterr().out)["accuracy"] == own.accuracy


def test_the_same_seed_trains_the_same_weights(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    for run in ("one", "two"):
        assert train_main(arguments(data, ferplus, tmp_path / run, "--epochs", "1")) == 0
    first, second = (
        load_checkpoint(tmp_path / run / "cnn48_rgb.safetensors").metadata.weights_sha256
        for run in ("one", "two")
    )
    assert first == second


def test_a_run_can_start_from_the_weights_of_another_and_says_so(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
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


def test_a_run_can_start_from_a_network_for_other_classes(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "one", "--epochs", "1"))
    first = str(tmp_path / "one" / "cnn48_rgb.safetensors")
    other = arguments(data, ferplus, tmp_path / "two", "--epochs", "1", "--init", first)
    assert train_main([*other, "--classes", "sad,happy,anger"]) == 0
    assert "cnn48_rgb.safetensors" in capsys.readouterr().out
    metadata = load_checkpoint(tmp_path / "two" / "cnn48_rgb.safetensors").metadata
    assert metadata.classes == ("sadness", "happiness", "anger")


def test_a_run_that_others_go_on_from_never_reads_the_private_test(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = arguments(data, ferplus, tmp_path / "run", "--epochs", "1", "--no-private-test")
    assert train_main(run) == 0
    metadata = load_checkpoint(tmp_path / "run" / "cnn48_rgb.safetensors").metadata
    assert list(metadata.metrics) == ["PublicTest"]
    assert "PrivateTest read once" not in (tmp_path / "run" / "MODEL_CARD.md").read_text()


def test_a_checkpoint_says_which_epoch_it_is_and_how_and_from_what_it_was_made(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    first = tmp_path / "one" / "cnn48_rgb.safetensors"
    train_main(arguments(data, ferplus, first.parent, "--epochs", "3", "--precision", "32"))
    made = load_checkpoint(first).metadata
    assert made.kept is not None
    assert made.kept.val_accuracy == max(record.val_accuracy for record in made.history)
    assert f"epoch {made.kept_epoch} " in (first.parent / "MODEL_CARD.md").read_text()
    assert made.environment["threads"] == 1
    assert made.environment["precision"] == "32"
    assert made.environment["torch"] == torch.__version__
    packages = (first.parent / "environment.txt").read_text().splitlines()
    assert f"torch=={version('torch')}" in packages
    train_main(arguments(data, ferplus, tmp_path / "two", "--epochs", "1", "--init", str(first)))
    origin = load_checkpoint(tmp_path / "two" / "cnn48_rgb.safetensors").metadata.training["init"]
    assert isinstance(origin, dict)
    assert origin["kept_epoch"] == made.kept_epoch
    assert origin["environment"] == made.environment
    assert origin["data_fingerprint"] == made.data_fingerprint
    card = (tmp_path / "two" / "MODEL_CARD.md").read_text()
    assert f"`START.safetensors`: weights with the SHA-256 `{made.weights_sha256}`" in card
    assert "PrivateTest read at the end of 2 of the 2 runs that led here" in card


def test_a_merge_gives_the_classes_it_leads_to(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    assert (
        train_main(arguments(data, ferplus, tmp_path / "run", "--epochs", "1", "--merge", "7to4"))
        == 0
    )
    metadata = load_checkpoint(tmp_path / "run" / "cnn48_rgb.safetensors").metadata
    assert metadata.classes == ("anger", "sadness", "happiness", "neutral")
    assert "merged 7 to 4" in str(metadata.metrics["PrivateTest"].protocol)


def test_a_merge_leaves_the_classes_it_does_not_name(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = arguments(data, ferplus, tmp_path / "run", "--epochs", "1", "--merge", "surprise=happy")
    assert train_main(run) == 0
    metadata = load_checkpoint(tmp_path / "run" / "cnn48_rgb.safetensors").metadata
    assert metadata.classes == ("happiness", "neutral", "sadness")


def test_a_run_gives_its_checkpoint_a_name_and_says_which_merge_it_leaves_out(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = make_data(70, 14, 14)
    command = ["--arch", "resnet18_gray", "--data", str(data), "--out", str(tmp_path / "run")]
    small = ["--epochs", "1", "--batch-size", "16", "--device", "cpu", "--threads", "1"]
    own = ["--name", "my_net", "--classes", "happy,sad", "--precision", "32"]
    assert train_main([*command, *small, *own]) == 0
    assert "resnet18_gray by itself counts disgust as anger" in capsys.readouterr().out
    assert (tmp_path / "run" / "my_net.safetensors").is_file()
    assert (tmp_path / "run" / "MODEL_CARD.md").read_text().startswith("# my_net\n")


@pytest.mark.parametrize("name", ["a,b", "../up", "x.safetensors", "-x", ""])
def test_a_name_no_list_could_hold_is_a_usage_error(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        train_main(["--arch", "cnn48_rgb", "--data", "x.csv", f"--name={name}"])
    assert left.value.code == 2
    assert "letters, digits" in capsys.readouterr().err


def test_help_is_written_without_signs_of_its_making(capsys: pytest.CaptureFixture[str]) -> None:
    for main, command in ((train_main, []), (train_main, ["compare"]), (evaluate_main, [])):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
    printed = capsys.readouterr().out
    assert "95 % intervals" in printed
    assert "%%" not in printed


@pytest.mark.parametrize(
    "command",
    [
        ["--data", "x.csv"],
        ["--arch", "cnn48_rgb", "--ferplus", "x.csv"],
        ["--resume", "runs/x", "--epochs", "9"],
        ["--resume", "runs/x", "--init", "a"],
        ["--arch", "cnn48_rgb", "--data", "x.csv", "--finish"],
    ],
)
def test_arguments_that_would_be_passed_over_are_a_usage_error(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        train_main(command)
    assert left.value.code == 2
    usage, resuming, error = capsys.readouterr().err.splitlines()
    assert usage.startswith("usage: emotion-train --arch ARCH")
    assert resuming.strip().startswith("emotion-train --resume")
    assert error.startswith("emotion-train: error: ")


def test_a_folder_without_a_run_and_a_damaged_resume_state_are_one_line(
    make_data: DataMaker,
    arguments: Arguments,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert train_main(["--resume", str(tmp_path)]) == 1
    assert "is not the folder of a run" in capsys.readouterr().err
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "run", "--epochs", "1"))
    (tmp_path / "run" / "MODEL_CARD.md").unlink()
    (tmp_path / "run" / "last.ckpt").write_bytes(b"damaged")
    capsys.readouterr()
    assert train_main(["--resume", str(tmp_path / "run"), "--device", "cpu"]) == 1
    error = capsys.readouterr().err
    assert "last.ckpt is damaged; remove it" in error
    assert len(error.strip().splitlines()) == 1


def test_a_run_leaves_everything_one_would_look_for(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "run", "--epochs", "2", "--limit", "32"))
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "config.json", "config.toml", "history.json", "history.csv", "training_history.png",
        "confusion_matrix.png", "reliability.png", "classification_report.txt", "errors.png",
        "gradcam.png", "environment.txt", "MODEL_CARD.md", "cnn48_rgb.safetensors",
        "last.ckpt", "last_epoch", "logs", "class_distribution.png", "methods.md",
    }  # fmt: skip
    assert (tmp_path / "run" / "logs" / "start_1" / "metrics.csv").is_file()
    assert len(json.loads((tmp_path / "run" / "history.json").read_text())) == 2
    (tmp_path / "run" / "logs" / "start_1" / "hparams.yaml").read_text().index("batch_size: 16")
    logged = (tmp_path / "run" / "logs" / "start_1" / "metrics.csv").read_text().splitlines()[0]
    assert {"train_accuracy", "learning_rate", "plain_train_loss"} <= set(logged.split(","))
    metadata = load_checkpoint(tmp_path / "run" / "cnn48_rgb.safetensors").metadata
    assert sum(metadata.training["training_faces"].values()) == 32  # type: ignore[union-attr,arg-type]
    last = metadata.history[-1]
    assert last.size == 48
    assert last.train_accuracy is not None
    assert last.learning_rate < metadata.training["lr"]  # type: ignore[operator]


def test_the_table_shows_protocol_recall_and_confusion(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "run", "--epochs", "1"))
    printed = capsys.readouterr().out
    for piece in ("FER+ majority, 4 classes, PublicTest", "macro-F1", "recall", "happiness"):
        assert piece in printed


def test_a_run_never_overwrites_another(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    command = arguments(data, ferplus, tmp_path / "run", "--epochs", "1")
    assert train_main(command) == 0
    assert train_main(command) == 1
    assert (
        "is not empty and nothing is overwritten; choose another --out" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--classes", "happy,joy"), "unknown emotion 'joy'"),
        (("--classes", "happy,contempt"), "no training face is labelled contempt"),
        (("--batch-size", "4096"), "lower --batch-size"),
        (("--batch-size", "1"), "batches of 1 are too small; give --batch-size 2"),
        (
            ("--progressive-size", "32"),
            "cnn48_rgb, made for 48 pixels, cannot begin with --progressive-size",
        ),
        (("--gamma", "1.5", "--schedule", "plateau"), "gamma is 1.5"),
        (("--merge", "8to3"), "unknown merge '8to3'"),
        (("--precision", "fp16"), "--precision fp16 needs a CUDA device"),
        (("--mixup", "0.2", "--label-smoothing", "2"), "label_smoothing is 2.0"),
        (("--init", "vgg16"), "download https://download.pytorch.org/models/vgg16"),
        (("--init", "nowhere"), "nowhere"),
        (("--teacher", "nowhere"), "nowhere"),
        (("--data", "nowhere.csv"), "cannot read nowhere.csv"),
        (("--device", "cuda"), "device 'cuda' is not available here"),
    ],
)
def test_a_mistake_gives_one_line_and_a_nonzero_exit(
    more: tuple[str, ...],
    sentence: str,
    make_data: DataMaker,
    arguments: Arguments,
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


def test_an_unknown_checkpoint_is_named(
    make_data: DataMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = make_data(7, 7, 7)
    assert evaluate_main(["--checkpoint", "cnn99", "--data", str(data)]) == 1
    assert "no checkpoint 'cnn99'" in capsys.readouterr().err
