"""Figures, against values worked out by hand."""

import pytest
import torch

from emotion_desktop.labels import Emotion
from trainer.evaluation.metrics import calibration_error, fit_temperature, measure

CLASSES = (Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL)


def test_the_figures_of_a_small_confusion_are_right() -> None:
    labels = torch.tensor([0, 0, 0, 1, 1, 2])
    predicted = torch.tensor([0, 0, 1, 1, 1, 0])
    logits = torch.nn.functional.one_hot(predicted, 3).float()
    figures = measure(logits, labels, CLASSES, temperature=1.0, protocol="by hand")
    assert figures.confusion == [[2, 1, 0], [0, 2, 0], [1, 0, 0]]
    assert figures.accuracy == pytest.approx(4 / 6)
    assert figures.recall == pytest.approx({"happiness": 2 / 3, "sadness": 1.0, "neutral": 0.0})
    assert figures.macro_f1 == pytest.approx((2 / 3 + 4 / 5 + 0) / 3)


def test_confident_and_always_right_is_calibrated() -> None:
    assert calibration_error(torch.eye(3), torch.arange(3)) == pytest.approx(0)


def test_confident_and_always_wrong_is_as_badly_calibrated_as_can_be() -> None:
    assert calibration_error(torch.eye(2), torch.tensor([1, 0])) == pytest.approx(1)


def test_the_error_weighs_bins_by_their_faces() -> None:
    probabilities = torch.tensor([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.6, 0.4]])
    labels = torch.tensor([0, 1, 0, 0])
    assert calibration_error(probabilities, labels) == pytest.approx((0.4 + 0.4) / 2)


def test_the_temperature_undoes_overconfidence() -> None:
    generator = torch.Generator().manual_seed(0)
    honest = torch.randn(20_000, 4, generator=generator) * 2
    labels = torch.multinomial(honest.softmax(dim=1), 1, generator=generator)[:, 0]
    temperature = fit_temperature(honest * 3, labels)
    assert temperature == pytest.approx(3.0, rel=0.05)
    assert calibration_error((honest * 3 / temperature).softmax(dim=1), labels) < 0.02
