"""Files in the live pipeline: held, stepped, sought, let go; frames that are looked at again."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.errors import (
    CheckpointError,
    EmotionDesktopError,
    SourceEndedError,
    SourceError,
)
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from tests.vision.live_helpers import PATIENCE_S, CheckpointMaker, VideoMaker

COUNT = 24


class Watched:
    """A live pipeline and everything it has said."""

    def __init__(self, load: Callable[[], FramePipeline]) -> None:
        self.changed = threading.Condition()
        self.results: list[FrameResult] = []
        self.errors: list[EmotionDesktopError] = []
        self.live = LivePipeline(
            load,
            on_frame=self.on_frame,
            on_result=self.on_result,
            on_source_error=self.on_error,
            on_model_error=self.on_error,
            on_model_ready=self.on_model,
            on_comparison_error=self.on_error,
        )

    def on_frame(self) -> None:
        self.live.frames.take()

    def on_result(self) -> None:
        result = self.live.results.take()
        if result is not None:
            with self.changed:
                self.results.append(result)
                self.changed.notify_all()

    def on_error(self, error: EmotionDesktopError) -> None:
        with self.changed:
            self.errors.append(error)
            self.changed.notify_all()

    def on_model(self, _predictor: CropPredictor) -> None:
        with self.changed:
            self.changed.notify_all()

    def wait(self, condition: Callable[[], object]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE_S), (self.errors, self.live.stats)

    def await_result(self, is_right: Callable[[FrameResult], object]) -> FrameResult:
        """Return the first result from now on that is right."""
        start = len(self.results)
        found: list[FrameResult] = []

        def there_is_one() -> bool:
            found[:] = [result for result in self.results[start:] if is_right(result)]
            return bool(found)

        self.wait(there_is_one)
        return found[0]

    def is_quiet(self, seconds: float = 0.3) -> bool:
        with self.changed:
            count = len(self.results)
            return not self.changed.wait_for(lambda: len(self.results) > count, seconds)

    def hold(self) -> FrameResult:
        """Pause and return the result that is shown then."""
        self.live.playback.pause()
        for _ in range(10):
            if self.is_quiet():
                break
        return self.results[-1]


@pytest.fixture
def watched(make_checkpoint: CheckpointMaker, cleanup: ExitStack) -> Watched:
    path = make_checkpoint("cnn48_rgb")
    watched = Watched(lambda: FramePipeline(CropPredictor(path, device="cpu"), live=True))
    cleanup.callback(watched.live.close, 5.0)
    return watched


@pytest.fixture
def clip(make_video: VideoMaker, demo_images: tuple[Image, ...]) -> Path:
    """A bit more than a second of the demo, 20 pictures a second."""
    images = [np.ascontiguousarray(image[::2, ::2]) for image in demo_images[:COUNT]]
    return make_video(images, [i / 20 for i in range(COUNT)])


def at(number: int) -> Callable[[FrameResult], bool]:
    """Return whether a result is of this picture of the clip."""
    return lambda result: abs(result.frame.time_s - number / 20) < 0.001


def number_of(result: FrameResult) -> int:
    return round(result.frame.time_s * 20)


def test_a_file_can_be_sought_in_and_a_live_source_cannot(watched: Watched, clip: Path) -> None:
    live = watched.live
    live.open(str(clip), loop=True)
    watched.await_result(len)
    stats = live.stats
    assert stats.seekable
    assert stats.duration_s == pytest.approx(COUNT / 20, abs=0.1)
    assert 0 <= stats.position_s <= COUNT / 20
    live.open("demo")
    watched.await_result(lambda r: r.frame.source == "demo")
    assert not live.stats.seekable
    assert live.stats.duration_s is None


def test_a_paused_file_is_stepped_and_sought_with_every_picture_analysed(
    watched: Watched, clip: Path
) -> None:
    live = watched.live
    live.open(str(clip), loop=True)
    watched.await_result(len)
    watched.hold()
    live.playback.seek(0.52)
    assert len(watched.await_result(at(10))) == 1
    for way, number in ((1, 11), (1, 12), (-1, 11), (-1, 10)):
        live.playback.step(way)
        assert len(watched.await_result(at(number))) == 1
        assert live.playhead.position_s == pytest.approx(number / 20, abs=0.001)
    assert live.playback.paused


def test_stepping_holds_a_file_that_plays(watched: Watched, clip: Path) -> None:
    watched.live.open(str(clip), loop=True)
    watched.await_result(len)
    watched.live.playback.step(1)
    assert watched.live.playback.paused
    assert any(watched.is_quiet() for _ in range(10))


def test_a_jump_makes_new_people_and_a_step_forward_does_not(watched: Watched, clip: Path) -> None:
    live = watched.live
    live.open(str(clip), loop=True)
    watched.await_result(len)
    before = watched.hold()
    live.playback.seek(0.2)
    sought = watched.await_result(at(4))
    assert sought.track_ids[0] > before.track_ids.max()
    live.playback.step(1)
    assert watched.await_result(at(5)).track_ids.tolist() == sought.track_ids.tolist()
    live.playback.step(-1)
    assert watched.await_result(at(4)).track_ids[0] > sought.track_ids[0]


def test_at_its_end_a_file_is_held_and_can_still_be_gone_back_in(
    watched: Watched, clip: Path
) -> None:
    live = watched.live
    live.open(str(clip), loop=False)
    watched.wait(lambda: watched.errors)
    assert isinstance(watched.errors[0], SourceEndedError)
    watched.wait(lambda: number_of(watched.results[-1]) == COUNT - 1)
    assert live.playback.paused
    live.playback.step(-1)
    assert watched.await_result(at(COUNT - 2)).frame.source == clip.name
    live.playback.seek(0.0)
    watched.await_result(at(0))
    live.playback.resume()
    watched.wait(lambda: len(watched.errors) == 2)


def test_repetition_is_switched_on_and_off_while_a_file_plays(watched: Watched, clip: Path) -> None:
    live = watched.live
    live.open(str(clip), loop=False)
    live.playback.loop = True
    watched.await_result(lambda r: r.frame.index > COUNT)
    assert live.playhead.loop
    live.playback.loop = False
    watched.wait(lambda: watched.errors)


def test_a_slow_file_keeps_every_picture_and_a_fast_one_its_speed(
    watched: Watched, clip: Path
) -> None:
    live = watched.live
    live.open(str(clip), loop=False)
    watched.await_result(len)
    watched.hold()
    start = len(watched.results)
    live.playback.seek(0.0)
    watched.await_result(at(0))
    live.playback.speed = 0.25
    live.playback.resume()
    watched.wait(lambda: len(watched.errors) == 1)
    watched.wait(lambda: number_of(watched.results[-1]) == COUNT - 1)
    slow = watched.results[start:]
    assert sorted({number_of(result) for result in slow}) == list(range(COUNT))
    live.playback.speed = 4.0
    live.playback.seek(0.0)
    live.playback.resume()
    watched.wait(lambda: len(watched.errors) == 2)
    watched.wait(lambda: number_of(watched.results[-1]) == COUNT - 1)
    fast = watched.results[start + len(slow) :]
    slow_s, fast_s = (part[-1].captured_at - part[0].captured_at for part in (slow, fast))
    assert slow_s > COUNT / 20 / 0.3
    assert fast_s < COUNT / 20  # at 16 times the speed, but the machine may be busy


def test_while_a_source_is_held_another_model_reads_the_frame_that_is_shown(
    watched: Watched, clip: Path, make_checkpoint: CheckpointMaker
) -> None:
    live = watched.live
    live.open(str(clip), loop=True)
    watched.await_result(len)
    shown = watched.hold()
    live.set_model(make_checkpoint("cnn48_gray"))
    again = watched.await_result(lambda r: r.model == "cnn48_gray")
    assert again.frame is shown.frame
    assert again.track_ids.tolist() == shown.track_ids.tolist()
    assert watched.is_quiet()


def test_while_a_source_is_held_settings_and_heatmaps_take_effect(
    watched: Watched, clip: Path
) -> None:
    live = watched.live
    live.open(str(clip), loop=True)
    watched.await_result(len)
    shown = watched.hold()
    live.ask(PipelineRequest(settings=PipelineSettings(min_face_px=1000)))
    assert watched.await_result(lambda r: r.flaws[0] is not None).frame is shown.frame
    live.ask(PipelineRequest(heatmaps=True))
    explained = watched.await_result(lambda r: r.heatmaps is not None and r.heatmaps.any())
    assert explained.frame is shown.frame
    assert watched.is_quiet()


def test_a_live_source_that_is_held_is_looked_at_again_too(watched: Watched) -> None:
    watched.live.open("demo")
    watched.await_result(len)
    shown = watched.hold()
    watched.live.ask(PipelineRequest(settings=PipelineSettings(min_face_px=1000)))
    again = watched.await_result(lambda r: len(r) and r.flaws[0] is not None)
    assert again.frame is shown.frame


def test_a_stopped_source_is_let_go_and_shows_nothing_more(watched: Watched, clip: Path) -> None:
    live = watched.live
    live.open(str(clip), loop=True)
    watched.await_result(len)
    live.stop_source()
    assert live.stats.source == ""
    assert live.results.take() is None
    watched.is_quiet()
    assert watched.is_quiet()
    live.ask(PipelineRequest(settings=PipelineSettings(min_face_px=1000)))
    assert watched.is_quiet()
    assert "capture" not in {thread.name for thread in threading.enumerate()}
    assert not watched.errors
    live.open(str(clip), loop=True)
    watched.await_result(len)


def test_a_comparison_begins_and_ends_while_the_source_goes_on(
    watched: Watched, make_checkpoint: CheckpointMaker
) -> None:
    live = watched.live
    live.open("demo")
    assert watched.await_result(len).comparison is None
    live.ask(PipelineRequest(comparison=str(make_checkpoint("cnn48_gray"))))
    both = watched.await_result(lambda r: r.comparison is not None)
    assert both.comparison is not None
    assert (both.model, both.comparison.model) == ("cnn48_rgb", "cnn48_gray")
    live.ask(PipelineRequest())
    watched.await_result(lambda r: r.comparison is None)
    assert watched.errors == []


def test_a_second_model_that_cannot_be_loaded_is_said_and_the_first_goes_on(
    watched: Watched, tmp_path: Path
) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"broken")
    watched.live.open("demo")
    watched.await_result(len)
    watched.live.ask(PipelineRequest(comparison=str(tmp_path / "bad.safetensors")))
    watched.wait(lambda: watched.errors)
    assert isinstance(watched.errors[0], CheckpointError)
    assert not isinstance(watched.errors[0], SourceError)
    assert watched.await_result(len).comparison is None
