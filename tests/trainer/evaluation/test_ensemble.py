"""Several checkpoints as one model."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emotion_desktop.errors import CheckpointError, UnknownModelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import Checkpoint, load_checkpoint
from trainer.evaluation.ensemble import Ensemble, load_model, members

CheckpointMaker = Callable[..., Path]
ANGER, HAPPINESS, SADNESS = Emotion.ANGER, Emotion.HAPPINESS, Emotion.SADNESS
CPU = torch.device("cpu")
FACES = torch.randint(
    0, 256, (4, 48, 48), generator=torch.Generator().manual_seed(1), dtype=torch.uint8
)


def calibrated(checkpoint: Checkpoint) -> torch.Tensor:
    """Return what the checkpoint says of FACES, (4, C)."""
    alone = Ensemble.of([checkpoint])
    return alone.predict(FACES, device=CPU).exp()


def test_the_probabilities_are_the_mean_of_the_members_in_the_order_of_the_first(
    make_checkpoint: CheckpointMaker,
) -> None:
    first = load_checkpoint(make_checkpoint(classes=(ANGER, HAPPINESS, SADNESS), name="a"))
    second = load_checkpoint(
        make_checkpoint("resnet18_gray", classes=(SADNESS, ANGER, HAPPINESS), name="b")
    )
    ensemble = Ensemble.of([first, second])
    expected = (calibrated(first) + calibrated(second)[:, [1, 2, 0]]) / 2
    assert torch.allclose(ensemble.predict(FACES, device=CPU).exp(), expected, atol=1e-6)


def test_each_member_is_calibrated_with_its_own_temperature(
    make_checkpoint: CheckpointMaker,
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    black = torch.zeros(1, 48, 48, dtype=torch.uint8)
    raw = checkpoint.model(torch.full((1, 3, 48, 48), -1.0))
    found = Ensemble.of([checkpoint]).predict(black, device=CPU).exp()
    assert torch.allclose(found, (raw / 1.25).softmax(dim=1), atol=1e-6)


def test_members_of_other_classes_are_refused_by_name(make_checkpoint: CheckpointMaker) -> None:
    paths = [
        make_checkpoint(classes=(ANGER, SADNESS), name="a"),
        make_checkpoint(classes=(ANGER, HAPPINESS), name="b"),
    ]
    with pytest.raises(CheckpointError, match="b lacks sadness and also has happiness"):
        Ensemble.of([load_checkpoint(path) for path in paths])


def test_names_joined_by_commas_load_as_an_ensemble(make_checkpoint: CheckpointMaker) -> None:
    paths = [make_checkpoint(name=name) for name in ("a", "b")]
    model = load_model(f"{paths[0]}, {paths[1]}")
    assert [member.path for member in members(model)] == paths


def test_one_name_loads_as_a_checkpoint(make_checkpoint: CheckpointMaker) -> None:
    path = make_checkpoint(name="with, a comma")
    model = load_model(str(path))
    assert isinstance(model, Checkpoint)
    assert members(model) == (model,)


@pytest.mark.parametrize("names", ["", ",", "no-such,nor-this"])
def test_names_of_nothing_are_refused(names: str) -> None:
    with pytest.raises(UnknownModelError, match="no checkpoint"):
        load_model(names)
