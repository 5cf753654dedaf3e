"""The measurement from photo to label."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.labelled_photos import read_photos
from benchmarks.photo_scores import ALIGNMENTS, NOBODY, difference, score
from benchmarks.photos import ask_all, label_photo, main, measure, protocol
from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image, UnreadableReason
from emotion_desktop.errors import DataError, LabelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import read_metadata
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.decoder import Decoder

ANGER, HAPPINESS, NEUTRAL = Emotion.ANGER, Emotion.HAPPINESS, Emotion.NEUTRAL

FolderMaker = Callable[..., Path]


@pytest.fixture(scope="session")
def face() -> Image:
    """A picture with drawn faces that the detector finds."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    try:
        return next(iter(decoder.frames()))[0]
    finally:
        decoder.close()


@pytest.fixture
def make_folder(face: Image, tmp_path: Path) -> FolderMaker:
    """A function that makes a folder of photos: one with a face per label, or without for `-`."""

    def make(*labels: str) -> Path:
        folder = tmp_path / "photos"
        folder.mkdir()
        lines = ["image,emotion"]
        for number, label in enumerate(labels):
            picture = np.zeros_like(face) if label.startswith("-") else face
            cv2.imwrite(str(folder / f"{number}.png"), picture)
            lines.append(f"{number}.png,{label.removeprefix('-')}")
        (folder / "labels.csv").write_text("\n".join(lines) + "\n")
        return folder

    return make


def test_photos_are_read_with_their_labels(make_folder: FolderMaker) -> None:
    photos = read_photos(make_folder("happiness", "sad"))
    assert [photo.emotion for photo in photos] == [HAPPINESS, Emotion.SADNESS]


def test_labels_may_lie_elsewhere(make_folder: FolderMaker, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("image,emotion\n0.png,anger\n")
    (photo,) = read_photos(make_folder("happiness"), tmp_path / "other.csv")
    assert photo.emotion is ANGER


def test_photos_are_turned_to_either_side(make_folder: FolderMaker) -> None:
    left, right = read_photos(make_folder("happiness", "happiness"), turn=20)
    assert (left.turn, right.turn) == (20, -20)
    assert left.read().shape == right.read().shape
    assert not np.array_equal(left.read(), right.read())


def test_turned_photos_are_said_to_be(make_folder: FolderMaker) -> None:
    folder = make_folder("happiness")
    assert "turned by 20°" in protocol(read_photos(folder, turn=20))
    assert "turned" not in protocol(read_photos(folder))


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("file,label\n0.png,anger\n", DataError, "columns image and emotion"),
        ("image,emotion\n", DataError, "a row for each photo"),
        ("image,emotion\ngone.png,anger\n", DataError, r"gone\.png and 0 more"),
        ("image,emotion\n0.png,bored\n", LabelError, "bored"),
    ],
)
def test_labels_that_cannot_be_used_are_named(
    text: str, error: type[Exception], says: str, make_folder: FolderMaker
) -> None:
    folder = make_folder("anger")
    (folder / "labels.csv").write_text(text)
    with pytest.raises(error, match=says):
        read_photos(folder)


def test_the_figures_are_those_of_the_textbook() -> None:
    truth, labels = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    figures = score("m", "template", (ANGER, HAPPINESS, NEUTRAL), truth, labels)
    assert figures.accuracy == 0.75
    assert figures.macro_f1 == pytest.approx((4 / 5 + 2 / 3) / 2)
    assert figures.recall == {ANGER: pytest.approx(2 / 3), HAPPINESS: 1.0}


def test_nobody_found_counts_as_wrong() -> None:
    figures = score("m", "box", (ANGER, HAPPINESS), np.array([0, 0]), np.array([0, NOBODY]))
    assert (figures.found, figures.accuracy) == (1, 0.5)


def test_a_gain_on_every_photo_has_no_uncertainty() -> None:
    gain = difference("m", "box", np.ones((1, 20), np.float32))
    assert (gain.mean, gain.low, gain.high) == (1, 1, 1)


def test_the_interval_is_about_two_standard_errors_to_each_side() -> None:
    gains = np.zeros((1, 400), np.float32)
    gains[0, :100] = 1
    gain = difference("m", "box", gains)
    error = np.sqrt(0.25 * 0.75 / 400)
    assert gain.mean == 0.25
    assert (gain.low, gain.high) == pytest.approx(
        (0.25 - 1.96 * error, 0.25 + 1.96 * error), abs=4e-3
    )


def test_models_that_agree_on_every_photo_know_no_more_than_one() -> None:
    gains = np.zeros((1, 400), np.float32)
    gains[0, :100] = 1
    alone, together = (difference("m", "box", np.repeat(gains, times, 0)) for times in (1, 5))
    assert (together.mean, together.low, together.high) == (alone.mean, alone.low, alone.high)


def test_photos_that_a_model_was_not_asked_about_do_not_count() -> None:
    gains = np.array([[1, 1, np.nan, np.nan], [1, 0, 0, 0]], np.float32)
    assert difference("m", "box", gains).mean == pytest.approx(3 / 6)


def test_only_photos_of_the_models_classes_are_asked(
    make_folder: FolderMaker, make_checkpoint: Callable[..., Path]
) -> None:
    photos = read_photos(make_folder("anger", "happiness", "-happiness"))
    checkpoint = make_checkpoint(classes=(HAPPINESS, NEUTRAL))
    (figures,), gains = measure([str(checkpoint)], photos, ["template"], "cpu")
    assert (figures.photos, figures.found, gains) == (2, 1, [])


def test_a_model_without_a_photo_of_its_classes_is_an_error(
    make_folder: FolderMaker, make_checkpoint: Callable[..., Path]
) -> None:
    photos = read_photos(make_folder("anger"))
    with pytest.raises(DataError, match="no photo shows"):
        measure([str(make_checkpoint(classes=(HAPPINESS, NEUTRAL)))], photos, ["template"], "cpu")


def test_template_is_what_the_app_says(face: Image, make_checkpoint: Callable[..., Path]) -> None:
    predictor = EmotionPredictor(make_checkpoint(), device="cpu")
    labels = label_photo([predictor], face, ALIGNMENTS)
    assert labels[0, 0] == predictor.analyze(face).labels[0]
    assert labels.shape == (1, len(ALIGNMENTS))
    predictor.close()


def test_a_face_that_the_app_does_not_read_is_read_by_no_alignment(
    face: Image, make_checkpoint: Callable[..., Path]
) -> None:
    predictor = EmotionPredictor(make_checkpoint(), device="cpu")
    dark = np.asarray(face // 8, np.uint8)
    assert predictor.analyze(dark).flaws[0] is UnreadableReason.TOO_DARK
    assert np.all(label_photo([predictor], dark, ["template", "box", "tight"]) == NOBODY)
    predictor.close()


def test_without_alignment_the_whole_photo_is_read_even_if_nobody_is_found(
    face: Image, make_checkpoint: Callable[..., Path]
) -> None:
    predictor = EmotionPredictor(make_checkpoint(), device="cpu")
    empty = np.zeros_like(face)
    assert np.all(label_photo([predictor], empty, ["template", "box", "tight"]) == NOBODY)
    assert np.all(label_photo([predictor], empty, ["none"]) != NOBODY)
    predictor.close()


def test_the_command_prints_protocol_and_tables(
    make_folder: FolderMaker,
    make_checkpoint: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    checkpoint = str(make_checkpoint())
    folder = str(make_folder("happiness", "neutral"))
    assert main([folder, "--models", checkpoint, "--alignment", "all", "--device", "cpu"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 photos (happiness 1, neutral 1)")
    assert "| cnn48_rgb | template | 2 | 100.0 |" in out
    assert "| cnn48_rgb | box |" in out


def test_of_several_models_it_is_told_what_the_template_gains_for_all_of_them(
    make_folder: FolderMaker, make_checkpoint: Callable[..., Path]
) -> None:
    photos = read_photos(make_folder("surprise", "happiness"))
    whole, part = make_checkpoint(), make_checkpoint("vgg48_gray", classes=(HAPPINESS, NEUTRAL))
    scores, gains = measure([str(whole), str(part)], photos, ["template", "box"], "cpu")
    assert [figures.photos for figures in scores] == [2, 2, 1, 1]
    assert [gain.model for gain in gains] == ["cnn48_rgb", "vgg48_gray", "all 2 models"]


def test_the_command_writes_json(
    make_folder: FolderMaker,
    make_checkpoint: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = str(make_folder("happiness"))
    assert main([folder, "--models", str(make_checkpoint()), "--json", "--device", "cpu"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["scores"][0]["photos"] == 1
    assert document["differences"] == []


def test_what_cannot_be_read_ends_the_command_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "labels.csv" in capsys.readouterr().err


def test_on_the_common_set_a_class_that_a_model_lacks_counts_as_wrong(
    make_folder: FolderMaker, make_checkpoint: Callable[..., Path]
) -> None:
    photos = read_photos(make_folder("surprise", "happiness"))
    whole, part = make_checkpoint(), make_checkpoint("vgg48_gray", classes=(HAPPINESS, NEUTRAL))
    common = ask_all([str(whole), str(part)], photos)
    assert common.count == 2
    assert "a class it lacks counts as wrong" in common.protocol
    accuracies = [common.models[read_metadata(p).weights_sha256].accuracy for p in (whole, part)]
    assert set(accuracies) <= {0.0, 0.5, 1.0}
    assert accuracies[1] <= 0.5
