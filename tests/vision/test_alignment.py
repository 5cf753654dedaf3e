"""Faces turned upright."""

import math

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Floats, Image, Landmarks
from emotion_desktop.vision import alignment
from emotion_desktop.vision.alignment import (
    TEMPLATE,
    TEMPLATE_BOX,
    WEIGHTS,
    align,
    crop_transforms,
    cut,
    transforms_of_boxes,
)
from emotion_desktop.vision.detection import FaceDetector
from emotion_desktop.vision.opencv import cv2

# Training pictures 0, 4 and 9 of FER2013, as `tools/measure_template.py` finds them: pixels of 48.
FER2013_LANDMARKS = np.array(
    [
        [[16.5, 18.5], [32.2, 19.8], [28.1, 29.4], [25.3, 38.0], [0.6, 21.2], [33.4, 23.7]],
        [[14.6, 19.6], [33.0, 19.3], [24.9, 28.7], [24.5, 38.9], [3.4, 25.4], [41.2, 24.7]],
        [[14.8, 20.7], [33.5, 19.5], [24.6, 31.8], [25.4, 41.2], [6.0, 25.1], [44.1, 22.5]],
    ],
    np.float32,
)
FER2013_BOXES = np.array(
    [[-2.5, 7.3, 39.6, 49.4], [1.3, 8.9, 44.8, 52.4], [2.4, 7.0, 48.8, 53.5]], np.float32
)


def similarity(scale: float, degrees: float, x: float, y: float) -> Floats:
    cos, sin = (scale * f(math.radians(degrees)) for f in (math.cos, math.sin))
    return np.array([[cos, -sin, x], [sin, cos, y]], np.float32)


def mapped(matrix: Floats, points: Floats) -> Floats:
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float32)


def test_training_pictures_are_framed_as_the_models_that_ship_have_learnt_them() -> None:
    transforms = crop_transforms(Landmarks(FER2013_LANDMARKS), 48)
    golden = [
        [[0.9586, 0.0019, 1.8315], [-0.0019, 0.9586, 1.3555]],
        [[1.0357, 0.0129, -1.2844], [-0.0129, 1.0357, -0.0696]],
        [[1.1023, 0.0425, -3.2273], [-0.0425, 1.1023, 0.4534]],
    ]
    np.testing.assert_allclose(transforms, golden, atol=2e-4)


def test_without_ears_they_are_framed_nearly_alike() -> None:
    whole, earless = FER2013_LANDMARKS, FER2013_LANDMARKS[:, :4]
    apart = crop_transforms(Landmarks(whole), 48) - crop_transforms(Landmarks(earless), 48)
    assert 0.1 < np.abs(apart).max() < 0.4


def test_by_their_boxes_alone_training_pictures_are_framed_much_the_same() -> None:
    golden = [
        [[1.0234, 0, -6.1353], [0, 1.0234, -0.5601]],
        [[1.0575, 0, -2.4562], [0, 1.0575, 0.7786]],
        [[1.1292, 0, -1.6359], [0, 1.1292, -1.6472]],
    ]
    np.testing.assert_allclose(transforms_of_boxes(FER2013_BOXES, 48), golden, atol=2e-4)


def test_a_box_without_an_area_is_one_pixel() -> None:
    boxes = np.array([[5, 5, 5, 5], [4.5, 4.5, 5.5, 5.5], [3, 3, 7, 7]], np.float32)
    nothing, pixel, large = transforms_of_boxes(boxes, 48)
    np.testing.assert_allclose(nothing, pixel)
    np.testing.assert_allclose(nothing[:, :2] * 4, large[:, :2])


@pytest.mark.parametrize(
    ("scale", "degrees", "x", "y"),
    [(1, 0, 0, 0), (4.2, 0, 300, 80), (2, 30, -40, 500), (0.3, -75, 10, 10), (9, 180, 900, 600)],
)
def test_a_turned_and_scaled_face_is_found_exactly(
    scale: float, degrees: float, x: float, y: float
) -> None:
    truth = similarity(scale, degrees, x, y)
    landmarks = Landmarks(mapped(truth, TEMPLATE * 48)[None])
    np.testing.assert_allclose(crop_transforms(landmarks, 48)[0], truth, atol=2e-3)


def test_the_fit_is_the_least_squares_one_of_umeyama() -> None:
    keypoints = np.random.default_rng(0).uniform(50, 200, (6, 2)).astype(np.float32)
    fitted = crop_transforms(Landmarks(keypoints[None]), 48)[0]

    # Umeyama 1991, equations 39 to 42, with weights.
    weights = (WEIGHTS / WEIGHTS.sum()).astype(np.float64)
    source = (TEMPLATE * 48).astype(np.float64)
    source_mean, target_mean = weights @ source, weights @ keypoints
    covariance = ((keypoints - target_mean) * weights[:, None]).T @ (source - source_mean)
    u, d, vt = np.linalg.svd(covariance)
    signs = np.diag([1, np.linalg.det(u) * np.linalg.det(vt)])
    variance = weights @ ((source - source_mean) ** 2).sum(axis=1)
    linear = u @ signs @ vt * np.trace(np.diag(d) @ signs) / variance
    np.testing.assert_allclose(fitted[:, :2], linear, rtol=1e-4)
    np.testing.assert_allclose(fitted[:, 2], target_mean - linear @ source_mean, rtol=1e-4)


def test_many_faces_are_fitted_as_one_by_one() -> None:
    keypoints = np.random.default_rng(1).uniform(0, 300, (5, 6, 2)).astype(np.float32)
    faces = Landmarks(keypoints)
    together = crop_transforms(faces, 224)
    alone = np.concatenate([crop_transforms(faces[i : i + 1], 224) for i in range(5)])
    np.testing.assert_allclose(together, alone, rtol=1e-5)


@pytest.mark.parametrize("size", [48, 224])
def test_no_faces_give_empty_arrays(size: int) -> None:
    transforms = crop_transforms(Faces.none().landmarks, size)
    assert transforms.shape == (0, 2, 3)
    assert transforms.dtype == np.float32
    assert transforms_of_boxes(np.zeros((0, 4), np.float32), size).shape == (0, 2, 3)
    crops = align(np.zeros((10, 10, 3), np.uint8), transforms, size)
    assert crops.shape == (0, size, size, 3)


def test_the_mean_box_of_the_training_pictures_gives_the_whole_picture() -> None:
    box = (TEMPLATE_BOX * 480 + 100)[None].astype(np.float32)
    transform = transforms_of_boxes(box, 48)[0]
    np.testing.assert_allclose(mapped(transform, np.array([[0, 0], [48, 48]], np.float32)),
                               [[100, 100], [580, 580]], atol=0.01)  # fmt: skip


def test_an_upright_crop_of_its_own_size_is_the_picture_itself_in_rgb() -> None:
    image = np.random.default_rng(0).integers(0, 256, (48, 48, 3), dtype=np.uint8)
    crop = align(image, similarity(1, 0, 0, 0)[None], 48)[0]
    np.testing.assert_array_equal(crop, image[..., ::-1])


def test_an_enlarged_crop_is_where_resizing_puts_it() -> None:
    image = np.random.default_rng(0).integers(0, 256, (12, 12, 3), dtype=np.uint8)
    crop = align(image, similarity(0.25, 0, 0, 0)[None], 48)[0].astype(float)
    resized = cv2.resize(image, (48, 48), interpolation=cv2.INTER_LINEAR)[..., ::-1]
    assert np.abs(crop - resized).max() <= 6  # OpenCV warps in steps of 1/32 pixel


@pytest.mark.parametrize("scale", [2, 3, 4, 8, 16, 48])
def test_a_shrunk_crop_is_the_average_not_a_sample(scale: int) -> None:
    side = 48 * scale
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    crop = align(noise, similarity(scale, 0, 0, 0)[None], 48)[0].astype(float)
    assert np.abs(crop - block_means(noise, scale)).max() < 2


@pytest.mark.parametrize("scale", [5, 7, 10])
def test_halving_before_changes_next_to_nothing_of_a_picture(scale: int) -> None:
    side = 48 * scale
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 3), np.uint8)  # as sharp as a camera's
    crop = align(soft, similarity(scale, 0, 0, 0)[None], 48)[0].astype(float)
    assert np.abs(crop - block_means(soft, scale)).mean() < 1


def block_means(image: Image, side: int) -> Floats:
    """Return the mean colours of blocks of so many pixels, (48, 48, 3) float in RGB."""
    blocks = image.reshape(48, side, 48, side, 3).astype(np.float32)
    return np.asarray(blocks.mean(axis=(1, 3))[..., ::-1], np.float32)


def test_a_turned_and_shrunk_crop_keeps_fine_structure_from_becoming_noise() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (900, 900, 3), dtype=np.uint8)
    crop = align(noise, similarity(8, 20, 300, 100)[None], 48)[0]
    assert crop.std() < 12  # sampled directly: 50 and more


def test_a_crop_beyond_the_border_repeats_the_border() -> None:
    image = np.full((40, 40, 3), (10, 20, 30), np.uint8)
    places = [(2, -30, -30), (5, -30, -30), (9, 25, 25), (20, -300, -300), (9, 500, 20)]
    for scale, x, y in [*places, *((9, x, 25) for x in range(60, 140, 2))]:
        crop = align(image, similarity(scale, 10, x, y)[None], 48)[0]
        assert np.all(crop == (30, 20, 10))


@pytest.mark.parametrize(("width", "height"), [(1000, 500), (500, 1000)])
@pytest.mark.parametrize("scale", [5, 9])
def test_in_a_corner_of_a_wide_or_tall_picture_only_what_is_there_counts(
    width: int, height: int, scale: int
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 3), np.uint8)
    left, top, beyond = width - 40 * scale, height - 40 * scale, 8 * scale
    crop = align(soft, similarity(scale, 0, left, top)[None], 48)[0].astype(float)
    whole = np.pad(soft, ((0, beyond), (0, beyond), (0, 0)), mode="edge")
    assert np.abs(crop - block_means(whole[top:, left:], scale)).mean() < 1.5


def test_of_a_large_face_its_part_is_kept_at_a_size_near_the_crops() -> None:
    image = np.zeros((500, 2000, 3), np.uint8)
    matrix = similarity(9, 0, 700, 20)  # 432 pixels
    part, moved = alignment._halved(image, matrix, 48, 2.0)
    assert part.shape == (112, 112, 3)  # of 432 / 4 = 108, and a margin of two at each side
    point = np.array([[10, 20]], np.float32)
    np.testing.assert_allclose(mapped(moved, point) * 4 + (692, 12), mapped(matrix, point))


def test_a_look_is_the_average_of_a_large_face_too_and_black_beyond_unless_told() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    assert cut(noise, similarity(2.2, 0, 20, 30), 48).std() < 35  # sampled directly: 49
    image = np.full((40, 90, 3), (10, 20, 30), np.uint8)
    beyond = similarity(1, 0, 70, 0)
    assert cut(image, beyond, 40)[:, :20].tolist() == [[[30, 20, 10]] * 20] * 40
    assert not cut(image, beyond, 40)[:, 21:].any()
    assert np.all(cut(image, beyond, 40, cv2.BORDER_REPLICATE) == (30, 20, 10))


def test_crops_map_back_to_where_they_came_from() -> None:
    image = np.zeros((200, 300, 3), np.uint8)
    cv2.circle(image, (150, 90), 6, (255, 255, 255), -1)
    transform = similarity(3, 25, 100, 20)
    crop = align(image, transform[None], 48)[0, ..., 0].astype(float)
    y, x = (np.indices(crop.shape) + 0.5) * crop
    centre = np.array([[x.sum(), y.sum()]], np.float32) / crop.sum()
    np.testing.assert_allclose(mapped(transform, centre.astype(np.float32)), [[150.5, 90.5]],
                               atol=0.3)  # fmt: skip


def test_the_eyes_of_a_tilted_face_come_out_level(
    demo_images: tuple[Image, ...], detector: FaceDetector
) -> None:
    height, width = demo_images[0].shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 15, 1)
    tilted = np.asarray(cv2.warpAffine(demo_images[0], turn, (width, height)), np.uint8)
    faces = detector.detect(tilted)
    assert len(faces) >= 1
    transform = crop_transforms(faces.landmarks[:1], 48)[0]
    linear = np.linalg.inv(transform[:, :2].astype(float))
    right, left = (linear @ (faces.landmarks.points[0, i] - transform[:, 2]) for i in (0, 1))
    assert abs(np.degrees(np.arctan2(*(left - right)[::-1]))) < 5
