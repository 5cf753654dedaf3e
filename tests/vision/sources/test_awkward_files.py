"""Healthy videos that are out of the ordinary: every picture, in place, at its time."""

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from PIL import Image as Pillow

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.vision.sources import Playback, open_source
from emotion_desktop.vision.sources.seekable import SeekableSource
from tests.vision.live_helpers import VideoMaker, read_all

Numbered = Callable[[int], list[Image]]


def read(path: Path) -> list[Frame]:
    return read_all(open_source(str(path)))


def values(frames: Sequence[Frame]) -> list[int]:
    return [round(float(frame.image.mean()) / 8) for frame in frames]


def times(frames: Sequence[Frame]) -> list[float]:
    return [frame.time_s for frame in frames]


def silence(seconds: float) -> Iterator[av.AudioFrame]:
    for start in range(0, round(16_000 * seconds), 1152):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1152), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 16_000, start, Fraction(1, 16_000)
        yield frame


class Film:
    """Writes pictures at 10 a second with PyAV, in whatever container, and sound beside them."""

    def __init__(self, path: Path, codec: str = "libx264", **options: str) -> None:
        self.path = path
        self.codec = codec
        self.container = av.open(str(path), "w", **options)  # type: ignore[call-overload]

    def add(
        self,
        images: Sequence[Image],
        *,
        aspect: Fraction | None = None,
        sound: tuple[str, float] | None = None,
    ) -> "Film":
        stream = self.container.add_stream(self.codec, rate=10)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = "yuvj420p" if self.codec == "mjpeg" else "yuv420p"
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        if sound is not None:
            codec, seconds = sound
            heard = self.container.add_stream(codec, rate=16_000, layout="mono")
        for place, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts = place
            self.container.mux(stream.encode(frame))
        self.container.mux(stream.encode())
        if sound is not None:
            for sounding in silence(seconds):
                self.container.mux(heard.encode(sounding))
            self.container.mux(heard.encode())
        return self

    def close(self) -> Path:
        self.container.close()
        return self.path


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.mov", "clip.avi", "clip.ts"])
def test_sound_may_go_on_after_the_last_picture(
    tmp_path: Path, numbered: Numbered, name: str
) -> None:
    film = Film(tmp_path / name, "mpeg4")
    source = open_source(str(film.add(numbered(6), sound=("mp2", 3.0)).close()))
    assert isinstance(source, SeekableSource)
    # Sound may also begin a little earlier.
    assert times(read_all(source)) == pytest.approx([i / 10 for i in range(6)], abs=0.05)


def test_the_length_of_a_video_is_that_of_its_pictures(tmp_path: Path, numbered: Numbered) -> None:
    film = Film(tmp_path / "clip.mp4").add(numbered(6), sound=("aac", 3.0))
    source = open_source(str(film.close()))
    assert isinstance(source, SeekableSource)
    assert source.duration_s == pytest.approx(0.6, abs=0.05)
    source.close()


def held(path: Path, images: Sequence[Image], durations_ms: Sequence[int]) -> Path:
    first, *rest = [Pillow.fromarray(np.ascontiguousarray(image[..., ::-1])) for image in images]
    first.save(path, save_all=True, append_images=rest, duration=list(durations_ms), loop=0)
    return path


def test_the_last_picture_may_be_held(tmp_path: Path, numbered: Numbered) -> None:
    path = held(tmp_path / "held.gif", numbered(4), [100, 100, 100, 3000])
    frames = read(path)
    assert values(frames) == list(range(4))
    assert times(frames) == pytest.approx([0, 0.1, 0.2, 0.3])


def test_a_loop_holds_the_last_picture_as_long_as_the_file_says(
    tmp_path: Path, numbered: Numbered, cleanup: ExitStack
) -> None:
    path = held(tmp_path / "held.gif", numbered(3), [100, 100, 2000])
    source = open_source(str(path), loop=True)
    cleanup.callback(source.close)
    assert times([source.read() for _ in range(5)]) == pytest.approx([0, 0.1, 0.2, 2.2, 2.3])


@pytest.mark.parametrize("name", ["held.mp4", "held.mkv"])
def test_a_video_may_hold_its_last_picture(
    make_video: VideoMaker, numbered: Numbered, name: str
) -> None:
    path = make_video(numbered(4), [0, 0.1, 0.2, 2.5], name)
    assert times(read(path)) == pytest.approx([0, 0.1, 0.2, 2.5], abs=0.002)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.avi"])
def test_what_has_been_cut_off_is_still_said_to_be(
    tmp_path: Path, demo_images: tuple[Image, ...], name: str
) -> None:
    path = tmp_path / name
    images = [np.ascontiguousarray(image[::4, ::4]) for image in demo_images]
    options = {"options": {"movflags": "faststart"}} if path.suffix == ".mp4" else {}
    Film(path, "mjpeg", **options).add(images).close()  # type: ignore[arg-type]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames: list[Frame] = []
    source = open_source(str(path))
    with closing(source), pytest.raises(UnreadableFileError, match=f"{name} is cut off"):
        frames.extend(iter(source.read, None))
    assert 3 < len(frames) < 28


def without_some_samples(path: Path, dropped: Sequence[int]) -> Path:
    """Take the bytes of some samples out of an MP4 whose samples lie in one chunk."""
    data = path.read_bytes()
    table = data.index(b"stsz") + 12
    count = int.from_bytes(data[table : table + 4], "big")
    sizes = list(struct.unpack_from(f">{count}I", data, table + 4))
    start = int.from_bytes(data[data.index(b"stco") + 12 :][:4], "big")
    box = data.index(b"mdat") - 4
    starts = [start + sum(sizes[:i]) for i in range(count + 1)]
    media = b"".join(data[starts[i] : starts[i + 1]] for i in range(count) if i not in dropped)
    gone = sum(sizes[i] for i in dropped)
    length = int.from_bytes(data[box : box + 4], "big") - gone
    kept = [0 if i in dropped else size for i, size in enumerate(sizes)]
    moov = data[starts[-1] : table + 4] + struct.pack(f">{count}I", *kept)
    path.write_bytes(
        data[:box] + length.to_bytes(4, "big") + data[box + 4 : start] + media
        + moov + data[table + 4 + 4 * count :]
    )  # fmt: skip
    return path


def test_samples_without_bytes_are_skipped(tmp_path: Path, numbered: Numbered) -> None:
    grain = np.random.default_rng(0)
    images = numbered(12)
    for number, image in enumerate(images):  # or all samples would be of one size
        image[: 3 * number] += grain.integers(0, 3, (3 * number, 64, 3), np.uint8)
    path = Film(tmp_path / "clip.mp4", "mjpeg").add(images).close()
    frames = read(without_some_samples(path, [3, 4, 11]))
    assert values(frames) == [0, 1, 2, 5, 6, 7, 8, 9, 10]
    assert times(frames) == pytest.approx([i / 10 for i in values(frames)], abs=0.002)


@pytest.mark.parametrize("second", ["same", "smaller"])
def test_in_joined_recordings_time_goes_on(tmp_path: Path, numbered: Numbered, second: str) -> None:
    images = numbered(12)
    ends = [image[:32, :32] for image in images] if second == "smaller" else images
    parts = [
        Film(tmp_path / name, "mpeg2video").add(some).close().read_bytes()
        for name, some in (("a.ts", images), ("b.ts", [np.ascontiguousarray(i) for i in ends]))
    ]
    path = tmp_path / "both.ts"
    path.write_bytes(parts[0] + parts[1])
    source = open_source(str(path))
    assert isinstance(source, SeekableSource)
    assert source.duration_s == pytest.approx(2.4, abs=0.25)
    frames = read_all(source)
    assert values(frames) == [*range(12), *range(12)]
    assert times(frames) == pytest.approx([i / 10 for i in range(24)], abs=0.03)
    assert np.all(np.diff(times(frames)) > 0)
    assert frames[-1].image.shape == ends[0].shape


def test_also_very_short_recordings_may_be_joined(tmp_path: Path, numbered: Numbered) -> None:
    part = Film(tmp_path / "a.ts", "mpeg2video").add(numbered(12)[:4]).close().read_bytes()
    path = tmp_path / "all.ts"
    path.write_bytes(part * 4)
    assert times(read(path)) == pytest.approx([i / 10 for i in range(16)], abs=0.03)


def test_in_joined_recordings_one_can_go_to_any_place(tmp_path: Path, numbered: Numbered) -> None:
    part = Film(tmp_path / "a.ts", "mpeg2video").add(numbered(12)).close().read_bytes()
    path = tmp_path / "both.ts"
    path.write_bytes(part + part)
    playback = Playback()
    source = open_source(str(path), playback=playback)
    assert isinstance(source, SeekableSource)
    found = []
    for place in (15, 3, 22, 12):
        playback.seek(place / 10 + 0.05)
        frame = source.read()
        found.append((values([frame])[0], round(frame.time_s, 1)))
    source.close()
    assert found == [(3, 1.5), (3, 0.3), (10, 2.2), (0, 1.2)]


CORNERS = {
    "as it is": ((1, 0, 0, 1), "top left"),
    "turned left": ((0, -1, 1, 0), "bottom left"),
    "upside down": ((-1, 0, 0, -1), "bottom right"),
    "turned right": ((0, 1, -1, 0), "top right"),
    "mirrored": ((-1, 0, 0, 1), "top right"),
    "mirrored downwards": ((1, 0, 0, -1), "bottom left"),
    "transposed": ((0, 1, 1, 0), "top left"),
    "transposed the other way": ((0, -1, -1, 0), "bottom right"),
}


@pytest.mark.parametrize("kind", CORNERS)
def test_pictures_are_turned_and_mirrored_as_the_file_says(
    make_video: VideoMaker, kind: str
) -> None:
    matrix, corner = CORNERS[kind]
    image = np.zeros((48, 64, 3), np.uint8)
    image[:12, :30] = 255  # top left, lying
    path = make_video([image] * 3, [0, 0.1, 0.2])
    data = bytearray(path.read_bytes())
    place = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (value << 16 for value in matrix)
    data[place : place + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    shown = read(path)[0].image
    stands = matrix[0] == 0
    assert shown.shape == ((64, 48, 3) if stands else (48, 64, 3))
    rows, columns = np.nonzero(shown[..., 0] > 128)
    vertical = "top" if rows.mean() < shown.shape[0] / 2 else "bottom"
    horizontal = "left" if columns.mean() < shown.shape[1] / 2 else "right"
    assert f"{vertical} {horizontal}" == corner
    assert bool(np.ptp(rows) > np.ptp(columns)) is stands


@pytest.mark.parametrize(
    ("aspect", "size"),
    [
        (Fraction(64, 45), (91, 48)),
        (Fraction(8, 9), (64, 54)),
        (Fraction(1, 1), (64, 48)),
        (Fraction(1000, 1001), (64, 48)),
        (Fraction(200, 1), (64, 48)),
    ],
)
@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_pixels_become_square(
    tmp_path: Path, numbered: Numbered, name: str, aspect: Fraction, size: tuple[int, int]
) -> None:
    path = Film(tmp_path / name).add(numbered(12), aspect=aspect).close()
    source = open_source(str(path))
    assert source.size == pytest.approx(size, abs=1)
    frames = read_all(source)
    assert frames[0].image.shape == (source.size[1], source.size[0], 3)
    assert values(frames) == list(range(12))


def test_pixels_of_a_transport_stream_become_square(tmp_path: Path, numbered: Numbered) -> None:
    film = Film(tmp_path / "clip.ts", "mpeg2video").add(numbered(12), aspect=Fraction(4, 3))
    assert {frame.image.shape for frame in read(film.close())} == {(48, 85, 3)}


def test_square_pixels_are_made_before_a_picture_is_turned(
    tmp_path: Path, numbered: Numbered
) -> None:
    path = Film(tmp_path / "clip.mp4").add(numbered(3), aspect=Fraction(2, 1)).close()
    data = bytearray(path.read_bytes())
    place = data.index(b"tkhd") + 4 + 40
    data[place : place + 36] = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    assert open_source(str(path)).size == (48, 128)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_of_several_videos_the_default_one_is_shown(
    tmp_path: Path, numbered: Numbered, name: str
) -> None:
    black = [np.zeros((48, 64, 3), np.uint8)] * 5
    film = Film(tmp_path / name)
    streams = [film.container.add_stream("libx264", rate=10) for _ in range(2)]
    for stream, default in zip(streams, (False, True), strict=True):
        stream.height, stream.width, stream.pix_fmt = 48, 64, "yuv420p"
        stream.disposition = Disposition.default if default else Disposition(0)
    for place in range(5):
        for stream, images in zip(streams, (black, numbered(5)), strict=True):
            frame = av.VideoFrame.from_ndarray(images[place], format="bgr24")
            frame.pts = place
            film.container.mux(stream.encode(frame))
    for stream in streams:
        film.container.mux(stream.encode())
    assert values(read(film.close())) == list(range(5))


def test_the_cover_of_a_song_is_no_video(tmp_path: Path, numbered: Numbered) -> None:
    song = tmp_path / "song.mp3"
    with av.open(str(song), "w") as container:
        stream = container.add_stream("libmp3lame", rate=16_000, layout="mono")
        for frame in silence(1.0):
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    picture = tmp_path / "cover.png"
    Pillow.fromarray(numbered(9)[8]).save(picture)
    content = b"\0image/png\0\x03\0" + picture.read_bytes()
    cover = b"APIC" + len(content).to_bytes(4, "big") + b"\0\0" + content
    size = bytes(len(cover) >> shift & 127 for shift in (21, 14, 7, 0))
    sound = song.read_bytes()
    skipped = 10 + sum(
        byte << shift for byte, shift in zip(sound[6:10], (21, 14, 7, 0), strict=True)
    )
    song.write_bytes(b"ID3\x03\0\0" + size + cover + sound[skipped:])
    with pytest.raises(UnreadableFileError, match=r"song\.mp3.*no video in it"):
        open_source(str(song))


@pytest.mark.parametrize(
    ("name", "codec"),
    [("raw.h264", "libx264"), ("raw.264", "libx264"), ("raw.m2v", "mpeg2video")],
)
def test_a_raw_stream_plays_at_the_rate_in_its_header(
    tmp_path: Path, numbered: Numbered, name: str, codec: str
) -> None:
    path = tmp_path / name
    with av.open(str(path), "w", format="h264" if codec == "libx264" else None) as container:
        stream = container.add_stream(codec, rate=30)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width, stream.pix_fmt = 48, 64, "yuv420p"
        for place, image in enumerate(numbered(7)):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts = place
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    frames = read(path)
    assert values(frames) == list(range(7))
    assert times(frames) == pytest.approx([i / 30 for i in range(7)], abs=0.002)
