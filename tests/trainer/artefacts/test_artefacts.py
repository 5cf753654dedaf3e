"""What a run folder holds besides checkpoint and logs."""

import csv
import io
import json
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest
import torch
from pydantic import JsonValue
from torch import Tensor, nn

from emotion_desktop.errors import OutputError, SettingError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.models import Checkpoint, create_model, get_spec
from emotion_desktop.models.metadata import EpochRecord
from tests.builders import make_metadata, make_protocol
from trainer.artefacts import write_run_folder
from trainer.artefacts.calibrated import calibrated
from trainer.artefacts.confusion import confusion_matrix
from trainer.artefacts.error_sheet import error_sheet, mistakes
from trainer.artefacts.files import write_files
from trainer.artefacts.heatmap_sheet import gradcam_sheet, rightly_read, warmed
from trainer.artefacts.history import history_csv, history_json, training_history
from trainer.artefacts.methods import methods
from trainer.artefacts.reliability import reliability_diagram
from trainer.data import Samples
from trainer.evaluation.metrics import measure
from trainer.evaluation.score import Score

HAPPY_OR_NOT = (Emotion.HAPPINESS, Emotion.NEUTRAL)
NAMES = {
    "history.json",
    "history.csv",
    "classification_report.txt",
    "class_distribution.png",
    "methods.md",
    "training_history.png",
    "confusion_matrix.png",
    "reliability.png",
    "errors.png",
    "gradcam.png",
    "environment.txt",
    "MODEL_CARD.md",
}


def record(epoch: int, accuracy: float = 0.5) -> EpochRecord:
    return EpochRecord(
        epoch=epoch,
        train_loss=1 / epoch,
        val_loss=1.1 / epoch,
        val_accuracy=accuracy,
        learning_rate=1e-3,
        seconds=2.5,
    )


def scored(
    logits: Tensor,
    labels: Tensor,
    classes: tuple[Emotion, ...],
    *,
    split: str = "PublicTest",
    colour: bool = False,
) -> Score:
    """A score of random faces with these answers."""
    shape = (len(labels), 48, 48, 3) if colour else (len(labels), 48, 48)
    images = torch.randint(256, shape, generator=torch.Generator().manual_seed(0))
    protocol = make_protocol(class_count=len(classes), split=split, count=len(labels))
    return Score(
        metrics=measure(logits, labels, classes, temperature=1.5, protocol=protocol),
        temperature=1.5,
        logits=logits,
        samples=Samples(
            images=images.to(torch.uint8),
            targets=torch.nn.functional.one_hot(labels, len(classes)).float(),
            labels=labels,
            protocol=protocol,
        ),
    )


def guessed(classes: tuple[Emotion, ...], count: int = 40, *, split: str = "PublicTest") -> Score:
    """A score that is better than chance, on faces of all classes but the last."""
    generator = torch.Generator().manual_seed(1)
    labels = torch.arange(count) % (len(classes) - 1)
    logits = torch.randn(count, len(classes), generator=generator)
    logits += 1.5 * torch.nn.functional.one_hot(labels, len(classes))
    return scored(logits, labels, classes, split=split)


def checkpoint_of(score: Score, arch: str = "cnn48_rgb") -> Checkpoint:
    """An untrained network with the figures of a score."""
    torch.manual_seed(0)
    spec, classes = get_spec(arch), tuple(score.metrics.recall)
    return Checkpoint(
        model=create_model(arch, len(classes)).eval(),
        spec=spec,
        metadata=make_metadata(
            arch,
            classes=classes,
            training={"epochs": 3},
            history=(record(1),),
            metrics={"PublicTest": score.metrics},
            temperature=1.0,
            parameters=spec.parameters,
        ),
        path=Path(f"{arch}.safetensors"),
    )


def shape_of(picture: bytes) -> tuple[int, ...]:
    """Decode a PNG."""
    return matplotlib.image.imread(io.BytesIO(picture), format="png").shape


def written(folder: Path, private: Score | None = None) -> list[Path]:
    public = guessed(HAPPY_OR_NOT)
    return write_run_folder(folder, checkpoint_of(public), public, private)


@contextmanager
def little_disk() -> Iterator[None]:
    """A system that refuses files above 2 kB; only for moments, as it refuses pytest's log too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_run_folder_holds_every_table_picture_and_the_card(tmp_path: Path) -> None:
    paths = written(tmp_path / "new", guessed(HAPPY_OR_NOT, split="PrivateTest"))
    assert {path.name for path in (tmp_path / "new").iterdir()} == NAMES
    assert {path.name for path in paths} == NAMES
    assert paths[-1].name == "MODEL_CARD.md"
    for path in paths:
        if path.suffix == ".png":
            assert shape_of(path.read_bytes())[2] == 4
    report = (tmp_path / "new" / "classification_report.txt").read_text()
    assert report.index("PublicTest") < report.index("PrivateTest")


def test_pictures_are_written_as_vectors_too_and_are_the_same_every_time(tmp_path: Path) -> None:
    score = guessed(HAPPY_OR_NOT)
    for folder in (tmp_path / "a", tmp_path / "b"):
        write_run_folder(folder, checkpoint_of(score), score, None, figures=("pdf", "svg"))
    drawn = [name.removesuffix(".png") for name in NAMES if name.endswith(".png")]
    for name in drawn:
        for kind, start in (("pdf", b"%PDF"), ("svg", b"<?xml")):
            content = (tmp_path / "a" / f"{name}.{kind}").read_bytes()
            assert content.startswith(start)
            assert content == (tmp_path / "b" / f"{name}.{kind}").read_bytes()


def test_a_methods_section_can_be_written_from_the_folder_alone(tmp_path: Path) -> None:
    private = guessed(HAPPY_OR_NOT, split="PrivateTest")
    public = guessed(HAPPY_OR_NOT)
    checkpoint = checkpoint_of(public)
    faces = {"happiness": 700, "neutral": 1300}
    training = {"epochs": 3, "seed": 5, "training_faces": faces, "validation_faces": faces}
    environment: dict[str, JsonValue] = {"torch": "2.15.0", "threads": 1, "precision": "32"}
    header = checkpoint.metadata.model_copy(
        update={
            "training": training,
            "environment": environment,
            "metrics": {"PublicTest": public.metrics, "PrivateTest": private.metrics},
        }
    )
    write_run_folder(tmp_path, replace(checkpoint, metadata=header), public, private)
    text = (tmp_path / "methods.md").read_text()
    sections = re.findall("^## (.+)", text, re.MULTILINE)
    assert sections == [
        "Data and split", "Preprocessing", "Architecture", "Training", "Environment and seed",
        "Results", "Errors", "Limits",
    ]  # fmt: skip
    assert "| happiness | 700 | 700 |" in text
    assert "| all | 2,000 | 2,000 |" in text
    assert "Seed 5" in text
    assert "torch 2.15.0, threads 1, precision 32" in text
    accuracy = private.metrics.accuracy
    assert re.search(rf"\| accuracy \| {accuracy:.2%} \(\d+\.\d\d% to \d+\.\d\d%\) \|", text)
    assert "emotion-train --arch" in text
    assert text.count("torch 2.15.0") == 1
    assert "Weights begin at random." in text
    assert "highest accuracy on PublicTest" in text
    assert "minimum of the negative log-likelihood of PublicTest" in text


def test_a_methods_section_tells_of_the_loss_the_teacher_and_the_start_as_they_were() -> None:
    score = guessed(HAPPY_OR_NOT)
    teachers: list[JsonValue] = [{"file": "vgg.safetensors", "weights_sha256": "a" * 64}]
    settings: dict[str, JsonValue] = {
        "epochs": 3, "labels": "ferplus-votes", "patience": 4, "ema_decay": 0.99, "focal_gamma": 2,
        "class_weights": "inverse", "label_smoothing": 0.1, "teacher_weight": 0.7,
        "teacher_temperature": 2, "teacher_view": "clean",
    }  # fmt: skip
    plain = checkpoint_of(score).metadata.model_copy(update={"training": settings})
    text = methods(plain, [score])
    assert (
        "Focal loss (gamma 2) against the labels, classes weighted by inverse, label smoothing 0.1."
    ) in text
    assert "loss is the distance" not in text
    assert "teacher_weight" not in text
    assert ", labels ferplus-votes" not in text  # which recipes say, whatever the data has
    taught = settings | {"teachers": teachers, "init": {"from": "vgg16", "taken": "13 layers"}}
    text = methods(plain.model_copy(update={"training": taught}), [score])
    assert f"70% of the loss is the distance to vgg.safetensors (`{'a' * 64}`), temp" in text
    assert "Weights begin with those of vgg16." in text
    old = settings | {"init": {"architecture": "cnn48_rgb"}}  # as version 0.1 wrote it
    text = methods(plain.model_copy(update={"training": old}), [score])
    assert "Weights begin with those of cnn48_rgb." in text


def test_heatmaps_can_be_those_of_a_layer_that_is_chosen() -> None:
    score = guessed(HAPPY_OR_NOT)
    checkpoint = checkpoint_of(score)
    layers = [
        name for name, part in checkpoint.model.named_modules() if isinstance(part, nn.Conv2d)
    ]
    chosen = gradcam_sheet(score, checkpoint, layer=layers[0])
    assert chosen != gradcam_sheet(score, checkpoint)
    with pytest.raises(SettingError, match=f"no layer 'nowhere' with places; .*{layers[0]}"):
        gradcam_sheet(score, checkpoint, layer="nowhere")


def test_data_without_private_test_are_shown_by_public_test(tmp_path: Path) -> None:
    written(tmp_path)
    assert "PrivateTest" not in (tmp_path / "classification_report.txt").read_text()
    assert "PrivateTest" not in (tmp_path / "MODEL_CARD.md").read_text()


def test_nothing_is_overwritten_and_nothing_written_beside_it(tmp_path: Path) -> None:
    (tmp_path / "errors.png").write_text("mine")
    with pytest.raises(OutputError, match=r"already holds errors\.png and nothing is overwritten"):
        written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["errors.png"]
    assert (tmp_path / "errors.png").read_text() == "mine"


def test_a_full_disk_leaves_no_part_and_says_what_is_safe(tmp_path: Path) -> None:
    (tmp_path / "net.safetensors").write_text("weights")
    with pytest.raises(OutputError) as caught, little_disk():
        write_files(tmp_path, {"small.txt": lambda: "x", "big.png": lambda: bytes(3000)})
    message = str(caught.value)
    assert "big.png cannot be written: file too large" in message
    assert f"safe in {tmp_path}: net.safetensors." in message
    assert "\n" not in message
    assert [path.name for path in tmp_path.iterdir()] == ["net.safetensors"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file/run cannot be written: not a directory"):
        write_files(tmp_path / "file" / "run", {"a.txt": lambda: "a"})


def test_the_history_reads_back_from_csv_and_json() -> None:
    history = [record(1), record(2, 0.123456789)]
    table = list(csv.DictReader(io.StringIO(history_csv(history))))
    assert [EpochRecord.model_validate(row) for row in table] == history
    assert [EpochRecord(**entry) for entry in json.loads(history_json(history))] == history


@pytest.mark.parametrize("epochs", [1, 60])
def test_a_history_of_any_length_is_drawn(epochs: int) -> None:
    history = [record(number) for number in range(1, epochs + 1)]
    assert shape_of(training_history(history, history[-1]))[1] > 1500


def test_a_change_of_size_and_the_accuracy_on_training_faces_are_drawn() -> None:
    plain = [record(1), record(2)]
    sized = [plain[0].model_copy(update={"size": 32}), plain[1].model_copy(update={"size": 48})]
    learned = [r.model_copy(update={"train_accuracy": 0.9, "plain_train_loss": 1.0}) for r in plain]
    pictures = {training_history(h, h[1]) for h in (plain, sized, learned)}
    assert len(pictures) == 3


def test_columns_that_no_epoch_knows_are_left_out_of_the_table() -> None:
    assert "train_accuracy" not in history_csv([record(1)])
    known = record(2).model_copy(update={"train_accuracy": 0.75})
    lines = history_csv([record(1), known]).splitlines()
    assert lines[0].endswith(",seconds,train_accuracy")
    assert lines[1].endswith(",2.5,")
    assert lines[2].endswith(",2.5,0.75")


def test_another_epoch_than_the_most_accurate_can_be_the_kept_one() -> None:
    history = [record(1, 0.9), record(2, 0.5)]
    assert training_history(history, history[1]) != training_history(history, history[0])


@pytest.mark.parametrize("classes", [HAPPY_OR_NOT, CANONICAL_ORDER], ids=["two", "eight"])
def test_pictures_are_drawn_for_few_and_many_classes(classes: tuple[Emotion, ...]) -> None:
    score = guessed(classes)  # the last class has no faces
    checkpoint = checkpoint_of(score)
    for picture in (
        confusion_matrix(score.metrics),
        reliability_diagram(score),
        error_sheet(score, checkpoint.spec),
        gradcam_sheet(score, checkpoint),
    ):
        assert min(shape_of(picture)[:2]) > 400


def test_a_long_protocol_is_given_more_lines() -> None:
    score = scored(torch.eye(2), torch.tensor([0, 1]), HAPPY_OR_NOT)
    longer = score.metrics.model_copy(update={"protocol": "FER+ majority, " * 20})
    spec = get_spec("cnn48_rgb")
    height = shape_of(error_sheet(score, spec))[0]
    assert shape_of(error_sheet(replace(score, metrics=longer), spec))[0] > height


@pytest.mark.parametrize("arch", ["se64_rgb", "vgg48_gray"])
def test_faces_in_colour_are_shown_to_any_network(arch: str) -> None:
    labels = torch.tensor([0, 1])
    score = scored(torch.eye(2), labels, HAPPY_OR_NOT, colour=True)
    assert shape_of(gradcam_sheet(score, checkpoint_of(score, arch)))[2] == 4


def test_mistakes_are_those_of_the_true_class_the_most_confident_first() -> None:
    labels = torch.tensor([0, 0, 0, 0, 1])
    logits = torch.tensor([[2.0, 0], [0, 1.0], [0, 3.0], [0, 2.0], [9.0, 0]])
    score = scored(logits, labels, HAPPY_OR_NOT)
    assert mistakes(score, 0).tolist() == [2, 3, 1]
    assert mistakes(score, 1).tolist() == [4]


def test_rightly_read_faces_are_those_found_the_most_confident_first() -> None:
    labels = torch.tensor([0, 0, 0, 1])
    logits = torch.tensor([[1.0, 0], [0, 5.0], [3.0, 0], [2.0, 0]])
    score = scored(logits, labels, HAPPY_OR_NOT)
    assert rightly_read(score, 0).tolist() == [2, 0]
    assert rightly_read(score, 1).tolist() == []


def test_confidence_is_that_after_temperature_scaling() -> None:
    score = scored(torch.tensor([[3.0, 0.0]]), torch.tensor([0]), HAPPY_OR_NOT)
    assert float(calibrated(score)[0, 0]) == pytest.approx(1 / (1 + np.exp(-3 / 1.5)))


def test_cold_places_of_a_heat_map_stay_clear_and_hot_ones_do_not() -> None:
    image = np.full((2, 2, 3), 0.5)
    heat = np.array([[0.0, 0.0], [0.0, 1.0]])
    shown = warmed(image, heat)
    assert np.array_equal(shown[0], image[0])
    assert np.abs(shown[1, 1] - 0.5).max() > 0.3


def test_drawing_leaves_the_network_as_it_was() -> None:
    score = guessed(HAPPY_OR_NOT)
    checkpoint = checkpoint_of(score)
    gradcam_sheet(score, checkpoint)
    assert not checkpoint.model.training
    assert all(parameter.grad is None for parameter in checkpoint.model.parameters())
