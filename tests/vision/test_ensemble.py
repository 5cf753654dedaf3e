"""Several checkpoints that answer as one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from emotion_desktop import config
from emotion_desktop.domain import Image
from emotion_desktop.errors import CheckpointError, UnknownModelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import create_model, load_checkpoint, save_checkpoint
from emotion_desktop.vision.ensemble import find_members
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.base import frame_of

ANGER, HAPPINESS, SADNESS = Emotion.ANGER, Emotion.HAPPINESS, Emotion.SADNESS
ORDER = (ANGER, HAPPINESS, SADNESS)
OTHER_ORDER = (SADNESS, ANGER, HAPPINESS)

CheckpointMaker = Callable[..., Path]


@pytest.fixture(autouse=True)
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints are looked for in `tmp_path` and nowhere else."""
    monkeypatch.setattr(config, "checkpoint_folders", lambda: (tmp_path,))


@pytest.fixture
def two(make_checkpoint: CheckpointMaker) -> str:
    """The name of an ensemble whose members differ in class order, weights and temperature."""
    make_checkpoint("cnn48_rgb", classes=ORDER, name="a")
    path = make_checkpoint("cnn48_rgb", classes=OTHER_ORDER, name="b")
    torch.manual_seed(7)
    metadata = load_checkpoint(path).metadata.model_copy(update={"temperature": 3.0})
    save_checkpoint(path, create_model("cnn48_rgb", 3), metadata)
    return "a,b"


def crops(count: int, size: int = 48) -> Image:
    return np.random.default_rng(0).integers(0, 256, (count, size, size, 3), dtype=np.uint8)


def test_probabilities_are_the_mean_of_the_members_calibrated_ones(two: str) -> None:
    a, b, both = (EmotionPredictor(name, device="cpu") for name in ("a", "b", two))
    in_order = b.predict(crops(4))[:, [b.classes.index(emotion) for emotion in ORDER]]
    expected = (a.predict(crops(4)) + in_order) / 2
    np.testing.assert_allclose(both.predict(crops(4)), expected, atol=1e-6)
    assert not np.allclose(a.predict(crops(4)), in_order, atol=1e-2)


def test_it_is_called_by_its_members_and_has_no_figures(two: str) -> None:
    both = EmotionPredictor(two, device="cpu")
    assert (both.name, both.checkpoint, both.classes) == ("a + b", "a,b", ORDER)
    assert [name for name, _ in both.members] == ["a", "b"]
    assert both.metadata.measured is None
    assert both.metadata.parameters == 2 * both.members[0][1].parameters


def test_one_checkpoint_is_its_own_only_member(two: str) -> None:
    alone = EmotionPredictor(two[0], device="cpu")
    assert alone.members == (("a", alone.metadata),)


def test_members_of_other_inputs_see_the_same_face(make_checkpoint: CheckpointMaker) -> None:
    make_checkpoint("cnn48_gray", classes=ORDER)
    make_checkpoint("se64_rgb", classes=ORDER)
    both = EmotionPredictor("cnn48_gray,se64_rgb", device="cpu")
    assert both.size == 64
    np.testing.assert_allclose(both.predict(crops(2, 64)).sum(axis=1), 1, atol=1e-6)
    assert both.gradcam(crops(2, 64)).shape == (2, 64, 64)


def test_the_heatmap_is_the_mean_of_the_members_for_the_joint_class(two: str) -> None:
    a, b, both = (EmotionPredictor(name, device="cpu") for name in ("a", "b", two))
    joint = both.predict(crops(3)).argmax(axis=1)
    in_b = np.array([b.classes.index(ORDER[label]) for label in joint])
    total = a.engine.heatmaps(crops(3), joint) + b.engine.heatmaps(crops(3), in_b)
    expected = total / total.max(axis=(1, 2), keepdims=True)
    np.testing.assert_allclose(both.gradcam(crops(3)), expected, atol=1e-6)


def test_no_faces_give_empty_arrays(two: str) -> None:
    both = EmotionPredictor(two, device="cpu")
    assert both.predict(crops(0)).shape == (0, 3)
    assert both.gradcam(crops(0)).shape == (0, 48, 48)


def test_the_pipeline_takes_it_as_any_other_model(two: str, demo_images: tuple[Image, ...]) -> None:
    pipeline = FramePipeline(EmotionPredictor(two, device="cpu"))
    pipeline.request = PipelineRequest(heatmaps=True)
    result = pipeline.process(frame_of(demo_images[0].copy(), 0, 0.0, "demo"))
    pipeline.close()
    assert len(result) > 0
    assert result.model == "a + b"
    assert result.heatmaps is not None


def test_members_that_tell_other_emotions_apart_are_refused(
    make_checkpoint: CheckpointMaker,
) -> None:
    make_checkpoint(classes=ORDER, name="a")
    make_checkpoint(classes=ORDER[:2], name="b")
    with pytest.raises(CheckpointError, match="a and b cannot be one ensemble: b lacks sadness"):
        EmotionPredictor("a,b", device="cpu")


def test_members_are_found_by_name_or_path(make_checkpoint: CheckpointMaker) -> None:
    a, b = make_checkpoint(name="a"), make_checkpoint(name="b")
    assert find_members(f"a, {b}") == [a, b]


def test_a_path_with_a_comma_is_one_checkpoint(make_checkpoint: CheckpointMaker) -> None:
    path = make_checkpoint(name="a,b")
    assert find_members(path) == [path]
    assert find_members("a,b") == [path]


def test_a_member_named_twice_is_refused(make_checkpoint: CheckpointMaker) -> None:
    make_checkpoint(name="a")
    with pytest.raises(CheckpointError, match="a is named twice in 'a,a'"):
        find_members("a,a")


def test_the_missing_member_is_named(make_checkpoint: CheckpointMaker) -> None:
    make_checkpoint(name="a")
    with pytest.raises(UnknownModelError, match="no checkpoint 'gone'"):
        find_members("a,gone")
