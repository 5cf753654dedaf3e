"""What a teacher tells, in the student's terms."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import Checkpoint, get_spec, load_checkpoint
from trainer.cli import train_main
from trainer.distillation import Teacher, clean_answers
from trainer.run import ANSWERS, FINISHED

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]

JOY, FEAR, SAD, CALM = Emotion.HAPPINESS, Emotion.FEAR, Emotion.SADNESS, Emotion.NEUTRAL


class Constant(nn.Module):
    """Always the same probabilities, whatever the picture; remembers its shape."""

    def __init__(self, *probabilities: float) -> None:
        super().__init__()
        self.logits = torch.tensor(probabilities).log()
        self.shape: torch.Size | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.shape = x.shape
        return self.logits.expand(len(x), -1)


@pytest.fixture
def member(make_checkpoint: Callable[..., Path]) -> Callable[..., Checkpoint]:
    def make(classes: tuple[Emotion, ...], *probabilities: float) -> Checkpoint:
        loaded = load_checkpoint(make_checkpoint("cnn48_gray", classes=classes))
        metadata = loaded.metadata.model_copy(update={"temperature": 1.0})
        model = Constant(*probabilities)
        return Checkpoint(model=model, spec=loaded.spec, metadata=metadata, path=loaded.path)

    return make


def test_classes_the_student_lacks_are_spread_over_those_they_share(
    member: Callable[..., Checkpoint],
) -> None:
    teacher = Teacher([member((JOY, FEAR, SAD), 0.6, 0.2, 0.2)], (SAD, JOY), {})
    assert torch.allclose(teacher(torch.zeros(2, 1, 48, 48)).exp(), torch.tensor([0.25, 0.75]))


def test_merged_classes_are_added_up(member: Callable[..., Checkpoint]) -> None:
    teacher = Teacher([member((JOY, FEAR, SAD), 0.5, 0.2, 0.3)], (SAD, JOY), {FEAR: SAD})
    assert torch.allclose(teacher(torch.zeros(1, 1, 48, 48)).exp(), torch.tensor([[0.5, 0.5]]))


def test_several_teachers_are_averaged(member: Callable[..., Checkpoint]) -> None:
    both = [member((JOY, SAD), 0.9, 0.1), member((SAD, JOY), 0.5, 0.5)]
    answer = Teacher(both, (JOY, SAD), {})(torch.zeros(1, 1, 48, 48)).exp()
    assert torch.allclose(answer, torch.tensor([[0.7, 0.3]]))


def test_a_teacher_sees_pictures_as_it_was_trained_to(member: Callable[..., Checkpoint]) -> None:
    one = member((JOY, SAD), 0.5, 0.5)
    Teacher([one], (JOY, SAD), {})(torch.zeros(3, 3, 32, 32))
    assert isinstance(one.model, Constant)
    assert one.model.shape == (3, *get_spec("cnn48_gray").input_shape)


def test_a_teacher_that_does_not_know_a_class_is_refused(
    member: Callable[..., Checkpoint],
) -> None:
    with pytest.raises(CheckpointError, match="cannot teach neutral; it knows happiness, sadness"):
        Teacher([member((JOY, SAD), 0.5, 0.5)], (JOY, CALM), {})


def test_a_clean_face_and_its_mirror_image_are_shown_once(
    member: Callable[..., Checkpoint],
) -> None:
    teacher = Teacher([member((JOY, SAD), 0.9, 0.1)], (JOY, SAD), {})
    images = torch.zeros(300, 48, 48, dtype=torch.uint8)
    answers = clean_answers(teacher, images, get_spec("cnn48_gray"), torch.device("cpu"))
    assert answers.shape == (300, 2)
    assert torch.allclose(answers, torch.tensor([0.9, 0.1]).expand(300, 2), atol=1e-5)


def test_a_resumed_run_does_not_ask_its_teacher_again(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    teacher = tmp_path / "one" / "cnn48_rgb.safetensors"
    train_main(arguments(data, ferplus, teacher.parent, "--epochs", "1"))
    run = tmp_path / "two"
    train_main(arguments(data, ferplus, run, "--epochs", "1", "--teacher", str(teacher)))
    answers = run / ANSWERS
    before = answers.read_bytes()
    (run / FINISHED).unlink()
    for left in (*run.glob("*.png"), *run.glob("*.txt"), *run.glob("*.md"), *run.glob("history.*")):
        left.unlink()
    answers.write_bytes(before[:-8])
    assert train_main(["--resume", str(run), "--device", "cpu"]) == 1
    answers.write_bytes(before)
    assert train_main(["--resume", str(run), "--device", "cpu"]) == 0
    assert answers.read_bytes() == before


def test_a_run_with_a_teacher_names_it_in_the_checkpoint(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    train_main(arguments(data, ferplus, tmp_path / "one", "--epochs", "1"))
    teacher = tmp_path / "one" / "cnn48_rgb.safetensors"
    student = arguments(data, ferplus, tmp_path / "two", "--epochs", "1", "--teacher", str(teacher))
    assert train_main(student) == 0
    training = load_checkpoint(tmp_path / "two" / "cnn48_rgb.safetensors").metadata.training
    digest = load_checkpoint(teacher).metadata.weights_sha256
    assert training["teachers"] == [{"file": "cnn48_rgb.safetensors", "weights_sha256": digest}]
