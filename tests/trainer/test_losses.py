"""The loss of a training."""

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from trainer.losses import Loss

LABELS = torch.tensor([0, 2, 1, 2, 2])
HARD = functional.one_hot(LABELS, 3).float()
WEIGHTS = torch.tensor([0.5, 3.0, 1.2])


def some(rows: int = 5) -> Tensor:
    return torch.randn(rows, 3, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_hard_targets_give_pytorchs_cross_entropy(weights: Tensor | None, smoothing: float) -> None:
    expected = functional.cross_entropy(some(), LABELS, weights, label_smoothing=smoothing)
    assert torch.allclose(Loss(weights, label_smoothing=smoothing)(some(), HARD), expected)


def test_soft_targets_give_pytorchs_cross_entropy() -> None:
    soft = some().softmax(dim=1)
    logits = some().flip(0)
    assert torch.allclose(Loss()(logits, soft), functional.cross_entropy(logits, soft))


def test_focal_loss_is_lins_for_hard_targets() -> None:
    p = some().softmax(dim=1)[torch.arange(5), LABELS]
    expected = (-((1 - p) ** 2) * p.log()).mean()
    assert torch.allclose(Loss(focal_gamma=2)(some(), HARD), expected)


def test_focal_loss_has_finite_gradients_where_the_network_is_certain() -> None:
    logits = (1000 * HARD).requires_grad_()
    Loss(focal_gamma=0.5)(logits, HARD).backward()
    assert logits.grad is not None
    assert logits.grad.isfinite().all()


def test_a_teacher_of_the_same_opinion_leaves_its_share_of_the_loss_out() -> None:
    loss = Loss(teacher_weight=0.7, teacher_temperature=3)
    assert torch.allclose(loss(some(), HARD, some()), 0.3 * Loss()(some(), HARD))


def test_the_teachers_share_is_the_divergence_of_softened_answers_times_squared_heat() -> None:
    teacher = some().flip(0)
    p, q = (teacher / 2).softmax(dim=1), (some() / 2).softmax(dim=1)
    expected = 4 * (p * (p / q).log()).sum(dim=1).mean()
    loss = Loss(teacher_weight=1, teacher_temperature=2)
    assert torch.allclose(loss(some(), HARD, teacher), expected, atol=1e-6)


def test_logits_and_log_probabilities_of_a_teacher_teach_the_same() -> None:
    loss, teacher = Loss(teacher_weight=0.5, teacher_temperature=4), some().flip(0)
    from_logits = loss(some(), HARD, teacher)
    assert torch.allclose(loss(some(), HARD, teacher.log_softmax(dim=1)), from_logits)


def test_without_a_teacher_the_targets_have_the_whole_loss() -> None:
    assert torch.equal(Loss(teacher_weight=0.9)(some(), HARD), Loss()(some(), HARD))


def test_class_weights_follow_the_device_but_stay_out_of_checkpoints() -> None:
    loss = Loss(WEIGHTS)
    assert [name for name, _ in loss.named_buffers()] == ["class_weights"]
    assert loss.state_dict() == {}
