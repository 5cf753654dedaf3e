"""Weights and draws for classes of unequal size."""

import pytest
import torch

from emotion_desktop.errors import DataError
from trainer.class_balance import class_weights, epoch_order

# happiness, surprise, sadness, anger, disgust, fear in FER2013's Training split
COUNTS = torch.tensor([7215, 3171, 4830, 3995, 436, 4097])
LABELS = torch.tensor([0] * 900 + [1] * 90 + [2] * 10)


def draws() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_inverse_weights_are_those_of_the_se64_rgb_design() -> None:
    weights = class_weights(COUNTS, "inverse")
    assert weights is not None
    assert weights.tolist() == pytest.approx([0.548, 1.248, 0.819, 0.991, 9.076, 0.966], abs=1e-3)


def test_effective_weights_average_one_and_favour_rare_classes_less() -> None:
    weights, inverse = class_weights(COUNTS, "effective"), class_weights(COUNTS, "inverse")
    assert weights is not None
    assert inverse is not None
    assert float(weights.mean()) == pytest.approx(1)
    assert weights.argmax() == 4
    assert 1 < weights[4] / weights[0] < inverse[4] / inverse[0]
    # (1 - .999) / (1 - .999^n) for n = 436 and 7215
    assert float(weights[4] / weights[0]) == pytest.approx(0.99927 / 0.35351, rel=1e-3)


def test_no_weights_are_none() -> None:
    assert class_weights(COUNTS, "none") is None


def test_a_class_without_faces_cannot_be_weighed() -> None:
    with pytest.raises(DataError, match="class number 1 has no training face"):
        class_weights(torch.tensor([4, 0, 2]), "inverse")


def test_an_epoch_shows_every_face_once() -> None:
    order = epoch_order(LABELS, draws(), balanced=False)
    assert torch.equal(order.sort().values, torch.arange(1000))
    assert not torch.equal(order, torch.arange(1000))


def test_a_balanced_epoch_shows_every_class_as_often() -> None:
    seen = torch.bincount(LABELS[epoch_order(LABELS, draws(), balanced=True)])
    assert seen.sum() == 1000
    assert seen.min() > 280


@pytest.mark.parametrize("balanced", [False, True])
def test_the_same_generator_gives_the_same_epoch(balanced: bool) -> None:
    first, again = (epoch_order(LABELS, draws(), balanced=balanced) for _ in range(2))
    assert torch.equal(first, again)


def test_a_class_number_nobody_has_is_never_drawn() -> None:
    labels = torch.tensor([0, 0, 0, 2])
    assert epoch_order(labels, draws(), balanced=True).max() <= 3
