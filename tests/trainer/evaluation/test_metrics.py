"""Figures, against values worked out by hand."""

import numpy as np
import pytest
import torch
from torch import Tensor

from emotion_desktop.labels import Emotion
from trainer.evaluation.metrics import (
    brier_score,
    calibration_error,
    calibration_floor,
    class_figures,
    classification_report,
    fit_temperature,
    measure,
    reliability,
    rms_calibration_error,
    temperature_warning,
)

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


def test_precision_recall_f1_and_support_of_a_small_confusion_are_right() -> None:
    figures = class_figures(np.array([[2, 1, 0], [0, 2, 0], [1, 0, 0]]))
    assert figures.precision.tolist() == pytest.approx([2 / 3, 2 / 3, 0])
    assert figures.recall.tolist() == pytest.approx([2 / 3, 1, 0])
    assert figures.f1.tolist() == pytest.approx([2 / 3, 4 / 5, 0])
    assert figures.support.tolist() == [3, 2, 1]


def test_a_class_without_faces_has_no_part_in_macro_f1() -> None:
    labels = torch.tensor([0, 0, 1])
    logits = torch.eye(3)[[0, 0, 1]]
    figures = measure(logits, labels, CLASSES, temperature=1.0, protocol="no neutral face")
    assert figures.macro_f1 == 1.0
    assert figures.recall[Emotion.NEUTRAL] == 0.0


def test_the_bins_hold_mean_confidence_accuracy_and_count() -> None:
    probabilities = torch.tensor([[0.9, 0.1], [0.95, 0.05], [0.55, 0.45]])
    bins = reliability(probabilities, torch.tensor([0, 1, 0]), bins=5)
    assert bins.count.tolist() == [0, 0, 1, 0, 2]
    assert bins.confidence.tolist() == pytest.approx([0, 0, 0.55, 0, 0.925])
    assert bins.accuracy.tolist() == pytest.approx([0, 0, 1, 0, 0.5])


@pytest.mark.slow  # torchmetrics takes long to import
def test_macro_f1_and_calibration_error_are_those_of_torchmetrics() -> None:
    from torchmetrics.functional.classification import multiclass_calibration_error as peer_error
    from torchmetrics.functional.classification import multiclass_f1_score as peer_f1

    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(500, 3, generator=generator) * 2
    labels = torch.randint(0, 3, (500,), generator=generator)
    figures = measure(logits, labels, CLASSES, temperature=1.5, protocol="random")
    assert figures.macro_f1 == pytest.approx(float(peer_f1(logits, labels, 3, average="macro")))
    expected = peer_error((logits / 1.5).softmax(dim=1), labels, 3, n_bins=15)
    assert figures.ece == pytest.approx(float(expected), abs=1e-6)


def test_the_report_lays_out_each_class_and_the_averages() -> None:
    labels = torch.tensor([0, 0, 0, 1, 1, 2])
    logits = torch.eye(3)[[0, 0, 1, 1, 1, 0]]
    figures = measure(logits, labels, CLASSES, temperature=1.0, protocol="by hand")
    lines = classification_report(figures).splitlines()
    assert lines[0] == "by hand"
    assert lines[2].split() == ["precision", "recall", "f1-score", "support"]
    rows = {line[:12].strip(): line[12:].split() for line in lines[4:] if line}
    assert rows == {
        "happiness": ["0.6667", "0.6667", "0.6667", "3"],
        "sadness": ["0.6667", "1.0000", "0.8000", "2"],
        "neutral": ["0.0000", "0.0000", "0.0000", "1"],
        "accuracy": ["0.6667", "6"],
        "macro avg": ["0.4444", "0.5556", "0.4889", "6"],
        "weighted avg": ["0.5556", "0.6667", "0.6000", "6"],
    }
    assert len({len(line) for line in lines[2:] if line}) == 1


def said_and_true(count: int, sharpness: float, seed: int) -> tuple[Tensor, Tensor]:
    """Return probabilities, and labels drawn from them made sharper: calibrated if it is 1."""
    generator = torch.Generator().manual_seed(seed)
    logits = 2 * torch.randn(count, 4, generator=generator)
    truth = (sharpness * logits).softmax(dim=1)
    return logits.softmax(dim=1), torch.multinomial(truth, 1, generator=generator)[:, 0]


def test_the_error_of_a_calibrated_model_lies_at_the_floor() -> None:
    errors, floors, debiased = [], [], []
    for seed in range(60):
        said, true = said_and_true(1000, 1.0, seed)
        errors.append(calibration_error(said, true))
        floors.append(calibration_floor(said, draws=50))
        debiased.append(rms_calibration_error(said, true))
    mean = sum(errors) / len(errors)
    assert mean > 0.015
    assert sum(floors) / len(floors) == pytest.approx(mean, rel=0.1)
    assert sorted(debiased)[30] < 0.02


def test_the_debiased_error_of_few_faces_is_that_of_many() -> None:
    true_error = rms_calibration_error(*said_and_true(200_000, 0.5, 0))
    few = [rms_calibration_error(*said_and_true(300, 0.5, seed)) for seed in range(40)]
    assert true_error > 0.1
    assert sum(few) / len(few) == pytest.approx(true_error, rel=0.05)


def test_the_brier_score_is_the_squared_distance_to_the_truth() -> None:
    said = torch.tensor([[0.8, 0.2], [0.0, 1.0]])
    assert brier_score(said, torch.tensor([0, 0])) == pytest.approx((0.08 + 2) / 2)


def test_a_temperature_at_its_bound_is_warned_of() -> None:
    labels = torch.tensor([0, 1, 0])
    always_right = 0.5 * torch.nn.functional.one_hot(labels, 2).float()
    temperature = fit_temperature(always_right, labels)
    assert "at its bound" in (temperature_warning(temperature) or "")
    assert temperature_warning(1.4) is None
