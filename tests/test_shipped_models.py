"""The models that ship, on the demo that ships."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import find_asset, shipped_checkpoints
from emotion_desktop.domain import Frame
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import read_metadata
from emotion_desktop.vision.model_catalog import common_set, default_checkpoint
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.video import VideoSource
from tools.demo_source import expression_at, is_held

SHIPPED = sorted(shipped_checkpoints().glob("*.safetensors"))

EVERY = 24
"""Of the demo's frames, the first of so many is looked at."""


@pytest.fixture(scope="module")
def held_frames() -> list[Frame]:
    """Frames of the demo in which the first person holds an expression."""

    def read() -> Iterator[Frame]:
        source = VideoSource(find_asset("demo.mp4"))
        try:
            while True:
                yield source.read()
        except SourceEndedError:
            source.close()

    return [f for f in read() if f.index % EVERY == 0 and is_held(f.time_s)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_at_least_three_expressions_of_the_demo_are_read_as_what_they_are(
    path: Path, held_frames: list[Frame]
) -> None:
    predictor = EmotionPredictor(path, device="cpu")
    shares: dict[Emotion, list[np.ndarray]] = {}
    for frame in held_frames:
        result = predictor.analyze(frame.image)
        first = int(result.faces.boxes[:, 0].argmin())
        shown = Emotion(expression_at(frame.time_s))
        shares.setdefault(shown, []).append(result.probabilities[first])
    predictor.close()
    read_right = {
        shown
        for shown, rows in shares.items()
        if predictor.classes[int(np.mean(rows, axis=0).argmax())] == shown
    }
    assert len(read_right) >= 3, read_right


def test_the_default_is_the_one_that_docs_models_md_describes() -> None:
    """Seven classes, at most 2 ms, and the highest mean of the three accuracies."""
    common = common_set().models
    scores = {}
    for path in SHIPPED:
        metadata = read_metadata(path)
        asked = common[metadata.weights_sha256]
        if len(metadata.classes) >= 7 and asked.ms <= 2 and metadata.measured:
            scores[path.stem] = metadata.measured.accuracy + asked.accuracy + asked.webcam
    assert default_checkpoint() == max(scores, key=lambda name: scores[name])


def test_every_shipped_model_was_asked_on_the_common_set() -> None:
    common = common_set()
    assert common.count > 0
    shipped = {read_metadata(path).weights_sha256 for path in SHIPPED}
    assert set(common.models) == shipped
