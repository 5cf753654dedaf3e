"""Recorded videos."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import get_args

import av
import numpy as np
import pytest

from emotion_desktop.config import VideoQuality
from emotion_desktop.domain import Image
from emotion_desktop.errors import OutputError
from emotion_desktop.outputs.video import VideoWriter


def gray(value: int, size: tuple[int, int] = (64, 48)) -> Image:
    return np.full((size[1], size[0], 3), value, np.uint8)


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.time or 0) for frame in container.decode(video=0)]


def test_frames_keep_their_uneven_times(tmp_path: Path) -> None:
    times = [0.0, 0.1, 0.2, 0.5, 0.55, 1.0, 1.3]
    with VideoWriter(tmp_path / "v.mp4", 10, (64, 48)) as video:
        for number, time_s in enumerate(times):
            video.write(gray(30 * number), time_s)
    assert times_of(video.path) == pytest.approx(times, abs=1e-4)


def test_the_last_frame_is_shown_for_one_step(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4", 10, (64, 48)) as video:
        for time_s in (0.0, 0.1, 0.2, 0.5, 0.55, 1.0, 1.3):
            video.write(gray(round(99 * time_s)), time_s)
    with av.open(str(video.path)) as container:
        assert (container.duration or 0) / 1e6 == pytest.approx(1.4, abs=1e-3)


def test_it_is_h264_that_every_player_plays(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4", 30, (64, 48)) as video:
        video.write(gray(9))
    with av.open(str(video.path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")


@pytest.mark.parametrize("size", [(63, 48), (64, 47), (63, 47)])
def test_odd_sizes_get_one_more_row_or_column(tmp_path: Path, size: tuple[int, int]) -> None:
    with VideoWriter(tmp_path / "v.mp4", 30, size) as video:
        video.write(gray(200, size))
    with av.open(str(video.path)) as container:
        (frame,) = container.decode(video=0)
        assert (frame.width, frame.height) == (64, 48)
        assert frame.to_ndarray(format="gray").min() > 180


def test_without_times_frames_follow_each_other_at_the_rate(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4", 20, (64, 48)) as video:
        for number in range(4):
            video.write(gray(number))
    assert times_of(video.path) == pytest.approx([0, 0.05, 0.1, 0.15], abs=1e-4)


def test_times_that_do_not_rise_lose_no_frame(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4", None, (64, 48)) as video:
        for time_s in (0.0, 0.0, 1.0, 0.5, 2.0):
            video.write(gray(50), time_s)
    assert len(times_of(video.path)) == 5


def test_frames_of_another_size_are_scaled_and_keep_their_shape(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "v.mp4", 30, (64, 48)) as video:
        video.write(gray(200))
        video.write(gray(200, (128, 128)))
    with av.open(str(video.path)) as container:
        first, second = (frame.to_ndarray(format="gray") for frame in container.decode(video=0))
    assert first.min() > 180
    assert second[:, 10:54].min() > 180
    assert second[:, :6].max() < 40
    assert second[:, -6:].max() < 40


def test_a_missing_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    video = VideoWriter(tmp_path / "none" / "v.mp4", 30, (64, 48))
    video.write(gray(1))
    with pytest.raises(OutputError, match="no such file or directory; choose another folder"):
        video.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux' always full device")
def test_a_full_disk_is_one_clear_sentence() -> None:
    def record() -> None:
        with VideoWriter(Path("/dev/full"), 30, (64, 48)) as video:
            for number in range(60):
                video.write(gray(number))

    with pytest.raises(OutputError, match="no space left on device"):
        record()


def test_a_recorder_without_a_frame_closes_quietly(tmp_path: Path) -> None:
    VideoWriter(tmp_path / "v.mp4", 30, (64, 48)).close()


def with_sound(path: Path) -> Path:
    """Make a second of gray with a tone; both begin at 5 s, as cut files do."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.time_base = Fraction(1, 10)
        audio = container.add_stream("aac", rate=48_000)
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(gray(20 * number), format="bgr24")
            frame.pts, frame.time_base = 50 + number, Fraction(1, 10)
            container.mux(video.encode(frame))
        for number in range(48):
            wave = np.sin(np.arange(1000) * 0.05 + number).astype(np.float32)[None]
            sound = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            sound.pts, sound.time_base, sound.sample_rate = (
                240_000 + 1000 * number,
                Fraction(1, 48_000),
                48_000,
            )
            container.mux(audio.encode(sound))
        container.mux([*video.encode(None), *audio.encode(None)])
    return path


def packets_of(path: Path) -> list[tuple[float, bytes]]:
    with av.open(str(path)) as container:
        start = (container.start_time or 0) / 1e6
        return [
            (float(packet.pts * packet.time_base) - start, bytes(packet))
            for packet in container.demux(audio=0)
            if packet.pts is not None and packet.time_base is not None
        ]


def test_the_sound_of_another_file_is_copied_bit_by_bit_at_its_times(tmp_path: Path) -> None:
    source = with_sound(tmp_path / "in.mkv")
    with VideoWriter(tmp_path / "v.mp4", 10, (64, 48), sound=source) as video:
        for number in range(10):
            video.write(gray(20 * number), number / 10)
    copied, original = packets_of(video.path), packets_of(source)
    assert len(original) > 40
    known = {data: time_s for time_s, data in original}
    assert len(copied) >= len(original) - 2
    for time_s, data in copied:
        assert time_s == pytest.approx(known[data], abs=0.03)
    assert times_of(video.path) == pytest.approx([number / 10 for number in range(10)], abs=1e-4)


def test_of_a_part_of_a_video_the_sound_of_that_part_is_copied(tmp_path: Path) -> None:
    source = with_sound(tmp_path / "in.mkv")
    with VideoWriter(tmp_path / "v.mp4", 10, (64, 48), sound=source) as video:
        for number in range(4, 7):
            video.write(gray(20 * number), number / 10)
    assert 12 <= len(packets_of(video.path)) <= 15


@pytest.mark.parametrize("make", [lambda path: path, lambda path: path.write_bytes(b"no") and path])
def test_without_sound_that_can_be_copied_the_video_is_written_all_the_same(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    with VideoWriter(tmp_path / "v.mp4", 10, (64, 48), sound=make(tmp_path / "x.mp4")) as video:
        video.write(gray(9), 0)
    assert len(times_of(video.path)) == 1


def test_a_better_quality_is_truer_to_the_pictures_and_takes_more_room(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 256, (5, 96, 128, 3), np.uint8)
    sizes, errors = [], []
    for quality in get_args(VideoQuality):
        path = tmp_path / f"{quality}.mp4"
        with VideoWriter(path, 25, (128, 96), steady=True, quality=quality) as video:
            for picture in pictures:
                video.write(picture)
        with av.open(str(path)) as container:
            read = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
        sizes.append(path.stat().st_size)
        errors.append(np.abs(np.stack(read).astype(int) - pictures).mean())
    assert sizes == sorted(sizes)
    assert errors == sorted(errors, reverse=True)
    assert sizes[2] > 2 * sizes[0]
