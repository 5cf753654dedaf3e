"""What programs hand over: what people have is taken, all else is refused with a sentence."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pillow

from emotion_desktop.domain import Image, Ints
from emotion_desktop.errors import InputError, UnreadableFileError
from emotion_desktop.vision.api_inputs import AnyImage, Box, bgr_image
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor

WANTED = "a picture must be a path, a Pillow image, or an array of uint8 in 0 to 255 or float in 0"


@pytest.fixture
def picture() -> Image:
    """8 x 6 pixels, all of other colours."""
    return np.random.default_rng(0).integers(0, 256, (6, 8, 3), dtype=np.uint8)


def with_alpha(image: Image) -> Image:
    alpha = np.full((*image.shape[:2], 1), 7, np.uint8)
    return np.concatenate([image, alpha], axis=2)


def saved(image: Image, path: Path) -> Path:
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    return path


@pytest.mark.parametrize(
    "given",
    [
        lambda image, _: image,
        lambda image, _: np.asfortranarray(image),
        lambda image, _: with_alpha(image),
        lambda image, _: image / 255,
        lambda image, _: (image / 255).astype(np.float32),
        lambda image, _: Pillow.fromarray(image[..., ::-1]),
        lambda image, _: Pillow.fromarray(with_alpha(image[..., ::-1])),
        lambda image, path: str(saved(image, path)),
        saved,
    ],
    ids=[
        *("BGR", "columns first", "BGRA", "float64", "float32"),
        *("Pillow", "Pillow with alpha", "text", "path"),
    ],
)
def test_what_people_have_becomes_the_same_picture(
    picture: Image, given: Callable[[Image, Path], AnyImage], tmp_path: Path
) -> None:
    taken = bgr_image(given(picture, tmp_path / "picture.png"))
    np.testing.assert_array_equal(taken, picture)
    assert taken.dtype == np.uint8
    assert taken.flags.c_contiguous


@pytest.mark.parametrize("shape", [(6, 8), (6, 8, 1)])
@pytest.mark.parametrize("share", [False, True], ids=["uint8", "float"])
def test_gray_becomes_three_equal_channels(shape: tuple[int, ...], share: bool) -> None:
    gray = np.arange(48, dtype=np.uint8).reshape(shape)
    taken = bgr_image(gray / 255 if share else gray)
    assert taken.shape == (6, 8, 3)
    np.testing.assert_array_equal(taken, np.repeat(gray.reshape(6, 8, 1), 3, axis=2))


@pytest.mark.parametrize("alpha", [False, True], ids=["RGB", "RGBA"])
def test_arrays_in_rgb_are_taken_by_a_keyword(picture: Image, alpha: bool) -> None:
    rgb: Image = picture[..., ::-1]
    np.testing.assert_array_equal(bgr_image(with_alpha(rgb) if alpha else rgb, rgb=True), picture)


def test_a_pillow_image_is_turned_as_its_file_would_be(picture: Image, tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # the camera was held upright
    path = tmp_path / "turned.png"
    Pillow.fromarray(picture[..., ::-1]).save(path, exif=exif)
    assert bgr_image(path).shape == (8, 6, 3)
    with Pillow.open(path) as opened:
        np.testing.assert_array_equal(bgr_image(opened), bgr_image(path))


def test_the_picture_given_is_never_changed_nor_held(picture: Image) -> None:
    before = picture.copy()
    taken = bgr_image(picture)
    assert not np.shares_memory(taken, picture)
    taken[:] = 0
    np.testing.assert_array_equal(picture, before)


def test_a_cubic_that_went_a_little_beyond_is_taken() -> None:
    image = np.full((4, 4, 3), 1.0005)
    image[0] = -0.0005
    taken = bgr_image(image)
    assert taken.max() == 255
    assert taken.min() == 0


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (None, "got None (cv2.imread returns it where it cannot read the file)"),
        ([[1, 2], [3, 4]], "got list"),
        (b"picture", "got bytes"),
        (7, "got int 7"),
        (np.full((4, 4, 3), np.nan), "got float64 of shape (4, 4, 3) with NaN or infinity in it"),
        (np.full((4, 4, 3), np.inf, np.float32), "got float32 of shape (4, 4, 3) with NaN or inf"),
        (np.full((4, 4), 200.0), "got float64 of shape (4, 4) with values from 200 to 200"),
        (np.full((4, 4), -1.0), "got float64 of shape (4, 4) with values from -1 to -1"),
        (np.zeros((4, 4, 3), np.uint16), "got uint16 of shape (4, 4, 3) with values from 0 to 0"),
        (np.zeros((4, 4, 3), np.int64), "got int64 of shape (4, 4, 3) with values from 0 to 0"),
        (np.zeros((4, 4, 3), np.bool_), "got bool of shape (4, 4, 3)"),
        (np.zeros((0, 4, 3), np.uint8), "got uint8 of shape (0, 4, 3)"),
        (np.zeros((4, 4, 2), np.uint8), "got uint8 of shape (4, 4, 2) with values from 0 to 0"),
        (np.zeros((1, 4, 4, 3), np.uint8), "got uint8 of shape (1, 4, 4, 3) with values"),
        (np.array("text"), "got <U4 of shape ()"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_it_is(image: AnyImage, told: str) -> None:
    with pytest.raises(InputError) as caught:
        bgr_image(image)
    assert str(caught.value).startswith(WANTED)
    assert told in str(caught.value)


def test_a_pillow_image_of_a_damaged_file_is_named(picture: Image, tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    noise = np.random.default_rng(0).integers(0, 256, (99, 99, 3), dtype=np.uint8)
    path.write_bytes(cv2.imencode(".png", noise)[1].tobytes()[:9000])
    with Pillow.open(path) as opened, pytest.raises(UnreadableFileError, match=r"cut\.png is dam"):
        bgr_image(opened)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableFileError, match=r"nobody\.jpg"):
        bgr_image("nobody.jpg")


@pytest.mark.parametrize(
    "bbox",
    [
        (1000, 1000, 50, 50),
        (-50, 10, 50, 50),
        (10, -50, 50, 50),
        (350, 10, 50, 50),
        (0, 0, 0, 10),
        (5, 5, 10, -1),
        (0, 0, float("nan"), 5),
        (0, 0, float("inf"), 5),
        (1, 2, 3),
        (1, 2, 3, 4, 5),
        "1234x",
        None,
        7,
        ("a", 0, 1, 1),
        np.zeros((4, 4)),
    ],
)
def test_a_box_that_is_none_or_outside_the_picture_is_refused(
    predictor: EmotionPredictor, bbox: Box
) -> None:
    with pytest.raises(
        InputError, match=r"bbox must be \(x, y, width, height\) .* picture of 350 x 300.*; got "
    ):
        predictor.predict_emotion_from_frame(np.zeros((300, 350, 3), np.uint8), bbox)


@pytest.mark.parametrize("bbox", [(-30, -30, 60, 60), [320, 270, 60, 60], np.array([0, 0, 9, 9])])
def test_a_box_may_reach_beyond_the_picture(predictor: EmotionPredictor, bbox: Box) -> None:
    frame = np.zeros((300, 350, 3), np.uint8)
    assert predictor.predict_emotion_from_frame(frame, bbox)[0] in predictor.classes


def test_a_box_is_looked_at_in_any_picture_that_analyze_takes(
    predictor: EmotionPredictor, picture: Image
) -> None:
    box = (1, 1, 5, 5)
    expected = predictor.predict_emotion_from_frame(picture, box)[2]
    rgb = picture[..., ::-1] / 255
    got = predictor.predict_emotion_from_frame(rgb, box, rgb=True)[2]
    np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize(
    "crops",
    [
        np.zeros((48, 48, 3), np.uint8),
        np.zeros((2, 48, 48, 3), np.float32),
        np.zeros((2, 64, 64, 3), np.uint8),
        np.zeros((2, 48, 48, 1), np.uint8),
        np.zeros((2, 3, 48, 48), np.uint8),
        [],
        None,
    ],
)
def test_crops_of_another_kind_are_refused(predictor: EmotionPredictor, crops: Image) -> None:
    for ask in (predictor.predict, predictor.gradcam):
        with pytest.raises(InputError, match=r"crops must be uint8 RGB of shape \(N, 48, 48, 3\);"):
            ask(crops)


@pytest.mark.parametrize(
    "classes",
    [
        np.array([-1, 0]),
        np.array([0, 4]),
        np.array([0]),
        np.array(0),
        np.array([[0, 1]]),
        np.array([0.0, 1.0]),
        [0, 1],
    ],
)
def test_classes_to_explain_are_a_column_for_each_face(
    predictor: EmotionPredictor, classes: Ints
) -> None:
    crops: NDArray[np.uint8] = np.zeros((2, 48, 48, 3), np.uint8)
    with pytest.raises(InputError, match=r"classes must be integers of shape \(2,\) in 0 to 3; "):
        predictor.gradcam(crops, classes)
