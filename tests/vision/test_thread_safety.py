"""One predictor on several threads gives what it gives on one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, FrameResult, Image
from emotion_desktop.models import create_model, get_spec
from emotion_desktop.models.gradcam import heatmaps
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.vision.backends.cuda_graphs import FixedBatches
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor

CheckpointMaker = Callable[..., Path]
THREADS = 4
TIMES = 30
"""Each picture is analysed so often on each thread at once."""


def assert_same(result: FrameResult, expected: FrameResult) -> None:
    np.testing.assert_array_equal(result.faces.boxes, expected.faces.boxes)
    np.testing.assert_array_equal(result.track_ids, expected.track_ids)
    np.testing.assert_allclose(result.probabilities, expected.probabilities, atol=1e-5)
    np.testing.assert_array_equal(result.image, expected.image)


@pytest.fixture
def pictures(demo_images: tuple[Image, ...]) -> list[Image]:
    """One with a face, one with another, one with two, one without any."""
    small = [cv2.resize(demo_images[row], (320, 180)) for row in (0, 29)]
    shown = [*small, np.hstack(small), np.zeros((180, 320, 3), np.uint8)]
    return [np.asarray(image, np.uint8) for image in shown]


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["onnx", "torch"])
def test_four_threads_and_many_pictures_give_what_one_thread_gives(
    pictures: list[Image], backend: str
) -> None:
    with EmotionPredictor("cnn48_gray", device="cpu", backend=backend) as predictor:
        expected = [predictor.analyze(image) for image in pictures]
        assert [len(result) for result in expected] == [1, 1, 2, 0]
        rows = list(range(len(pictures))) * TIMES
        with ThreadPoolExecutor(THREADS) as pool:
            results = list(pool.map(lambda row: predictor.analyze(pictures[row]), rows))
        for row, result in zip(rows, results, strict=True):
            assert_same(result, expected[row])


def test_faces_are_numbered_from_1_in_every_picture(
    predictor: EmotionPredictor, pictures: list[Image]
) -> None:
    for _ in range(2):
        assert predictor.analyze(pictures[2]).track_ids.tolist() == [1, 2]


def test_a_predictor_used_again_after_it_was_closed_works(
    predictor: EmotionPredictor, pictures: list[Image]
) -> None:
    before = predictor.analyze(pictures[0])
    predictor.close()
    assert_same(predictor.analyze(pictures[0]), before)


def crops(seed: int, count: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (count, 48, 48, 3), dtype=np.uint8)


def same_on_threads(compute: Callable[[NDArray[np.uint8]], Floats]) -> None:
    batches = [crops(seed, 1 + seed % 3) for seed in range(8)]
    expected = [compute(batch) for batch in batches]
    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(compute, batches * 10))
    for row, result in enumerate(results):
        np.testing.assert_allclose(result, expected[row % len(batches)], atol=1e-5)


def test_heatmaps_of_pytorch_do_not_mix_batches_of_several_threads() -> None:
    torch.manual_seed(0)
    spec, model = get_spec("cnn48_rgb"), create_model("cnn48_rgb").eval()
    layer = model.get_submodule(spec.heatmap_layer)
    same_on_threads(
        lambda batch: heatmaps(model, layer, preprocess(torch.from_numpy(batch), spec)).numpy()
    )


def test_batches_of_fixed_sizes_do_not_mix_those_of_several_threads() -> None:
    torch.manual_seed(0)
    spec, model = get_spec("cnn48_rgb"), create_model("cnn48_rgb").eval()
    same_on_threads(FixedBatches(model, spec, torch.device("cpu")).logits)


def test_models_can_be_opened_on_several_threads_at_once() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        made = list(
            pool.map(
                lambda _: EmotionPredictor("cnn48_gray", device="cpu", backend="onnx"), range(4)
            )
        )
    answers = [one.predict(crops(0, 2)) for one in made]
    for answer in answers[1:]:
        np.testing.assert_array_equal(answer, answers[0])
