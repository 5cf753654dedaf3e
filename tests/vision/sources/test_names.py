"""Names of files and addresses that are out of the ordinary, and secrets in them."""

import os
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from emotion_desktop.domain import Image
from emotion_desktop.errors import (
    PermissionDeniedError,
    StreamLostError,
    UnreadableFileError,
)
from emotion_desktop.vision.sources import SourceSpec, open_source
from emotion_desktop.vision.sources.listing import LeftOut, list_folder
from emotion_desktop.vision.sources.naming import public_name
from tests.vision.live_helpers import VideoMaker

NO_UTF8 = os.fsdecode(b"caf\xe9")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


@pytest.fixture
def images() -> list[Image]:
    return [np.full((48, 64, 3), 8 * i, np.uint8) for i in range(4)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"{NO_UTF8}.mp4", "caf\\xe9.mp4"),
        ("2024-01-01T12:30:00.mp4", "2024-01-01T12:30:00.mp4"),
        ("http:clip.mkv", "http:clip.mkv"),
        ("concat:a|b.mp4", "concat:a|b.mp4"),
        ("100%d.mp4", "100%d.mp4"),
        ("-i.mp4", "-i.mp4"),
        ("two\nlines.mp4", "two\\x0alines.mp4"),
        ("a" * 251 + ".mp4", "a" * 251 + ".mp4"),
    ],
)
def test_a_video_may_have_any_name(
    make_video: VideoMaker, images: list[Image], name: str, shown: str
) -> None:
    made = make_video(images, [0, 0.1, 0.2, 0.3])
    path = made.rename(made.parent / name)
    with closing(open_source(str(path))) as source:
        assert source.name == shown
        assert source.read().source == shown
        source.name.encode()


@pytest.mark.parametrize("name", [f"{NO_UTF8}.png", "a:b.png", "two\nlines.png"])
def test_a_picture_may_have_any_name_also_in_a_folder(tmp_path: Path, name: str) -> None:
    Pillow.new("RGB", (64, 48)).save(tmp_path / name)
    for text in (str(tmp_path / name), str(tmp_path)):
        with closing(open_source(text)) as source:
            assert source.read().source == public_name(name)


def test_what_is_said_of_a_file_can_be_written_anywhere(tmp_path: Path) -> None:
    (tmp_path / f"{NO_UTF8}.mp4").write_bytes(b"nothing")
    with pytest.raises(UnreadableFileError, match=r"caf\\xe9\.mp4 is damaged") as caught:
        open_source(str(tmp_path / f"{NO_UTF8}.mp4"))
    str(caught.value).encode()


def test_the_folder_one_is_in_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Pillow.new("RGB", (64, 48)).save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    with closing(open_source(".")) as source:
        assert source.name == tmp_path.name


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be read: File name too long"):
        open_source(str(tmp_path / ("x" * 300)))


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A link into a folder that may not be looked into, also if the tests may do everything."""
    target = tmp_path / "locked" / "photo.jpg"
    link = tmp_path / "photos" / "link.jpg"
    link.parent.mkdir()
    link.symlink_to(target)
    ask = Path.stat

    def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if follow_symlinks and path == link:
            raise PermissionError(13, "Permission denied", str(path))
        return ask(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refuse)
    return link


def test_a_link_into_a_locked_folder_is_one_sentence(locked: Path) -> None:
    with pytest.raises(PermissionDeniedError, match=r"permission denied: .*link\.jpg"):
        open_source(str(locked))


def test_a_link_into_a_locked_folder_does_not_stop_the_others(locked: Path) -> None:
    Pillow.new("RGB", (64, 48)).save(locked.parent / "a.png")
    listing = list_folder(locked.parent, {".png", ".jpg"})
    assert [path.name for path in listing.files] == ["a.png"]
    assert listing.left_out == {locked: LeftOut.LOCKED}
    with closing(open_source(str(locked.parent))) as source:
        assert source.frame_count == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("rtsp://host/live", "rtsp://host/live"),
        ("rtsp://user:secret@host:554/live?token=secret", "rtsp://host:554/live"),
        ("RTSP://user:se@cret@host/live", "RTSP://host/live"),
        ("rtsp://user:sec/ret@host/live", "rtsp://host/live"),
        ("http://user:se?cret@host/", "http://host/"),
        ("http://host/a.m3u8#token=secret", "http://host/a.m3u8"),
        ("http://host:8080/@someone/live", "http://host:8080/@someone/live"),
        ("http://host/live?mail=a@b&token=secret", "http://host/live"),
        ("ftp://user:secret@host/clip.mp4", "ftp://host/clip.mp4"),
        ("http://user:secret@[::1]:80/live", "http://[::1]:80/live"),
        ("http://[::1]/live@2x", "http://[::1]/live@2x"),
        ("rtsp://a/b:secret@host/live", "rtsp://host/live"),
        ("RTSPS://a/b:secret@[::1]:554/live", "RTSPS://[::1]:554/live"),
        ("rtsp://a/b:se?cret@host/live", "rtsp://..."),
        ("rtsp://a/b%3Asecret@host/live", "rtsp://host/live"),
        ("rtsp://a/b:se@cret@host/live", "rtsp://host/live"),
        ("rtsp://user:554/secret@host/live", "rtsp://host/live"),
        ("rtsp://user%3Ase%40cret@host/live", "rtsp://host/live"),
        ("http://user:secret@host/live?token=sec@ret", "http://..."),
        ("http://host/live%3Ftoken=secret", "http://host/live"),
        ("http://host/live%23token=secret", "http://host/live"),
    ],
)
def test_only_the_public_part_of_an_address_is_shown(address: str, public: str) -> None:
    assert public_name(address) == public


def test_a_host_that_cannot_be_told_from_a_password_has_no_name() -> None:
    assert SourceSpec.parse("http://user:secret@host/?token=sec@ret").display_name == "stream"


@pytest.mark.parametrize("scheme", ["http", "rtsp", "ftp", "smb"])
def test_no_error_tells_a_secret(scheme: str) -> None:
    address = f"{scheme}://someone:geheim@127.0.0.1:9/live?token=geheim"
    with pytest.raises(StreamLostError) as caught:
        open_source(address)
    error: BaseException | None = caught.value
    while error is not None:
        assert "geheim" not in str(error)
        error = error.__cause__


def test_bytes_of_a_host_that_are_no_utf_8_are_written_out() -> None:
    assert SourceSpec.parse(f"rtsp://{NO_UTF8}/live").display_name == "caf\\xe9"
