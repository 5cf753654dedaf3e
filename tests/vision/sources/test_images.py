"""Pictures and folders of pictures."""

import itertools
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from emotion_desktop.domain import Image
from emotion_desktop.errors import SourceEndedError, UnreadableFileError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import IMAGE_SUFFIXES, open_source
from emotion_desktop.vision.sources.folder import FilesSource, FolderSource
from emotion_desktop.vision.sources.images import read_image


def write(path: Path, image: np.ndarray) -> Path:
    path.write_bytes(cv2.imencode(path.suffix, image)[1].tobytes())
    return path


def gray(value: int) -> Image:
    return np.full((20, 30, 3), value, np.uint8)


def test_a_picture_comes_once_at_time_zero(tmp_path: Path, cleanup: ExitStack) -> None:
    source = open_source(str(write(tmp_path / "you.png", gray(7))))
    cleanup.callback(source.close)
    assert (source.size, source.frame_count, source.is_live) == ((30, 20), 1, False)
    frame = source.read()
    assert (frame.time_s, frame.index, frame.source) == (0.0, 0, "you.png")
    np.testing.assert_array_equal(frame.image, gray(7))
    with pytest.raises(SourceEndedError):
        source.read()


def test_a_looping_picture_comes_again_with_time_rising(tmp_path: Path, cleanup: ExitStack) -> None:
    source = open_source(str(write(tmp_path / "you.png", gray(7))), loop=True)
    cleanup.callback(source.close)
    first, second = source.read(), source.read()
    assert second.time_s > first.time_s
    assert second.captured_at - first.captured_at == pytest.approx(
        second.time_s - first.time_s, abs=0.1
    )


@pytest.mark.parametrize(
    "suffix",
    [
        *(".avif", ".bmp", ".dib", ".j2k", ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg", ".pbm"),
        *(".pgm", ".png", ".pnm", ".ppm", ".tga", ".tif", ".tiff", ".webp"),
    ],
)
def test_every_format_offered_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"Größe 你好{suffix}"
    kind = {".dib": "BMP", ".pnm": "PPM", ".j2k": "JPEG2000"}.get(suffix)
    value = 255 if suffix == ".pbm" else 128
    mode = {".pbm": "1", ".pgm": "L"}.get(suffix, "RGB")
    Pillow.fromarray(gray(value)).convert(mode).save(path, kind)
    assert suffix in IMAGE_SUFFIXES
    image = read_image(path)
    assert image.shape == (20, 30, 3)
    assert abs(float(image.mean()) - value) < 2


@pytest.mark.parametrize(
    "image",
    [
        np.full((20, 30), 200 * 256, np.uint16),
        np.full((20, 30), 200, np.uint8),
        np.full((20, 30, 4), 200, np.uint8),
    ],
    ids=["16 bit", "gray", "alpha"],
)
def test_other_kinds_of_pixels_become_bgr_of_8_bit(tmp_path: Path, image: np.ndarray) -> None:
    read = read_image(write(tmp_path / "odd.png", image))
    assert read.dtype == np.uint8
    assert read.shape == (20, 30, 3)
    np.testing.assert_allclose(read, 200, atol=1)


def test_a_picture_taken_upright_is_turned_upright(tmp_path: Path) -> None:
    image = gray(0)
    image[:10, :10] = 255
    jpeg = cv2.imencode(".jpg", image)[1].tobytes()
    # One EXIF entry: orientation 6, "turn clockwise to see it upright".
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    path = tmp_path / "phone.jpg"
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:])
    read = read_image(path)
    assert read.shape == (30, 20, 3)
    assert read[:8, -8:].mean() > 200


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp"])
@pytest.mark.parametrize("kept", [0.0, 0.05, 0.5, 0.9])
def test_a_damaged_picture_is_refused_by_name_and_silently(
    tmp_path: Path, suffix: str, kept: float, demo_images: tuple[Image, ...],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = write(tmp_path / f"broken{suffix}", demo_images[0][::4, ::4])
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(UnreadableFileError, match=f"broken{suffix} is"):
        open_source(str(path))
    assert capfd.readouterr().err == ""


def test_a_folder_gives_its_pictures_by_name_and_nothing_else(
    tmp_path: Path, cleanup: ExitStack
) -> None:
    for name, value in (("b.png", 2), ("a.jpg", 1), ("c.PNG", 3)):
        write(tmp_path / name.lower(), gray(value)).rename(tmp_path / name)
    (tmp_path / "labels.csv").write_text("image,emotion")
    (tmp_path / "more.png").mkdir()
    source = open_source(str(tmp_path))
    cleanup.callback(source.close)
    assert source.frame_count == 3
    assert source.name == tmp_path.name
    frames = [source.read() for _ in range(3)]
    assert [frame.source for frame in frames] == ["a.jpg", "b.png", "c.PNG"]
    assert [round(float(frame.image.mean())) for frame in frames] == [1, 2, 3]
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert {frame.time_s for frame in frames} == {0.0}
    with pytest.raises(SourceEndedError):
        source.read()


def test_what_of_a_folder_is_not_shown_is_counted_and_named(
    tmp_path: Path, cleanup: ExitStack
) -> None:
    folder = tmp_path / "holiday"
    (folder / "more").mkdir(parents=True)
    for name in (".hidden", "clip.mp4", "loop.gif", "notes.txt", "table.csv"):
        (folder / name).write_bytes(b"something")
    write(folder / "a.png", gray(10))
    first, second = (Pillow.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    first.save(folder / "moving.webp", save_all=True, append_images=[second])
    first.save(folder / "moving.png", save_all=True, append_images=[second])
    source = open_source(str(folder))
    cleanup.callback(source.close)
    assert isinstance(source, FolderSource)
    assert list(map(str, source.remarks)) == [
        "Not everything in holiday is shown: hidden: 1, folders: 1, of another kind: 4, moving, "
        "of which the first picture is shown: 2 (.hidden, clip.mp4, loop.gif, more, notes.txt and "
        "3 more)"
    ]
    whole = tmp_path / "whole"
    whole.mkdir()
    write(whole / "a.png", gray(10))
    assert FolderSource(whole).remarks == ()


def test_a_broken_picture_in_a_folder_is_named_and_the_rest_is_read(
    tmp_path: Path, cleanup: ExitStack
) -> None:
    write(tmp_path / "a.png", gray(1))
    (tmp_path / "b.png").write_bytes(b"not a picture")
    write(tmp_path / "c.png", gray(3))
    source = open_source(str(tmp_path))
    cleanup.callback(source.close)
    assert source.read().source == "a.png"
    with pytest.raises(UnreadableFileError, match=r"b\.png"):
        source.read()
    assert source.read().source == "c.png"
    with pytest.raises(SourceEndedError):
        source.read()


def test_a_looping_folder_starts_over(tmp_path: Path, cleanup: ExitStack) -> None:
    for name in ("a.png", "b.png"):
        write(tmp_path / name, gray(1))
    source = open_source(str(tmp_path), loop=True)
    cleanup.callback(source.close)
    names = [source.read().source for _ in range(4)]
    assert names == list(itertools.chain(["a.png", "b.png"] * 2))


def test_several_files_are_shown_together_in_their_order(
    tmp_path: Path, cleanup: ExitStack
) -> None:
    first, second = (str(write(tmp_path / name, gray(1))) for name in ("b.png", "a.png"))
    (tmp_path / "clip.mp4").write_bytes(b"no picture")
    (tmp_path / "more").mkdir()
    write(tmp_path / "more" / "c.png", gray(1))
    paths = (first, second, str(tmp_path / "clip.mp4"), str(tmp_path / "more"))
    source = open_source("files:" + "\n".join(paths))
    cleanup.callback(source.close)
    assert source.name == "b.png + 3"
    assert [source.read().source for _ in range(3)] == ["b.png", "a.png", "c.png"]
    assert isinstance(source, FilesSource)
    assert "clip.mp4" in str(source.remarks[0])


def test_files_without_a_picture_are_refused(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"no picture")
    with pytest.raises(UnreadableFileError, match=r"no picture in clip.mp4 \+ 1"):
        open_source(f"files:{tmp_path / 'clip.mp4'}\n{tmp_path / 'clip.mp4'}")


def test_a_folder_without_pictures_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing to see")
    with pytest.raises(UnreadableFileError, match=f"no picture in {tmp_path}"):
        open_source(str(tmp_path))
