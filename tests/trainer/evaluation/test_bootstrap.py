"""Bootstrap intervals, against what theory and the plain figures say."""

import math
import time

import pytest
import torch
from torch import Tensor

from emotion_desktop.labels import Emotion
from trainer.evaluation.bootstrap import FIGURES, bootstrap
from trainer.evaluation.metrics import measure

CLASSES = (Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL)


def predict_logits(count: int, seed: int = 0, sharpness: float = 2.0) -> tuple[Tensor, Tensor]:
    """Return logits that are right somewhat more often than not, and labels."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, 3, (count,), generator=generator)
    logits = torch.randn(count, 3, generator=generator)
    logits[torch.arange(count), labels] += sharpness
    return logits, labels


def test_the_figures_are_those_of_the_plain_measure() -> None:
    logits, labels = predict_logits(300)
    plain = measure(logits, labels, CLASSES, temperature=1.4, protocol="random")
    found = bootstrap(logits, labels, temperature=1.4, resamples=10).intervals()
    for name in FIGURES:
        assert found[name].value == pytest.approx(getattr(plain, name), abs=1e-6)


def test_the_interval_of_accuracy_is_as_wide_as_the_binomial_law_says() -> None:
    logits, labels = predict_logits(1000)
    accuracy = bootstrap(logits, labels, temperature=1.0).intervals()["accuracy"]
    expected = 2 * 1.96 * math.sqrt(accuracy.value * (1 - accuracy.value) / 1000)
    assert accuracy.low < accuracy.value < accuracy.high
    assert accuracy.high - accuracy.low == pytest.approx(expected, rel=0.1)


def test_each_resample_holds_as_many_faces_as_there_are() -> None:
    logits = torch.tensor([[2.0, 0.0]]).repeat(40, 1)
    found = bootstrap(logits, torch.zeros(40, dtype=torch.long), temperature=1.0, resamples=600)
    assert found.resampled.shape == (600, 4)
    assert found.resampled[:, 0].tolist() == [1.0] * 600
    assert found.resampled[:, 2] == pytest.approx(found.values[2])


def test_the_same_seed_draws_the_same_resamples() -> None:
    logits, labels = predict_logits(50)

    def accuracies(seed: int) -> list[float]:
        found = bootstrap(logits, labels, temperature=1.0, resamples=20, seed=seed)
        return list(map(float, found.resampled[:, 0]))

    assert accuracies(1) == accuracies(1)
    assert accuracies(1) != accuracies(2)


def test_a_model_differs_from_itself_by_nothing() -> None:
    found = bootstrap(*predict_logits(100), temperature=1.0, resamples=50)
    difference = found.minus(found).intervals()["macro_f1"]
    assert (difference.low, difference.value, difference.high) == (0, 0, 0)


def test_pairing_sees_a_difference_that_lies_within_the_intervals_of_both() -> None:
    logits, labels = predict_logits(1000)
    better = logits.clone()
    wrong = torch.where(logits.argmax(dim=1) != labels)[0][:15]
    better[wrong, labels[wrong]] += 9
    first, second = (bootstrap(x, labels, temperature=1.0) for x in (logits, better))
    assert second.intervals()["accuracy"].low < first.intervals()["accuracy"].value
    difference = second.minus(first).intervals()["accuracy"]
    assert difference.value == pytest.approx(0.015)
    assert difference.low > 0


def test_resamples_that_miss_a_rare_class_give_numbers_all_the_same() -> None:
    logits, labels = predict_logits(30)
    labels[labels == 2] = 1
    labels[0] = 2
    assert (
        torch.tensor(bootstrap(logits, labels, temperature=1.0, resamples=300).resampled)
        .isfinite()
        .all()
    )


def test_two_thousand_resamples_of_three_thousand_faces_take_seconds_at_most() -> None:
    began = time.process_time()
    bootstrap(*predict_logits(3000), temperature=1.0)
    assert time.process_time() - began < 10
