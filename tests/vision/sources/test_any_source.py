"""Addresses and pictures that are wrong anywhere are read, or refused with a sentence."""

import io
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image as Pillow

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.sources import SourceSpec, open_source
from emotion_desktop.vision.sources.images import read_image
from emotion_desktop.vision.sources.naming import public_text
from tests.fuzzing import damaged

pytestmark = pytest.mark.fuzz

SECRET = "s3cr3t"
ADDRESS = f"rtsp://me:{SECRET}@[::1]:554/live/1?token=a#b".encode()
PIXELS = np.random.default_rng(0).integers(0, 255, (24, 32, 3), np.uint8)


def picture(kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Pillow.fromarray(PIXELS).save(file, kind, **options)
    return file.getvalue()


def frames(kind: str) -> bytes:
    more = [Pillow.fromarray(255 - PIXELS)]
    return picture(kind, save_all=True, append_images=more, duration=40)


def exif() -> Pillow.Exif:
    found = Pillow.Exif()
    found[0x0112] = 6
    return found


MAKERS = {
    "a.jpg": lambda: picture("JPEG", exif=exif()),
    "progressive.jpg": lambda: picture("JPEG", progressive=True),
    "a.png": lambda: picture("PNG"),
    "moving.png": lambda: frames("PNG"),
    "a.gif": lambda: frames("GIF"),
    "a.webp": lambda: picture("WEBP"),
    "moving.webp": lambda: frames("WEBP"),
    "a.tif": lambda: picture("TIFF", compression="tiff_lzw"),
    "pages.tif": lambda: frames("TIFF"),
    "a.bmp": lambda: picture("BMP"),
    "a.tga": lambda: picture("TGA"),
    "a.ppm": lambda: picture("PPM"),
    "a.jp2": lambda: picture("JPEG2000"),
    "a.avif": lambda: picture("AVIF", speed=10),
    "a.heic": (Path(__file__).parents[1] / "pictures" / "phone.heic").read_bytes,
}


@cache
def whole(name: str) -> bytes:
    return MAKERS[name]()


def speak_of(text: str) -> SourceSpec:
    """Ask for all that is written about a source anywhere."""
    spec = SourceSpec.parse(text)
    assert SourceSpec.parse(str(spec)) == spec
    public_text(text)
    for name in (spec.display_name, spec.public_address):
        name.encode()
    return spec


@given(st.text() | damaged(ADDRESS).map(lambda data: data.decode(errors="surrogateescape")))
def test_any_text_is_spoken_of(text: str) -> None:
    speak_of(text)


@given(
    st.text(st.characters(exclude_characters=":")),
    st.text(),
)
def test_a_password_is_told_nowhere_whatever_stands_around_it(user: str, rest: str) -> None:
    spec = SourceSpec.parse(f"rtsp://{user}:{SECRET}{rest}@host/live")
    assume(spec.kind == "stream")
    for name in (spec.display_name, spec.public_address):
        assert SECRET not in name


@given(st.text() | damaged(b"photos/a.jpg").map(lambda data: data.decode(errors="surrogateescape")))
def test_any_path_is_opened_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    spec = speak_of(text)
    assume(spec.kind in {"file", "folder"})
    assume(not Path(text).is_absolute())
    with suppress(EmotionDesktopError):
        open_source(text).close()


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(st.sampled_from(list(MAKERS)), st.data())
def test_any_picture(tmp_path: Path, name: str, data: st.DataObject) -> None:
    path = tmp_path / name
    path.write_bytes(data.draw(damaged(whole(name))))
    with suppress(EmotionDesktopError):
        assert read_image(path).ndim == 3
    with suppress(EmotionDesktopError), closing(open_source(str(path))) as source:
        for _ in range(4):
            source.read()
