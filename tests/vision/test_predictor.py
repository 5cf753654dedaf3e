"""From crops to probabilities."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import torch

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Image
from emotion_desktop.errors import CheckpointError, SettingError, UnknownModelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import load_checkpoint
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.vision.alignment import TEMPLATE_BOX
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor

CheckpointMaker = Callable[..., Path]


def crops(count: int, size: int = 48) -> Image:
    return np.random.default_rng(0).integers(0, 256, (count, size, size, 3), dtype=np.uint8)


@pytest.mark.parametrize("arch", ["cnn48_rgb", "cnn48_gray"])
def test_probabilities_are_the_calibrated_softmax_of_the_model(
    make_checkpoint: CheckpointMaker, arch: str
) -> None:
    path = make_checkpoint(arch)
    predictor = EmotionPredictor(path, device="cpu")
    checkpoint = load_checkpoint(path)
    with torch.no_grad():
        logits = checkpoint.model(preprocess(torch.from_numpy(crops(3)), checkpoint.spec))
    expected = torch.softmax(logits / checkpoint.metadata.temperature, dim=1).numpy()
    got = predictor.predict(crops(3))
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, expected, atol=1e-5)
    np.testing.assert_allclose(got.sum(axis=1), 1, atol=1e-6)


def test_faces_do_not_influence_each_other(predictor: EmotionPredictor) -> None:
    together = predictor.predict(crops(4))
    alone = np.concatenate([predictor.predict(crop[None]) for crop in crops(4)])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_no_faces_give_empty_arrays(predictor: EmotionPredictor) -> None:
    assert predictor.predict(crops(0)).shape == (0, len(predictor.classes))
    assert predictor.gradcam(crops(0)).shape == (0, 48, 48)


def test_it_tells_its_name_classes_and_device(make_checkpoint: CheckpointMaker) -> None:
    predictor = EmotionPredictor(make_checkpoint("cnn48_gray", name="mine"), device="cpu")
    assert predictor.name == "mine"
    assert predictor.classes == predictor.metadata.classes
    assert predictor.device_name == "CPU (PyTorch, fp32)"


def test_it_keeps_pytorch_to_one_thread(predictor: EmotionPredictor) -> None:
    assert predictor.device_name == "CPU (PyTorch, fp32)"
    assert torch.get_num_threads() == 1


def test_heatmaps_are_between_zero_and_one(predictor: EmotionPredictor) -> None:
    maps = predictor.gradcam(crops(3))
    assert maps.shape == (3, 48, 48)
    assert maps.dtype == np.float32
    assert maps.min() >= 0
    assert maps.max() <= 1


def test_a_face_given_by_its_box_is_read_as_its_crop(predictor: EmotionPredictor) -> None:
    face = crops(1)[0]
    frame = np.zeros((200, 300, 3), np.uint8)
    frame[100:148, 50:98] = face[..., ::-1]
    x0, y0, x1, y1 = TEMPLATE_BOX * 48
    box = (50 + x0, 100 + y0, x1 - x0, y1 - y0)
    label, index, probabilities = predictor.predict_emotion_from_frame(frame, box)
    np.testing.assert_allclose(probabilities, predictor.predict(face[None])[0], atol=0.02)
    assert index == probabilities.argmax()
    assert label == predictor.classes[index]
    assert Emotion(label)


def test_analyze_finds_faces_and_reads_them(
    predictor: EmotionPredictor, demo_images: tuple[Image, ...]
) -> None:
    result = predictor.analyze(demo_images[0])
    assert len(result) >= 1
    assert result.classes == predictor.classes
    assert result.emotion(0) in predictor.classes
    np.testing.assert_array_equal(result.image, demo_images[0])


def test_analyze_leaves_the_picture_writable(predictor: EmotionPredictor) -> None:
    image = np.zeros((60, 60, 3), np.uint8)
    predictor.analyze(image)
    image[0, 0] = 1


def test_every_analyze_stands_alone(
    predictor: EmotionPredictor, demo_images: tuple[Image, ...]
) -> None:
    first = predictor.analyze(demo_images[0])
    predictor.analyze(np.ascontiguousarray(demo_images[0][:, ::-1]))
    again = predictor.analyze(demo_images[0])
    np.testing.assert_allclose(again.probabilities, first.probabilities, atol=1e-6)


def test_settings_reach_analyze(
    make_checkpoint: CheckpointMaker, demo_images: tuple[Image, ...]
) -> None:
    strict = EmotionPredictor(
        make_checkpoint(), device="cpu", settings=PipelineSettings(detection_confidence=1.0)
    )
    assert len(strict.analyze(demo_images[0])) == 0
    strict.close()


def test_an_unknown_name_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownModelError, match="no checkpoint 'nobody'"):
        EmotionPredictor("nobody")


def test_a_broken_checkpoint_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"not a checkpoint at all")
    with pytest.raises(CheckpointError, match="broken"):
        EmotionPredictor(path)


def test_a_device_that_is_not_there_is_an_error_that_lists_those_there(
    make_checkpoint: CheckpointMaker,
) -> None:
    with pytest.raises(CheckpointError, match=r"'tpu'.*cpu"):
        EmotionPredictor(make_checkpoint(), device="tpu")


def test_a_limit_keeps_the_largest_faces_and_says_how_many_are_left_out(
    make_checkpoint: CheckpointMaker, demo_images: tuple[Image, ...]
) -> None:
    small = cv2.resize(demo_images[0], (640, 360), interpolation=cv2.INTER_AREA)
    group = np.asarray(np.vstack([np.hstack([small, small]), np.hstack([small, small])]), np.uint8)
    path = make_checkpoint("cnn48_rgb")
    with closing(EmotionPredictor(path, device="cpu")) as predictor:
        everyone = predictor.analyze(group)
    assert (len(everyone), everyone.left_out) == (4, 0)
    with closing(EmotionPredictor(path, device="cpu", max_faces=3)) as predictor:
        result = predictor.analyze(group)
    assert (len(result), result.left_out) == (3, 1)
    with pytest.raises(SettingError, match="max_faces must be between 1 and 256, got 0"):
        EmotionPredictor(path, max_faces=0)
