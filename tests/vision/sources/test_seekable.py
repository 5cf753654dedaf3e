"""Files that are played, sought in and stepped through: every picture exactly the right one."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import Playback, open_source
from emotion_desktop.vision.sources.base import Pacer
from emotion_desktop.vision.sources.seekable import SeekableSource
from emotion_desktop.vision.sources.video_reader import VideoReader

COUNT = 90
SIDE = 64


def numbered(number: int) -> Image:
    """Return a picture that says its number: eight white or black fields are its bits."""
    image = np.full((SIDE, 2 * SIDE, 3), 90, np.uint8)
    for bit in range(8):
        x, y = 32 * (bit % 4), 32 * (bit // 4)
        image[y : y + 32, x : x + 32] = 235 if number >> bit & 1 else 20
    return image


def number_of(frame: Frame) -> int:
    bits = [frame.image[32 * (bit // 4) + 16, 32 * (bit % 4) + 16].mean() > 128 for bit in range(8)]
    return sum(1 << bit for bit, is_set in enumerate(bits) if is_set)


def uneven(count: int) -> list[float]:
    """Return times as a phone's camera makes them: between 20 and 120 ms apart."""
    gaps = random.Random(3).choices([0.02, 0.03, 0.04, 0.12], k=count)
    return [round(sum(gaps[:i]), 3) for i in range(count)]


def write(path: Path, image: Image) -> None:
    path.write_bytes(cv2.imencode(path.suffix, image)[1].tobytes())


def even(count: int) -> list[float]:
    return [i / 25 for i in range(count)]


def encode(
    path: Path, times: Sequence[float], options: dict[str, str], codec: str = "libx264"
) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 2 * SIDE, SIDE
        stream.pix_fmt = "rgb8" if codec == "gif" else "yuv420p"
        ticks = 25 if codec == "mpeg4" else 1000
        stream.codec_context.time_base = Fraction(1, ticks)
        for number, time_s in enumerate(times):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="bgr24")
            frame.pts, frame.time_base = round(time_s * ticks), Fraction(1, ticks)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


B_FRAMES = {"bf": "3", "g": "17", "x264-params": "scenecut=0:b-adapt=0:b-pyramid=normal"}
OPEN_GOP = {"bf": "3", "g": "11", "x264-params": "scenecut=0:b-adapt=0:open-gop=1"}
ONE_KEY = {"bf": "2", "g": "1000", "x264-params": "scenecut=0"}

FILES: dict[str, tuple[str, Callable[[int], list[float]], dict[str, str], str]] = {
    "B frames, odd key frames": ("clip.mp4", even, B_FRAMES, "libx264"),
    "uneven times": ("clip.mp4", uneven, B_FRAMES, "libx264"),
    "open groups": ("clip.mp4", uneven, OPEN_GOP, "libx264"),
    "open groups, Matroska": ("clip.mkv", uneven, OPEN_GOP, "libx264"),
    "one key frame": ("clip.mkv", uneven, ONE_KEY, "libx264"),
    "transport stream": ("clip.ts", even, B_FRAMES, "libx264"),
    "AVI": ("clip.avi", even, {"g": "13"}, "mpeg4"),
    "GIF": ("clip.gif", even, {}, "gif"),
}


@pytest.fixture(scope="module", params=list(FILES))
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name, times, options, codec = FILES[request.param]
    folder = tmp_path_factory.mktemp("seek")
    return encode(folder / name, times(COUNT), options, codec)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video at 25 pictures a second with B frames."""
    return encode(tmp_path_factory.mktemp("clip") / "clip.mp4", even(COUNT), B_FRAMES)


def opened(path: Path, cleanup: ExitStack, *, realtime: bool = False) -> SeekableSource:
    source = open_source(str(path), realtime=realtime, playback=Playback())
    assert isinstance(source, SeekableSource)
    cleanup.callback(source.close)
    return source


def played(path: Path, cleanup: ExitStack) -> Iterator[Frame]:
    source = opened(path, cleanup)
    try:
        while True:
            yield source.read()
    except SourceEndedError:
        return


def position(source: SeekableSource) -> float:
    assert source.place is not None
    return source.place.position_s


def test_any_time_leads_to_the_picture_that_is_shown_then(path: Path, cleanup: ExitStack) -> None:
    times = [frame.time_s for frame in played(path, cleanup)]
    assert len(times) == COUNT
    source = opened(path, cleanup)
    dice = random.Random(1)
    for _ in range(40):
        number = dice.randrange(COUNT)
        following = times[number + 1] if number + 1 < COUNT else times[number] + 0.5
        share = dice.choice([0.0, 0.3, 0.9])
        source.playback.seek(times[number] + share * (following - times[number]))
        frame = source.read()
        assert number_of(frame) == number
        assert frame.time_s == pytest.approx(times[number])
        assert position(source) == frame.time_s
        if dice.random() < 0.5 and number + 1 < COUNT:
            assert number_of(source.read()) == number + 1


def test_a_jump_decodes_from_the_key_frame_before_not_from_the_beginning(clip: Path) -> None:
    reader = VideoReader(clip)
    for time_s in (3.4, 1.5, 2.9):
        before = reader._count
        assert reader.at(time_s).time_s == pytest.approx(time_s, abs=0.04)
        assert reader._count - before <= 17 + 4  # key frames are 17 apart
    reader.close()


def test_steps_lead_to_the_neighbours(path: Path, cleanup: ExitStack) -> None:
    source = opened(path, cleanup)
    source.playback.seek(1.5)
    here = number_of(source.read())
    for count in (-1, -1, 1, 1, 1, -1, -3, 5, -20, -1, 2):
        source.playback.step(count)
        here += count
        assert number_of(source.read()) == here


def test_a_video_can_be_walked_back_to_its_beginning(path: Path, cleanup: ExitStack) -> None:
    source = opened(path, cleanup)
    source.playback.seek(1e6)
    numbers = [number_of(source.read())]
    for _ in range(COUNT):
        source.playback.step(-1)
        numbers.append(number_of(source.read()))
    assert numbers == [*range(COUNT - 1, -1, -1), 0]


def test_after_the_end_one_can_still_go_back(clip: Path, cleanup: ExitStack) -> None:
    source = opened(clip, cleanup)
    for _ in range(COUNT):
        source.read()
    with pytest.raises(SourceEndedError):
        source.read()
    source.playback.step(-1)
    assert number_of(source.read()) == COUNT - 2
    assert number_of(source.read()) == COUNT - 1
    with pytest.raises(SourceEndedError):
        source.read()
    source.playback.seek(0.0)
    assert number_of(source.read()) == 0


def test_a_step_beyond_the_ends_shows_the_last_picture_again(
    clip: Path, cleanup: ExitStack
) -> None:
    source = opened(clip, cleanup)
    source.playback.seek(-3)
    assert number_of(source.read()) == 0
    source.playback.step(-1)
    assert number_of(source.read()) == 0
    source.playback.seek(1e6)
    assert number_of(source.read()) == COUNT - 1
    source.playback.step(1)
    assert number_of(source.read()) == COUNT - 1


def test_the_length_is_told(path: Path, cleanup: ExitStack) -> None:
    source = opened(path, cleanup)
    times = [frame.time_s for frame in played(path, cleanup)]
    assert source.duration_s == pytest.approx(times[-1] + 0.04, abs=0.1)


def test_a_file_that_does_not_tell_its_length_is_measured(
    tmp_path: Path, clip: Path, cleanup: ExitStack
) -> None:
    stream = tmp_path / "browser.webm"
    with av.open(str(clip)) as old, av.open(str(stream), "w", "matroska", {"live": "1"}) as new:
        copy = new.add_stream_from_template(old.streams.video[0])
        for packet in old.demux(old.streams.video[0]):
            if packet.dts is not None:
                packet.stream = copy
                new.mux(packet)
    assert av.open(str(stream)).duration is None
    assert opened(stream, cleanup).duration_s == pytest.approx(COUNT / 25, abs=0.1)


def test_only_the_last_of_several_jumps_is_made(clip: Path, cleanup: ExitStack) -> None:
    source = opened(clip, cleanup)
    source.read()
    for time_s in (1.0, 2.0, 3.0):
        source.playback.seek(time_s)
    source.playback.step(2)
    assert number_of(source.read()) == 77
    assert number_of(source.read()) == 78
    assert source.place is not None
    assert (source.place.jumps, source.place.requests) == (1, 4)


def test_a_jump_is_told_and_a_step_forward_is_none(clip: Path, cleanup: ExitStack) -> None:
    source = opened(clip, cleanup)

    def jumps() -> int:
        source.read()
        assert source.place is not None
        return source.place.jumps

    assert jumps() == 0
    source.playback.step(1)
    assert jumps() == 0
    source.playback.step(-1)
    assert jumps() == 1
    source.playback.seek(2.0)
    assert jumps() == 2
    assert jumps() == 2


def test_frame_numbers_always_rise_and_times_are_those_of_the_file(
    clip: Path, cleanup: ExitStack
) -> None:
    source = opened(clip, cleanup)
    frames = [source.read(), source.read()]
    source.playback.seek(0.04)
    frames.append(source.read())
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.04, 0.04])


def test_while_it_loops_times_rise_and_positions_start_over(clip: Path, cleanup: ExitStack) -> None:
    source = opened(clip, cleanup)
    source.playback.loop = True
    source.playback.seek(3.5)
    frames, positions = [], []
    for _ in range(5):
        frames.append(source.read())
        positions.append(position(source))
    assert [number_of(frame) for frame in frames] == [87, 88, 89, 0, 1]
    assert [frame.number for frame in frames] == [87, 88, 89, 0, 1]
    assert np.all(np.diff([frame.time_s for frame in frames]) > 0.03)
    assert positions == pytest.approx([3.48, 3.52, 3.56, 0.0, 0.04], abs=0.001)
    source.playback.loop = False
    source.playback.seek(3.56)
    source.read()
    with pytest.raises(SourceEndedError):
        source.read()


class FaceClassifier(threading.Thread):
    """Reads a source until its end or until it is closed."""

    def __init__(self, source: SeekableSource) -> None:
        super().__init__(name="capture", daemon=True)
        self.source = source
        self.changed = threading.Condition()
        self.frames: list[Frame] = []
        self.start()

    def run(self) -> None:
        while True:
            try:
                frame = self.source.read()
            except SourceEndedError:
                return
            with self.changed:
                self.frames.append(frame)
                self.changed.notify_all()

    def wait(self, count: int, seconds: float = 30) -> list[Frame]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.frames) >= count, seconds)
            return self.frames[:]

    def is_still(self, seconds: float) -> bool:
        with self.changed:
            count = len(self.frames)
            return not self.changed.wait_for(lambda: len(self.frames) > count, seconds)


@pytest.fixture
def reader(clip: Path, cleanup: ExitStack) -> Iterator[FaceClassifier]:
    """A thread that reads the clip in real time."""
    reader = FaceClassifier(opened(clip, cleanup, realtime=True))
    yield reader
    reader.source.close()
    reader.join(30)


def test_a_file_that_is_held_waits_and_loses_no_picture(reader: FaceClassifier) -> None:
    reader.wait(3)
    reader.source.playback.pause()
    assert reader.is_still(0.2) or reader.is_still(0.2)
    count = len(reader.frames)
    reader.source.playback.resume()
    frames = reader.wait(count + 3)
    assert [number_of(frame) for frame in frames] == list(range(len(frames)))


def test_steps_of_a_held_file_start_at_the_picture_that_was_shown(reader: FaceClassifier) -> None:
    reader.wait(3)
    playback = reader.source.playback
    playback.pause()
    assert reader.is_still(0.2) or reader.is_still(0.2)
    count = len(reader.frames)
    here = number_of(reader.frames[-1])
    for way in (1, 1, -1, -1, -1):
        playback.step(way)
        here += way
        count += 1
        assert number_of(reader.wait(count)[-1]) == here
    assert reader.is_still(0.1)


def test_a_picture_jumped_to_in_a_held_file_stands_alone(reader: FaceClassifier) -> None:
    reader.wait(2)
    reader.source.playback.pause()
    assert reader.is_still(0.2) or reader.is_still(0.2)
    count = len(reader.frames)
    reader.source.playback.seek(2.0)
    assert reader.wait(count + 1)[-1].is_still
    reader.source.playback.step(1)
    assert not reader.wait(count + 2)[-1].is_still


def test_a_jump_does_not_wait_for_the_picture_that_is_due_later(
    tmp_path: Path, cleanup: ExitStack
) -> None:
    slow = encode(tmp_path / "slow.mp4", [0, 1, 60, 61], {"bf": "0"})
    reader = FaceClassifier(opened(slow, cleanup, realtime=True))
    reader.wait(2)
    reader.source.playback.seek(61)
    frames = reader.wait(3)
    reader.source.close()
    reader.join(30)
    assert number_of(frames[-1]) == 3


class Clock:
    """The time by which a source delivers; it moves when the source waits."""

    def __init__(self, source: SeekableSource) -> None:
        self.now = 0.0
        source.pacer = Pacer(self._wait, lambda: self.now)

    def _wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(("speed", "lasts_s"), [(0.5, 0.4), (1.0, 0.2), (4.0, 0.05)])
def test_the_speed_is_that_which_is_wished(
    clip: Path, cleanup: ExitStack, speed: float, lasts_s: float
) -> None:
    source = opened(clip, cleanup, realtime=True)
    clock = Clock(source)
    source.playback.speed = speed
    source.read()
    began = clock.now
    for _ in range(5):
        source.read()
    assert clock.now - began == pytest.approx(lasts_s)


def test_what_is_too_late_is_left_out_and_counted(clip: Path, cleanup: ExitStack) -> None:
    source = opened(clip, cleanup, realtime=True)
    clock = Clock(source)
    assert [number_of(source.read()) for _ in range(2)] == [0, 1]
    clock.now += 0.2  # somebody else had the processor
    numbers = [number_of(source.read()) for _ in range(6)]
    assert numbers == [4, 5, 6, 7, 8, 9]
    assert source.skipped == 2


def test_the_last_picture_is_shown_however_late_it_is(clip: Path, cleanup: ExitStack) -> None:
    source = opened(clip, cleanup, realtime=True)
    clock = Clock(source)
    source.playback.seek((COUNT - 4) / 25)
    assert [number_of(source.read()) for _ in range(2)] == [COUNT - 4, COUNT - 3]
    clock.now += 0.2
    last = source.read()
    assert number_of(last) == COUNT - 1
    assert last.time_s == pytest.approx((COUNT - 1) / 25)
    assert source.skipped == 1
    with pytest.raises(SourceEndedError):
        source.read()


def test_a_folder_is_sought_and_stepped_by_pictures(tmp_path: Path, cleanup: ExitStack) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.png", numbered(number))
    source = opened(tmp_path, cleanup)
    assert source.duration_s == 10
    source.playback.seek(6.5)
    assert number_of(source.read()) == 3
    assert position(source) == 6
    for way, expected in ((-1, 2), (-2, 0), (-1, 0), (1, 1), (9, 4)):
        source.playback.step(way)
        frame = source.read()
        assert (number_of(frame), frame.source) == (expected, f"{expected}.png")
        assert frame.is_still


def test_somebody_who_looks_on_is_not_stopped_by_a_damaged_picture(
    tmp_path: Path, cleanup: ExitStack
) -> None:
    for number in range(3):
        write(tmp_path / f"{number}.png", numbered(number))
    (tmp_path / "1.png").write_bytes(b"damaged")
    source = opened(tmp_path, cleanup, realtime=True)
    source.playback.pause()
    shown = []
    for way in (1, 1, -1, -1):
        source.playback.step(way)
        shown.append(source.read().source)
    assert shown == ["2.png", "2.png", "0.png", "0.png"]
