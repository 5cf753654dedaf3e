"""Probabilities relative to a person's neutral face."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.errors import SettingError
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.baseline import (
    FLOOR,
    NEUTRAL_PRIOR,
    RECORD_S,
    Baseline,
    BaselineRecorder,
    log_prior,
)
from tests.builders import make_frame_result

HAPPY, SAD, NEUTRAL = Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL
REST = {SAD: 0.6, NEUTRAL: 0.3}


def result(time_s: float, **fields: object) -> FrameResult:
    made = make_frame_result([(40, 40, 140, 140)], [values_of(REST)])
    return replace(made, frame=replace(made.frame, time_s=time_s), **fields)  # type: ignore[arg-type]


CLASSES = make_frame_result([], []).classes


def values_of(some: dict[Emotion, float]) -> tuple[float, ...]:
    rest = (1 - sum(some.values())) / (len(CLASSES) - len(some))
    return tuple(some.get(emotion, rest) for emotion in CLASSES)


def recorded(until_s: float = RECORD_S, step_s: float = 0.1) -> Baseline:
    recorder = BaselineRecorder(1)
    for number in range(round(until_s / step_s) + 1):
        recorder.add(result(number * step_s))
    return recorder.baseline()


def related(baseline: Baseline, **some: float) -> dict[Emotion, float]:
    values = np.array(values_of({Emotion(name): p for name, p in some.items()}), np.float32)
    return dict(zip(CLASSES, baseline.relative(values).tolist(), strict=True))


def test_a_face_at_rest_is_neutral_though_the_model_finds_it_sad() -> None:
    found = related(recorded(), sadness=0.6, neutral=0.3)
    assert found[NEUTRAL] == pytest.approx(NEUTRAL_PRIOR, abs=1e-3)
    assert sum(found.values()) == pytest.approx(1)


def test_what_rises_above_the_rest_is_named() -> None:
    found = related(recorded(), happiness=0.8, sadness=0.1)
    assert max(found, key=found.__getitem__) is HAPPY
    assert found[SAD] < 0.1


def test_it_is_the_documented_formula() -> None:
    baseline = recorded()
    p = np.array(values_of({HAPPY: 0.5, SAD: 0.3}))
    rest = np.array(values_of(REST))
    odds = np.exp(log_prior(CLASSES)) * (p + FLOOR) / (rest + FLOOR)
    assert baseline.relative(p.astype(np.float32)) == pytest.approx(odds / odds.sum(), abs=1e-5)
    rows = np.stack([p, rest]).astype(np.float32)
    assert np.allclose(baseline.relative(rows)[0], baseline.relative(rows[0]))


def test_without_a_neutral_class_a_face_at_rest_is_all_alike() -> None:
    baseline = Baseline("m", (HAPPY, SAD), (float(np.log(0.72)), float(np.log(0.32))))
    assert baseline.relative(np.array([0.7, 0.3], np.float32)) == pytest.approx([0.5, 0.5])


def test_it_takes_five_seconds_of_the_source_whatever_the_frame_rate() -> None:
    for step_s in (0.04, 0.25):
        recorder = BaselineRecorder(1)
        frames = 0
        while not recorder.done:
            recorder.add(result(100 + frames * step_s))
            frames += 1
        assert frames == pytest.approx(RECORD_S / step_s + 1, abs=1)
        assert recorder.baseline().log_means == pytest.approx(recorded().log_means, abs=1e-6)


def test_a_face_that_is_hardly_read_gives_one_sentence() -> None:
    recorder = BaselineRecorder(1)
    for number in range(60):
        flaw = UnreadableReason.TURNED_AWAY if number > 20 else None
        recorder.add(result(number / 10, flaws=(flaw,), uncertain=np.array([flaw is not None])))
    assert recorder.done
    with pytest.raises(SettingError, match=r"could be read for 2\.0 s only"):
        recorder.baseline()


def test_a_jump_or_a_pause_counts_no_longer_than_a_moment() -> None:
    recorder = BaselineRecorder(1)
    for time_s in (0.0, 100.0, 3.0, 3.1):
        recorder.add(result(time_s))
    assert recorder.elapsed_s == pytest.approx(0.6)


def test_another_model_begins_anew() -> None:
    recorder = BaselineRecorder(1)
    for number in range(30):
        recorder.add(result(number / 10))
    recorder.add(result(3.0, model="other"))
    assert recorder.elapsed_s == 0
    with pytest.raises(SettingError):
        recorder.baseline()


def test_of_a_face_that_is_relative_already_the_raw_values_count() -> None:
    raw = np.array([values_of(REST)], np.float32)
    shown = np.array([values_of({HAPPY: 0.9})], np.float32)
    recorder = BaselineRecorder(1)
    for number in range(60):
        recorder.add(result(number / 10, probabilities=shown, raw_probabilities=raw))
    assert recorder.baseline().log_means == pytest.approx(recorded(5.9).log_means)


def test_a_relative_result_tells_both_and_pickles() -> None:
    raw = np.array([values_of(REST)], np.float32)
    plain, both = result(0.0), result(0.0, raw_probabilities=raw)
    assert not plain.is_relative(0)
    assert "raw_probabilities" not in plain.face_to_dict(0)
    assert not result(0.0, raw_probabilities=raw * np.float32("nan")).is_relative(0)
    again = pickle.loads(pickle.dumps(both))
    assert again.is_relative(0)
    told = again.face_to_dict(0)["raw_probabilities"]
    assert told["sadness"] == pytest.approx(0.6)
