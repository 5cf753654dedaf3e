"""Pictures larger than any screen: read reduced in little memory, or refused with the limit."""

import re
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.vision.sources import images, open_source
from emotion_desktop.vision.sources.images import ImageSource, read_image, read_page
from tests.memory import run_measured

MEASURE = """
import sys
from pathlib import Path
from emotion_desktop.vision.sources.images import read_image
read_image(Path(sys.argv[1]))
"""


def png_that_claims(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    checked = header + struct.pack(">I", zlib.crc32(header))
    data = zlib.compress(b"\0" * 100)
    body = (
        struct.pack(">I", len(data))
        + b"IDAT"
        + data
        + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    )
    end = b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + checked + body + end


def jpeg_that_claims(width: int, height: int, folder: Path) -> bytes:
    Pillow.new("RGB", (64, 64)).save(folder / "small.jpg")
    data = bytearray((folder / "small.jpg").read_bytes())
    start = data.index(b"\xff\xc0")
    data[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_that_claims(width: int, height: int, folder: Path) -> bytes:
    Pillow.new("P", (8, 8)).save(folder / "small.gif")
    data = bytearray((folder / "small.gif").read_bytes())
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


@pytest.mark.parametrize("side", [40_000, 65_000, 2**31 - 1])
def test_a_png_that_claims_to_be_huge_is_refused_with_the_limit(side: int, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png_that_claims(side, side))
    with pytest.raises(UnreadableFileError, match=r"huge\.png has \d+ megapixels.*up to 80 are"):
        read_image(path)


@pytest.mark.parametrize("side", [30_000, 65_000])
def test_a_jpeg_that_claims_to_be_huge_is_refused_with_the_limit(side: int, tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    path.write_bytes(jpeg_that_claims(side, side, tmp_path))
    with pytest.raises(UnreadableFileError, match=r"huge\.jpg has \d+ megapixels.*up to 200 are"):
        read_image(path)


def test_a_gif_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.gif"
    path.write_bytes(gif_that_claims(65_535, 65_535, tmp_path))
    with pytest.raises(UnreadableFileError, match=r"huge\.gif"):
        open_source(str(path))


def test_a_tiff_that_only_opencv_reads_is_refused_if_it_is_huge(tmp_path: Path) -> None:
    from emotion_desktop.vision.opencv import cv2

    path = tmp_path / "huge.tif"
    path.write_bytes(cv2.imencode(".tif", np.zeros((8, 8, 3), np.float32))[1].tobytes())
    assert read_image(path).shape == (8, 8, 3)
    data = path.read_bytes()
    order = "<" if data.startswith(b"II") else ">"
    for tag in (256, 257):
        place = re.search(struct.pack(f"{order}H", tag) + b"[\3\4\0]", data)
        assert place is not None
        entry = struct.pack(f"{order}HHII", tag, 4, 1, 65_000)
        data = data[: place.start()] + entry + data[place.start() + 12 :]
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match=r"huge\.tif has 4225 megapixels"):
        read_image(path)


@pytest.mark.parametrize("name", ["large.jpg", "large.png", "palette.png", "gray16.png", "a.tif"])
def test_a_large_picture_is_read_reduced_and_says_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "FULL_PIXELS", 20_000)
    halves = np.zeros((200, 300, 3), np.uint8)
    halves[:, 150:] = 200
    picture = Pillow.fromarray(halves)
    if name == "palette.png":
        picture = picture.convert("P")
    if name == "gray16.png":
        picture = Pillow.fromarray(halves[..., 0].astype(np.uint16) << 8)
    path = tmp_path / name
    picture.save(path)
    still = read_page(path, 0)
    height, width = still.image.shape[:2]
    assert (width, height) == (150, 100)
    assert "was read at 1/2 of its size: boxes are in pixels of 150 x 100" in " ".join(
        map(str, still.remarks)
    )
    assert still.image[:, :70].max() < 20
    assert still.image[:, 80:].min() > 180


def test_a_large_picture_is_upright(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "FULL_PIXELS", 10_000)
    for name in ("turned.jpg", "turned.png", "turned.tif"):
        exif = Pillow.Exif()
        exif[0x0112] = 6
        path = tmp_path / name
        Pillow.new("RGB", (400, 200)).save(path, exif=exif)
        height, width = read_image(path).shape[:2]
        assert height > width, name


def test_a_picture_of_usual_size_is_read_in_full(tmp_path: Path) -> None:
    path = tmp_path / "usual.png"
    Pillow.new("RGB", (300, 200)).save(path)
    source = open_source(str(path))
    assert isinstance(source, ImageSource)
    assert (source.size, source.remarks) == ((300, 200), ())


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows measures otherwise")
@pytest.mark.parametrize(
    ("name", "size", "options"),
    [
        ("large.jpg", (16_320, 12_240), {}),
        ("progressive.jpg", (10_000, 7_900), {"progressive": True, "subsampling": 0}),
        ("large.png", (10_000, 7_900), {"compress_level": 1}),
        ("clear.png", (10_000, 7_900), {"compress_level": 1}),
        ("large.webp", (10_000, 7_900), {"method": 0}),
        ("large.tif", (10_000, 7_900), {}),
        ("float.tif", (10_000, 7_900), {}),
    ],
)
def test_no_picture_takes_more_than_one_and_a_half_gigabytes(
    name: str, size: tuple[int, int], options: dict[str, int], tmp_path: Path
) -> None:
    mode = {"clear.png": "RGBA", "float.tif": "F"}.get(name, "RGB")
    path = tmp_path / name
    picture = Pillow.new(mode, size)
    picture.save(path, None, **options)
    _, peak = run_measured(MEASURE, str(path))
    assert peak < 1.5e9
