"""Video files and the demo."""

import gc
import itertools
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import av
import numpy as np
import pytest

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import SourceEndedError, UnreadableFileError
from emotion_desktop.vision.sources import open_source
from emotion_desktop.vision.sources.base import Pacer
from emotion_desktop.vision.sources.decoder import Decoder
from tests.vision.live_helpers import VideoMaker, read_all

Numbered = Callable[[int], list[Image]]


def values(frames: list[Frame]) -> list[int]:
    return [round(float(frame.image.mean()) / 8) for frame in frames]


def test_every_frame_comes_in_order_with_its_own_time(
    make_video: VideoMaker, numbered: Numbered
) -> None:
    times = [0.0, 0.1, 0.15, 0.5, 0.55, 1.2]  # a phone's: not evenly spaced
    source = open_source(str(make_video(numbered(6), times)))
    frames = read_all(source)
    assert values(frames) == list(range(6))
    assert [frame.index for frame in frames] == list(range(6))
    assert [frame.time_s for frame in frames] == pytest.approx(times, abs=0.002)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.gif", "Größe ñ 你好.mp4"])
def test_containers_and_names_of_any_kind_are_read(
    make_video: VideoMaker, numbered: Numbered, name: str
) -> None:
    source = open_source(str(make_video(numbered(5), [0, 0.08, 0.16, 0.24, 0.32], name)))
    assert source.name == name
    assert source.size == (64, 48)
    assert not source.is_live
    frames = read_all(source)
    assert len(frames) == 5
    assert frames[3].time_s == pytest.approx(0.24, abs=0.002)
    assert frames[0].source == name


def test_the_number_of_frames_and_the_rate_are_told(
    make_video: VideoMaker, numbered: Numbered, cleanup: ExitStack
) -> None:
    source = open_source(str(make_video(numbered(6), [i / 25 for i in range(6)])))
    cleanup.callback(source.close)
    assert source.frame_count == 6
    assert source.fps == pytest.approx(25, rel=0.25)


def test_a_looping_file_starts_over_and_time_goes_on_rising(
    make_video: VideoMaker, numbered: Numbered, cleanup: ExitStack
) -> None:
    source = open_source(str(make_video(numbered(3), [0, 0.1, 0.2])), loop=True)
    cleanup.callback(source.close)
    frames = [source.read() for _ in range(8)]
    assert values(frames) == [0, 1, 2, 0, 1, 2, 0, 1]
    assert [frame.index for frame in frames] == list(range(8))
    assert np.all(np.diff([frame.time_s for frame in frames]) > 0.005)
    assert source.frame_count is None


def test_a_video_taken_upright_is_turned_upright(
    make_video: VideoMaker, cleanup: ExitStack
) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[:16, :16] = 255  # top left; turned clockwise it goes to the top right
    path = make_video([image] * 3, [0, 0.1, 0.2])
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    turned = [0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30]
    data[matrix : matrix + 36] = b"".join(v.to_bytes(4, "big", signed=True) for v in turned)
    path.write_bytes(data)
    source = open_source(str(path))
    cleanup.callback(source.close)
    assert source.size == (48, 64)
    frame = source.read().image
    assert frame[4:12, -12:-4].mean() > 200
    assert frame[4:12, 4:12].mean() < 50


def test_no_picture_that_was_decoded_waits_for_the_garbage_collector(
    make_video: VideoMaker, numbered: Numbered, cleanup: ExitStack
) -> None:
    decoder = Decoder(make_video(numbered(30), [0.1 * i for i in range(30)]))
    cleanup.callback(decoder.close)
    gc.collect()
    gc.disable()
    cleanup.callback(gc.enable)
    assert sum(1 for _ in decoder.frames()) == 30
    frames = [one for one in gc.get_objects() if type(one) is av.VideoFrame]
    alive = [one for one in frames if (one.width, one.height) == (64, 48)]  # not of other tests
    assert len(alive) <= 2, "the decoder keeps one to fill next"


@pytest.mark.parametrize("content", [b"", b"hello\n" * 100, bytes(range(256)) * 400])
@pytest.mark.parametrize("name", ["broken.mp4", "broken.gif", "broken", "broken.txt"])
def test_a_file_that_is_no_video_is_refused_by_name(
    tmp_path: Path, content: bytes, name: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFileError, match=name):
        open_source(str(tmp_path / name))


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_a_video_that_was_cut_off_is_an_error_after_its_last_frame(
    make_video: VideoMaker, demo_images: tuple[Image, ...], name: str
) -> None:
    images = [image[::4, ::4] for image in demo_images]
    whole = make_video(
        [np.ascontiguousarray(i) for i in images], [0.1 * i for i in range(30)], name
    )
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(UnreadableFileError, match=name):
        read_all(open_source(str(whole)))


def test_a_missing_file_is_named_and_choices_are_offered() -> None:
    with pytest.raises(UnreadableFileError, match=r"no file nowhere\.mp4.*camera.*demo"):
        open_source("nowhere.mp4")


def test_closing_twice_is_fine_and_reading_afterwards_is_the_end(
    make_video: VideoMaker, numbered: Numbered
) -> None:
    source = open_source(str(make_video(numbered(3), [0, 0.1, 0.2])))
    source.close()
    source.close()
    with pytest.raises(SourceEndedError, match="closed"):
        source.read()


def test_closing_from_another_thread_ends_a_read_that_waits(
    make_video: VideoMaker, numbered: Numbered
) -> None:
    source = open_source(str(make_video(numbered(2), [0, 60])), realtime=True)
    source.read()
    closer = threading.Timer(0.05, source.close)
    closer.start()
    began = time.monotonic()
    source.read()
    closer.join()
    assert time.monotonic() - began < 30
    with pytest.raises(SourceEndedError):
        source.read()


def test_in_real_time_a_file_takes_as_long_as_it_lasts(
    make_video: VideoMaker, numbered: Numbered
) -> None:
    source = open_source(str(make_video(numbered(4), [0, 0.1, 0.2, 0.3])), realtime=True)
    arrived = [frame.captured_at for frame in read_all(source)]
    assert 0.2 < arrived[-1] - arrived[0] < 3


class Clock:
    """A clock that moves only when told to, or waited on."""

    def __init__(self) -> None:
        self.now = 100.0

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def test_a_paused_reader_is_not_made_to_rush_afterwards() -> None:
    clock = Clock()
    pacer = Pacer(clock.wait, clock)
    shown = []
    for index in range(6):
        if index == 3:
            clock.wait(60)  # the pause
        pacer.until(index / 10)
        shown.append(clock.now)
    assert np.diff(shown) == pytest.approx([0.1, 0.1, 60, 0.1, 0.1])


def test_a_reader_that_is_a_little_late_catches_up() -> None:
    clock = Clock()
    pacer = Pacer(clock.wait, clock)
    shown = []
    for index in range(5):
        pacer.until(index / 10)
        shown.append(clock.now)
        clock.wait(0.15 if index == 1 else 0.01)
    assert shown == pytest.approx([100, 100.1, 100.25, 100.3, 100.4])


def test_the_demo_is_live_endless_and_paced(cleanup: ExitStack) -> None:
    source = open_source("demo")
    cleanup.callback(source.close)
    assert source.name == "demo"
    assert source.is_live
    assert source.frame_count is None
    frames = [source.read() for _ in range(7)]
    assert source.fps is not None
    assert 0.5 * 6 / source.fps < frames[-1].captured_at - frames[0].captured_at < 3
    for before, after in itertools.pairwise(frames):
        assert after.time_s > before.time_s
