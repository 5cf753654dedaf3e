"""How faces reach the training loop, in one process and in several."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch

from emotion_desktop.models import get_spec, load_checkpoint
from tests.builders import make_protocol
from trainer.augment import OFF, Augmentation
from trainer.cli import train_main
from trainer.data import Samples
from trainer.datamodule import FaceDataModule
from trainer.recipes import Recipe

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]
Start = Callable[..., Any]
SHORT = Recipe(batch_size=8, epochs=3)


def faces(count: int) -> Samples:
    return Samples(
        images=torch.arange(count, dtype=torch.uint8)[:, None, None].repeat(1, 48, 48),
        targets=torch.eye(4)[torch.arange(count) % 4],
        labels=torch.arange(count) % 4,
        protocol=make_protocol(class_count=4, count=count),
    )


def feed(
    count: int = 50,
    rank: int = 0,
    processes: int = 1,
    seed: int = 1,
    recipe: Recipe = SHORT,
    answers: torch.Tensor | None = None,
) -> FaceDataModule:
    spec = get_spec("cnn48_rgb")
    made = FaceDataModule(faces(count), faces(9), spec, recipe, seed=seed, answers=answers)
    made.trainer = cast(
        "Any",
        SimpleNamespace(
            global_rank=rank,
            world_size=processes,
            strategy=SimpleNamespace(root_device=torch.device("cpu")),
        ),
    )
    made.setup("fit")
    return made


def seen(part: FaceDataModule, epoch: int) -> list[int]:
    part.begin(epoch)
    return [int(row) for step in part.train_dataloader() for row in part.rows(step)]


def test_an_epoch_shows_every_face_once_though_they_do_not_fill_the_last_batch() -> None:
    assert sorted(seen(feed(50), 0)) == list(range(50))


def test_two_processes_share_an_epoch_and_show_every_face_once() -> None:
    parts = [seen(feed(50, rank, 2), 0) for rank in range(2)]
    assert sorted(parts[0] + parts[1]) == list(range(50))
    assert abs(len(parts[0]) - len(parts[1])) <= len(feed(50).train_dataloader())
    one, other = feed(50, 0, 2), feed(50, 1, 2)
    assert len(one.train_dataloader()) == len(other.train_dataloader())


def test_every_epoch_has_an_order_of_its_own_that_can_be_repeated() -> None:
    assert seen(feed(), 0) != seen(feed(), 1)
    assert seen(feed(), 1) == seen(feed(), 1)
    assert seen(feed(seed=1), 0) != seen(feed(seed=2), 0)


def test_a_repeated_epoch_changes_the_faces_as_before() -> None:
    first, again = feed(), feed()
    first.begin(0)
    first.batch(0)
    first.begin(1)
    again.begin(1)
    assert torch.equal(first.batch(0).x, again.batch(0).x)


def bright_answers(count: int) -> torch.Tensor:
    """What a teacher says who answers with how bright a face is: here, its number."""
    bright = faces(count).images.float().mean(dim=(1, 2)) / 255
    return torch.stack([1 - bright, bright, 0 * bright, 0 * bright], dim=1)


def test_answers_on_clean_faces_stay_however_the_faces_are_changed() -> None:
    recipe = replace(SHORT, augmentation=Augmentation(brightness=(0.2, 0.2)))
    part = feed(40, recipe=recipe, answers=bright_answers(40))
    for epoch in range(2):
        part.begin(epoch)
        batch = part.batch(0)
        assert batch.teacher_log_probs is not None
        assert torch.allclose(batch.teacher_log_probs.exp()[:, 1], part.rows(0) / 255, atol=1e-5)
        assert torch.allclose(batch.targets.sum(dim=1), torch.ones(len(batch.x)))


def test_answers_on_clean_faces_are_blended_as_the_faces_are() -> None:
    recipe = replace(SHORT, mixup=1.0, augmentation=OFF)
    part = feed(40, recipe=recipe, answers=bright_answers(40))
    part.begin(0)
    batch = part.batch(0)
    assert batch.teacher_log_probs is not None
    mean, std = (torch.tensor(value)[:, None, None] for value in (part.spec.mean, part.spec.std))
    seen = (batch.x * std + mean).mean(dim=(1, 2, 3))
    assert torch.allclose(batch.teacher_log_probs.exp()[:, 1], seen, atol=1e-5)


def test_two_processes_validate_every_face_once() -> None:
    labels = []
    for rank in range(2):
        part = feed(50, rank, 2)
        part.begin(0)
        labels += [part.validation_batch(step)[1] for step in part.val_dataloader()[0]]
    assert sorted(torch.cat(labels).tolist()) == sorted((torch.arange(9) % 4).tolist())


@pytest.mark.slow
def test_two_processes_train_as_well_as_one(
    make_data: DataMaker, arguments: Arguments, start_python: Start, tmp_path: Path
) -> None:
    data, ferplus = make_data(280, 70, 70)
    runs = {1: tmp_path / "one", 2: tmp_path / "two"}
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    commands = {n: arguments(data, ferplus, runs[n], "--epochs", "6") for n in runs}
    two = start_python(*launcher, "-m", "trainer", *commands[2])
    assert train_main(commands[1]) == 0
    code, _, errors = two.finish()
    assert code == 0, errors
    accuracy = {}
    for count, folder in runs.items():
        metadata = load_checkpoint(folder / "cnn48_rgb.safetensors").metadata
        accuracy[count] = metadata.metrics["PrivateTest"].accuracy
        assert len(json.loads((folder / "history.json").read_text())) == 6
    assert accuracy[1] == pytest.approx(accuracy[2], abs=0.15)
    assert accuracy[2] > 0.6


def test_as_many_training_faces_are_asked_unchanged_as_there_are_validation_faces() -> None:
    shown = []
    for rank in range(2):
        part = feed(50, rank, 2)
        part.begin(0)
        batches = [part.validation_batch(step, plain=True) for step in part.val_dataloader()[1]]
        for x, labels in batches:
            pixels = ((x[:, 0, 0, 0] * 0.5 + 0.5) * 255).round().long()
            assert torch.equal(labels, pixels % 4)  # face n is as bright as n and of class n % 4
            shown += pixels.tolist()
    assert len(set(shown)) == len(shown) == 9


def test_undecided_training_faces_are_not_compared_with_validation_faces() -> None:
    train = faces(8)
    targets = train.targets.clone()
    targets[::2] = 0.25
    part = FaceDataModule(
        replace(train, targets=targets), faces(9), get_spec("cnn48_rgb"), SHORT, seed=1
    )
    assert sorted(part.plain_rows.tolist()) == [1, 3, 5, 7]
