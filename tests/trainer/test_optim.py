"""Optimizers and learning-rate schedules."""

import pytest
import torch
from torch import nn
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LRScheduler,
    OneCycleLR,
    ReduceLROnPlateau,
    StepLR,
)

from emotion_desktop.errors import SettingError
from emotion_desktop.models import create_model, list_models
from trainer.optim import OptimizerKind, ScheduleKind, classifier, make_optimizer, make_schedule

HEADS = {
    "cnn48_gray": "classifier",
    "cnn48_rgb": "classifier",
    "resnet18_gray": "fc",
    "se48_gray": "classifier",
    "se64_rgb": "classifier",
    "vgg48_gray": "classifier",
}


def optimizer(lr: float = 0.1) -> torch.optim.Optimizer:
    return torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr)


def rates(schedule: LRScheduler, steps: int) -> list[float]:
    seen = []
    for _ in range(steps):
        seen.append(float(schedule.get_last_lr()[0]))
        schedule.optimizer.step()
        schedule.step()
    return seen


def ours(kind: ScheduleKind, **settings: float) -> list[float]:
    schedule = make_schedule(optimizer(), kind=kind, epochs=10, steps_per_epoch=4, **settings)  # type: ignore[arg-type]
    return rates(schedule, 40)


@pytest.mark.parametrize("name", list_models())
def test_the_classifier_is_told_apart_from_the_features(name: str) -> None:
    model = create_model(name)
    assert classifier(model) is model.get_submodule(HEADS[name])


@pytest.mark.parametrize("name", list_models())
def test_features_learn_at_their_own_rate_and_no_parameter_is_left_out(name: str) -> None:
    model = create_model(name)
    made = make_optimizer(model, kind="adam", lr=1e-3, weight_decay=0, feature_lr=1e-5)
    features, head = made.param_groups
    assert (features["lr"], head["lr"]) == (1e-5, 1e-3)
    assert len(features["params"]) + len(head["params"]) == len(list(model.parameters()))
    convolutions = [m.weight for m in model.modules() if isinstance(m, nn.Conv2d)]
    assert {id(weight) for weight in convolutions} <= {id(p) for p in features["params"]}


def test_a_network_without_a_linear_layer_has_no_classifier() -> None:
    with pytest.raises(SettingError, match="without feature_lr"):
        classifier(nn.Sequential(nn.Conv2d(1, 2, 3)))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("sgd", torch.optim.SGD), ("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW)],
)
def test_optimizers_are_made_by_name(
    kind: OptimizerKind, expected: type[torch.optim.Optimizer]
) -> None:
    made = make_optimizer(nn.Linear(2, 2), kind=kind, lr=0.3, weight_decay=0.01)
    assert type(made) is expected
    (group,) = made.param_groups
    assert (group["lr"], group["weight_decay"]) == (0.3, 0.01)
    assert group.get("nesterov") in {None, True}


def test_one_cycle_is_pytorchs() -> None:
    reference = OneCycleLR(optimizer(), 0.1, total_steps=40, pct_start=0.3)
    assert ours("one-cycle", warmup_epochs=3) == pytest.approx(rates_until_last(reference))


def test_one_cycle_rises_for_a_fifth_unless_told_otherwise() -> None:
    reference = OneCycleLR(optimizer(), 0.1, total_steps=40, pct_start=0.2)
    assert ours("one-cycle") == pytest.approx(rates_until_last(reference))


def rates_until_last(schedule: LRScheduler) -> list[float]:
    """Like `rates`, for a schedule that refuses a step beyond its end."""
    return [*rates(schedule, 39), float(schedule.get_last_lr()[0])]


def test_cosine_is_pytorchs() -> None:
    assert ours("cosine") == pytest.approx(rates(CosineAnnealingLR(optimizer(), 40), 40), abs=1e-9)


def test_step_is_pytorchs() -> None:
    expected = rates(StepLR(optimizer(), 12, 0.5), 40)
    assert ours("step", step_size=3, gamma=0.5) == pytest.approx(expected)


def test_constant_stays() -> None:
    assert set(ours("constant")) == {0.1}


@pytest.mark.parametrize("kind", ["constant", "cosine", "step"])
def test_a_warm_up_rises_evenly_to_the_full_rate(kind: ScheduleKind) -> None:
    seen = ours(kind, warmup_epochs=1, step_size=5)
    assert seen[:5] == pytest.approx([0.02, 0.04, 0.06, 0.08, 0.1])
    assert max(seen) == pytest.approx(0.1)


def test_cosine_after_a_warm_up_is_pytorchs_over_the_rest() -> None:
    rest = rates(CosineAnnealingLR(optimizer(), 32), 32)
    assert ours("cosine", warmup_epochs=2)[8:] == pytest.approx(rest, abs=1e-9)


@pytest.mark.parametrize("kind", ["one-cycle", "cosine"])
@pytest.mark.parametrize(("epochs", "steps"), [(1, 1), (1, 2), (2, 1)])
def test_the_shortest_trainings_have_rates_too(kind: ScheduleKind, epochs: int, steps: int) -> None:
    schedule = make_schedule(optimizer(), kind=kind, epochs=epochs, steps_per_epoch=steps)
    assert all(0 <= rate <= 0.1 for rate in rates(schedule, epochs * steps + 2))


def test_every_group_keeps_its_own_rate() -> None:
    model = create_model("cnn48_rgb")
    made = make_optimizer(model, kind="adamw", lr=1e-3, weight_decay=0, feature_lr=1e-5)
    schedule = make_schedule(made, kind="cosine", epochs=4, steps_per_epoch=1)
    made.step()
    schedule.step()
    features, head = schedule.get_last_lr()
    assert head / features == pytest.approx(100)


def test_a_resumed_schedule_goes_on_where_it_stopped() -> None:
    whole = ours("one-cycle")
    first = make_schedule(optimizer(), kind="one-cycle", epochs=10, steps_per_epoch=4)
    rates(first, 15)
    second = make_schedule(optimizer(), kind="one-cycle", epochs=10, steps_per_epoch=4)
    second.optimizer.load_state_dict(first.optimizer.state_dict())
    second.load_state_dict(first.state_dict())
    assert rates(second, 25) == whole[15:]


def test_plateau_drops_after_epochs_without_progress() -> None:
    schedule = make_schedule(
        optimizer(), kind="plateau", epochs=9, steps_per_epoch=4, patience=2, gamma=0.1
    )
    assert isinstance(schedule, ReduceLROnPlateau)
    for loss in (1.0, 1.0, 1.0, 1.0):
        schedule.step(loss)
    assert schedule.get_last_lr() == pytest.approx([0.01])


def test_plateau_refuses_a_warm_up() -> None:
    with pytest.raises(SettingError, match="plateau has no warm-up"):
        ours("plateau", warmup_epochs=1.0)
