"""Pictures of every kind, whatever their ending, and those that move."""

import io
import re
import struct
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from emotion_desktop.domain import Image
from emotion_desktop.errors import SourceEndedError, UnreadableFileError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import FrameSource, Kind, Playback, kind_of, open_source
from emotion_desktop.vision.sources.images import ImageSource, read_image, read_page
from emotion_desktop.vision.sources.seekable import SeekableSource

PICTURES = Path(__file__).parents[1] / "pictures"


def gray(value: int) -> Image:
    return np.full((48, 64, 3), value, np.uint8)


def read_all(source: FrameSource) -> list[tuple[int, float]]:
    seen = []
    try:
        while True:
            frame = source.read()
            seen.append((round(float(frame.image.mean()) / 40), round(frame.time_s, 3)))
    except SourceEndedError:
        return seen
    finally:
        source.close()


def save(path: Path, values: Sequence[int], kind: str | None = None, **options: object) -> Path:
    first, *rest = [Pillow.fromarray(gray(40 * value)) for value in values]
    first.save(path, kind, save_all=True, append_images=rest, **options)
    return path


@pytest.fixture(scope="module")
def photo(demo_images: tuple[Image, ...]) -> Image:
    return np.ascontiguousarray(demo_images[0][::2, ::2])


def encoded(image: Image, **options: object) -> bytes:
    file = io.BytesIO()
    Pillow.fromarray(np.ascontiguousarray(image[..., ::-1])).save(file, "jpeg", **options)
    return file.getvalue()


@pytest.mark.parametrize("name", ["phone.heic", "phone-tiles.heic"])
@pytest.mark.parametrize("called", ["IMG_0001.HEIC", "IMG_0001.jpg", "IMG_0001", "IMG_0001.mp4"])
def test_pictures_of_phones_are_read_whole_whatever_they_are_called(
    tmp_path: Path, photo: Image, name: str, called: str
) -> None:
    path = tmp_path / called
    path.write_bytes((PICTURES / name).read_bytes())
    source = open_source(str(path))
    assert isinstance(source, ImageSource)
    assert source.size == (640, 360)
    image = source.read().image.astype(np.int16)
    assert np.abs(image - photo).mean() < 6
    assert np.abs(image[256:, 512:] - photo[256:, 512:]).mean() < 6


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "JPEG2000", "PPM"])
@pytest.mark.parametrize("suffix", ["", ".jpg", ".png", ".mp4", ".txt"])
def test_content_says_what_a_picture_is_not_its_ending(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    path = tmp_path / f"picture{suffix}"
    Pillow.fromarray(gray(120)).save(path, kind)
    assert kind_of(path) is Kind.PICTURE
    with closing(open_source(str(path))) as source:
        assert abs(float(source.read().image.mean()) - 120) < 2


def test_a_video_under_the_name_of_a_picture_is_a_video(tmp_path: Path) -> None:
    path = save(tmp_path / "moves.png", [1, 2, 3], "GIF", duration=100)
    assert [value for value, _ in read_all(open_source(str(path)))] == [1, 2, 3]


@pytest.mark.parametrize("name", ["a.webp", "a.png", "a.avif", "a.gif", "a.apng", "webp.jpg"])
def test_all_pictures_of_one_that_moves_are_read_at_their_times(tmp_path: Path, name: str) -> None:
    kind = {"a.apng": "PNG", "webp.jpg": "WEBP"}.get(name)
    path = save(tmp_path / name, [1, 2, 3, 4], kind, duration=[100, 200, 50, 300])
    assert read_all(open_source(str(path))) == [(1, 0.0), (2, 0.1), (3, 0.3), (4, 0.35)]


def test_an_animation_can_be_played_to_and_fro(tmp_path: Path, cleanup: ExitStack) -> None:
    path = save(tmp_path / "a.webp", [1, 2, 3, 4], duration=[100, 200, 50, 300])
    playback = Playback(loop=True)
    source = open_source(str(path), playback=playback)
    assert isinstance(source, SeekableSource)
    cleanup.callback(source.close)
    assert source.duration_s == pytest.approx(0.65)
    seen = []
    wishes: list[Callable[[], None]] = [
        lambda: playback.seek(0.32),
        lambda: playback.step(-1),
        lambda: playback.seek(9),
    ]
    for wish in wishes:
        wish()
        seen.append(round(float(source.read().image.mean()) / 40))
    seen += [round(float(source.read().image.mean()) / 40) for _ in range(2)]
    assert seen == [3, 2, 4, 1, 2]


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.9])
def test_a_damaged_animation_is_refused_by_name(
    tmp_path: Path, demo_images: tuple[Image, ...], kept: float
) -> None:
    path = tmp_path / "broken.webp"
    first, *rest = [Pillow.fromarray(image[::4, ::4]) for image in demo_images[:4]]
    first.save(path, save_all=True, append_images=rest)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(UnreadableFileError, match=r"broken\.webp is damaged"):
        read_all(open_source(str(path)))


def test_all_pages_of_a_tiff_are_read(tmp_path: Path) -> None:
    path = save(tmp_path / "scan.tif", [1, 2, 3])
    source = open_source(str(path))
    assert source.frame_count == 3
    frames = [source.read() for _ in range(3)]
    assert [round(float(frame.image.mean()) / 40) for frame in frames] == [1, 2, 3]
    assert [frame.source for frame in frames] == [f"scan.tif page {i}" for i in (1, 2, 3)]
    assert all(frame.is_still for frame in frames)
    with pytest.raises(SourceEndedError):
        source.read()
    source.close()


def test_the_pages_of_a_file_in_a_folder_are_shown_too(tmp_path: Path) -> None:
    save(tmp_path / "b.tif", [2, 3])
    Pillow.fromarray(gray(40)).save(tmp_path / "a.png")
    seen = read_all(open_source(str(tmp_path)))
    assert [value for value, _ in seen] == [1, 2, 3]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(("scale", "dtype"), [(1.0, np.float32), (255.0, np.float32)])
def test_floating_point_is_read(
    tmp_path: Path, photo: Image, channels: int, scale: float, dtype: type
) -> None:
    shown = photo if channels == 3 else photo[..., 1]
    path = tmp_path / "float.tif"
    path.write_bytes(cv2.imencode(".tif", (shown / 255 * scale).astype(dtype))[1].tobytes())
    image = read_image(path)
    expected = shown if channels == 3 else np.repeat(shown[..., None], 3, axis=2)
    assert np.abs(image.astype(np.int16) - expected).max() <= 1


def test_numbers_of_another_range_are_stretched(tmp_path: Path) -> None:
    values = np.linspace(-5, 1000, 64 * 48, dtype=np.float32).reshape(48, 64)
    values[0, 0] = np.nan
    Pillow.fromarray(values).save(tmp_path / "float.tif")
    image = read_image(tmp_path / "float.tif")
    assert (int(image.min()), int(image.max())) == (0, 255)


@pytest.mark.parametrize("lost", [1, 2])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_its_end_is_read(
    tmp_path: Path, photo: Image, lost: int, *, progressive: bool
) -> None:
    whole = encoded(photo, progressive=progressive)
    path = tmp_path / "no-end.jpg"
    path.write_bytes(whole[:-lost])
    still = read_page(path, 0)
    assert still.remarks == ()
    np.testing.assert_array_equal(
        still.image, cv2.imdecode(np.frombuffer(whole, np.uint8), cv2.IMREAD_COLOR)
    )


@pytest.mark.parametrize("lost", [10, 100, 5000])
def test_a_jpeg_that_has_been_cut_off_is_not(tmp_path: Path, photo: Image, lost: int) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(encoded(photo)[:-lost])
    with pytest.raises(UnreadableFileError, match=r"cut\.jpg is damaged: it has been cut off"):
        read_image(path)


KINDS: dict[str, dict[str, object]] = {
    "plain": {},
    "progressive": {"progressive": True},
    "full colour": {"subsampling": 0},
    "restart markers": {"restart_marker_rows": 2},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_jpeg_that_is_whole_is_not_called_damaged(
    tmp_path: Path, photo: Image, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "whole.jpg"
    thumbnail = (
        b"\xff\xe1" + struct.pack(">H", 2 + 3000) + encoded(photo[::8, ::8])[:3000].ljust(3000)
    )
    data = encoded(photo, **KINDS[kind])
    for content in (data, data[:2] + thumbnail + data[2:], data + b"something behind it"):
        path.write_bytes(content)
        assert read_page(path, 0).remarks == ()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [0.4, 0.7])
def test_a_part_that_is_damaged_is_said_in_our_words(
    tmp_path: Path, photo: Image, kind: str, place: float, capfd: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(encoded(photo, **KINDS[kind]))
    start = int(len(data) * place)
    grain = np.random.default_rng(0).integers(0, 255, 2000, np.uint8)
    data[start : start + 2000] = grain.tobytes()
    path = tmp_path / "spoilt.jpg"
    path.write_bytes(data)
    source = open_source(str(path))
    assert isinstance(source, ImageSource)
    assert re.search(r"spoilt\.jpg is damaged in part", str(source.remarks[0]))
    assert source.size == (640, 360)
    assert capfd.readouterr().err == ""


def test_a_picture_that_claims_to_be_huge_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "huge.bmp"
    Pillow.fromarray(gray(1)).save(path)
    data = bytearray(path.read_bytes())
    data[18:26] = struct.pack("<ii", 65_000, 65_000)
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match=r"huge\.bmp has 4225 megapixels.*up to 80"):
        read_image(path)


def test_a_folder_shows_pictures_of_every_kind(tmp_path: Path) -> None:
    kinds = {".avif": "AVIF", ".jp2": "JPEG2000", ".ppm": "PPM", ".tga": "TGA", ".jfif": "JPEG"}
    for suffix, kind in kinds.items():
        Pillow.fromarray(gray(80)).save(tmp_path / f"picture{suffix}", kind)
    (tmp_path / "phone.HEIC").write_bytes((PICTURES / "phone.heic").read_bytes())
    assert len(read_all(open_source(str(tmp_path)))) == 6


def test_an_avif_whose_inside_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spoilt.avif"
    Pillow.new("RGB", (32, 24)).save(path)
    path.write_bytes(path.read_bytes().replace(b"pitm", b"none"))
    with pytest.raises(UnreadableFileError, match="is damaged, or not a picture"):
        read_image(path)
