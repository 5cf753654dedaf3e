"""Whole photos: found, aligned, listed in a table, calibrated on."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from emotion_desktop.config import find_asset
from emotion_desktop.errors import DataError, OutputError, SettingError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.models import read_metadata
from emotion_desktop.vision.sources.decoder import Decoder
from trainer.cli.evaluate import main
from trainer.data import load_faces

CLASSES = (Emotion.HAPPINESS, Emotion.NEUTRAL)


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    """A picture with drawn faces that the detector finds."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    try:
        frame = next(iter(decoder.frames()))[0]
    finally:
        decoder.close()
    return Image.fromarray(np.ascontiguousarray(frame[..., ::-1]))


@pytest.fixture
def photos(photo: Image.Image, tmp_path: Path, cache_home: Path) -> Path:
    """A folder with a table of four photos, two of each class."""
    folder = tmp_path / "photos"
    folder.mkdir()
    lines = ["image,emotion"]
    for number in range(4):
        photo.rotate(5 * number).save(folder / f"{number}.png")
        lines.append(f"{number}.png,{'happy' if number % 2 else 'neutral'}")
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")
    return folder


def test_a_table_names_pictures_and_what_they_show(photos: Path) -> None:
    table = load_faces([photos], hold_back=0)
    happy, neutral = (CANONICAL_ORDER.index(emotion) for emotion in CLASSES)
    assert table.labels.tolist() == [neutral, happy, neutral, happy]
    (photos / "labels.csv").write_text("image,emotion,split\n0.png,sad,train\n1.png,sad,test\n")
    assert load_faces([photos], hold_back=0).splits.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("row", "says"), [("0.png,bored,train", "'bored'"), ("0.png,sad,later", "'later'")]
)
def test_a_line_of_the_table_that_says_nothing_known_is_named(
    row: str, says: str, photos: Path
) -> None:
    (photos / "labels.csv").write_text(f"image,emotion,split\n{row}\n")
    with pytest.raises(DataError, match=rf"labels\.csv, line 2: .*{says}"):
        load_faces([photos])


def test_the_face_in_a_photo_is_cut_out_alike_however_the_head_is_tilted(photos: Path) -> None:
    whole = load_faces([photos], hold_back=0).images.float()
    faces = load_faces([photos], hold_back=0, align=True).images.float()
    assert faces.shape == whole.shape
    assert (faces[0] - faces[2]).abs().mean() < 0.5 * (whole[0] - whole[2]).abs().mean()


def test_aligned_faces_are_other_data_than_the_pictures(photos: Path) -> None:
    whole, faces = load_faces([photos]), load_faces([photos], align=True)
    assert "aligned" in faces.origin
    assert whole.fingerprint != faces.fingerprint


def test_a_photo_without_a_face_is_named_or_counted(photos: Path) -> None:
    Image.new("RGB", (300, 300)).save(photos / "2.png")
    with pytest.raises(DataError, match=r"2\.png: no face is found; .*--skip-bad"):
        load_faces([photos], align=True)
    assert load_faces([photos], align=True, skip_bad=True).skipped == 1


def test_a_model_is_calibrated_on_half_of_ones_own_photos_and_saved(
    photos: Path, tmp_path: Path, make_checkpoint: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path, saved = make_checkpoint(classes=CLASSES), tmp_path / "own.safetensors"
    arguments = ["--checkpoint", str(path), "--data", str(photos), "--align", "--device", "cpu"]
    main([*arguments, "--calibrate", "--save", str(saved), "--json"])
    assert json.loads(capsys.readouterr().out)["count"] == 2
    made = read_metadata(saved)
    assert made.temperature != read_metadata(path).temperature
    assert made.weights_sha256 == read_metadata(path).weights_sha256
    assert made.metrics["own data"].count == 2
    with pytest.raises(OutputError, match="already there"):
        main([*arguments, "--calibrate", "--save", str(saved)])
    with pytest.raises(SettingError, match="--calibrate"):
        main([*arguments, "--save", str(tmp_path / "other.safetensors")])
