from dataclasses import fields

import pytest

from emotion_desktop.labels import FER2013_ORDER, Emotion
from tools.demo_source import DURATION_S, SCHEDULE, Hold, expression_at, is_held
from tools.demo_source.timeline import FPS, FRAME_COUNT, guest_presence, host_face, host_pose
from trainer.drawn.expressions import EXPRESSIONS, Expression, blended


def test_all_seven_expressions_are_shown() -> None:
    assert {hold.emotion for hold in SCHEDULE} == set(FER2013_ORDER)


@pytest.mark.parametrize("hold", SCHEDULE)
def test_each_expression_is_held_for_two_seconds(hold: Hold) -> None:
    assert hold.end_s - hold.start_s >= 2.0 - 1e-9


@pytest.mark.parametrize("hold", SCHEDULE)
def test_what_is_held_is_what_the_ground_truth_says(hold: Hold) -> None:
    middle = (hold.start_s + hold.end_s) / 2.0
    assert expression_at(middle) is hold.emotion
    assert is_held(middle)


def test_between_two_holds_the_ground_truth_changes_half_way() -> None:
    first, second = SCHEDULE[0], SCHEDULE[1]
    middle = (first.end_s + second.start_s) / 2.0
    assert not is_held(middle)
    assert expression_at(middle - 0.05) is first.emotion
    assert expression_at(middle + 0.05) is second.emotion


def test_the_ground_truth_is_a_canonical_name() -> None:
    assert expression_at(0.0) == "neutral"


def test_the_ground_truth_repeats_with_the_clip() -> None:
    assert expression_at(DURATION_S + 4.0) is expression_at(4.0) is Emotion.HAPPINESS


def test_the_face_ends_as_it_begins() -> None:
    assert host_face(DURATION_S) == host_face(0.0)
    assert host_face(DURATION_S - 1e-6).corner == pytest.approx(host_face(0.0).corner, abs=1e-3)


def test_the_head_tilts_by_no_more_than_seven_degrees() -> None:
    times = [index / FPS for index in range(FRAME_COUNT)]
    tilts = [abs(host_pose(time_s).tilt + host_face(time_s).tilt) for time_s in times]
    assert 4.0 <= max(tilts) <= 7.0


def test_the_second_person_is_there_for_a_quarter_of_the_clip() -> None:
    shares = [guest_presence(index / FPS) > 0.0 for index in range(FRAME_COUNT)]
    assert sum(shares) / FRAME_COUNT == pytest.approx(0.25, abs=0.05)


def test_a_blend_starts_and_ends_at_its_two_expressions() -> None:
    first, second = EXPRESSIONS[Emotion.ANGER], EXPRESSIONS[Emotion.FEAR]
    assert blended(first, second, 0.0) == first
    assert blended(first, second, 1.0) == second


def test_half_a_blend_is_the_mean_of_its_two_expressions() -> None:
    first, second = EXPRESSIONS[Emotion.ANGER], EXPRESSIONS[Emotion.FEAR]
    half = blended(first, second, 0.5)
    for field in fields(Expression):
        mean = (getattr(first, field.name) + getattr(second, field.name)) / 2.0
        assert getattr(half, field.name) == pytest.approx(mean)
