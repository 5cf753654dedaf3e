"""The live pipeline: real threads, real video, real models; fakes only for what must hang."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import SourceEndedError, StreamLostError, UnreadableFileError
from emotion_desktop.vision.live.capture_thread import PREDECESSOR_S
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import FrameSource
from tests.vision.live_helpers import (
    PATIENCE_S,
    FakeSource,
    Listener,
    Starter,
    next_result,
    opener_of,
)


def test_faces_of_a_source_come_as_results(start: Starter, listener: Listener) -> None:
    live = start()
    live.open("demo")
    result = next_result(live, len)
    assert result.model == "cnn48_rgb"
    assert result.frame.source == "demo"
    assert not listener.source_errors


def test_a_subscriber_gets_every_result_also_those_nobody_took(start: Starter) -> None:
    live = start(opener=opener_of(FakeSource()))
    results: list[FrameResult] = []
    live.subscribe(results.append)
    live.open("fake")
    deadline = time.monotonic() + PATIENCE_S
    while len(results) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert live.results.dropped >= 4
    taken = live.results.take(0)
    assert any(result is taken for result in results)


def test_a_frame_is_announced_before_its_result(start: Starter) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    coming = live.coming.take(PATIENCE_S)
    assert coming is not None
    assert live.results.take(PATIENCE_S) is not None
    later = next_result(live, lambda _: True)
    assert later.frame.index > coming.index


def test_opening_returns_at_once_even_if_the_source_takes_long(start: Starter) -> None:
    release = threading.Event()

    def slow(*_: object, **__: object) -> FrameSource:
        release.wait(PATIENCE_S)
        return FakeSource()

    live = start(opener=slow)
    live.open("slow")
    # Or the source would have been there by now.
    assert live.stats.source == ""
    release.set()
    next_result(live, lambda _: True)


def test_a_reader_that_does_not_read_is_told_once(start: Starter, listener: Listener) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    listener.wait(lambda: listener.results)
    deadline = time.monotonic() + PATIENCE_S
    while live.results.dropped < 5 and time.monotonic() < deadline:
        listener.changed.acquire()
        listener.changed.wait(0.01)
        listener.changed.release()
    assert live.results.dropped >= 5
    assert listener.results == 1


def test_a_live_source_faster_than_the_analysis_drops_frames_and_counts_them(
    start: Starter,
) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    result = next_result(live, lambda r: r.frame.index > 100)
    stats = live.stats
    assert stats.dropped > 0
    assert time.monotonic() - result.captured_at < PATIENCE_S / 2
    assert stats.source == "fake"
    assert stats.size == (64, 48)
    assert stats.fps > 0
    assert stats.faces == 0
    assert stats.model == "cnn48_rgb"
    assert stats.device == "CPU (PyTorch, fp32)"
    assert {"detect", "predict"} <= set(stats.stage_s)


def test_another_source_replaces_the_present_one_which_is_closed(start: Starter) -> None:
    first, second = FakeSource("first"), FakeSource("second")
    live = start(opener=opener_of(first, second))
    live.open("first")
    next_result(live, lambda r: r.frame.source == "first")
    live.open("second")
    next_result(live, lambda r: r.frame.source == "second")
    for _ in range(5):
        assert next_result(live, lambda _: True).frame.source == "second"
    assert first.closed.wait(PATIENCE_S)
    assert live.stats.source == "second"


def test_a_file_that_does_not_loop_ends_once_and_its_last_picture_stays(
    start: Starter, listener: Listener, clip: Path
) -> None:
    live = start()
    listener.wait(lambda: listener.models)
    live.open(str(clip), loop=False)
    listener.wait(lambda: listener.source_errors)
    assert isinstance(listener.source_errors[0], SourceEndedError)
    assert next_result(live, lambda r: r.frame.index == 9).frame.source == clip.name


def test_a_file_that_loops_does_not_end(start: Starter, clip: Path) -> None:
    live = start()
    live.open(str(clip))
    next_result(live, lambda r: r.frame.index >= 12)


def test_a_file_that_cannot_be_read_is_an_error_and_another_opens_afterwards(
    start: Starter, listener: Listener, clip: Path
) -> None:
    live = start()
    live.open("nowhere.mp4")
    listener.wait(lambda: listener.source_errors)
    assert isinstance(listener.source_errors[0], UnreadableFileError)
    live.open(str(clip))
    next_result(live, lambda r: r.frame.source == clip.name)


def test_a_source_that_fails_midway_is_an_error_and_is_closed(
    start: Starter, listener: Listener
) -> None:
    source = FakeSource()
    live = start(opener=opener_of(source))
    live.open("fake")
    next_result(live, lambda _: True)
    source.failure = StreamLostError("gone")
    listener.wait(lambda: listener.source_errors)
    assert listener.source_errors == [source.failure]
    assert source.closed.wait(PATIENCE_S)


def test_a_result_of_a_replaced_source_is_thrown_away(
    start: Starter, listener: Listener, load: Callable[[], FramePipeline]
) -> None:
    began, release = threading.Event(), threading.Event()

    class Slow(FramePipeline):
        def process(self, frame: Frame) -> FrameResult:
            if frame.source == "first":
                began.set()
                release.wait(PATIENCE_S)
            return super().process(frame)

    second = FakeSource("second", hang=threading.Event())
    live = start(lambda: Slow(load().predictor), opener_of(FakeSource("first"), second))
    live.open("first")
    assert began.wait(PATIENCE_S)
    live.open("second")
    release.set()
    assert live.results.take(0.3) is None
    assert second.hang is not None
    second.hang.set()
    next_result(live, lambda r: r.frame.source == "second")
    assert listener.results >= 1


def test_a_source_that_fails_after_closing_says_nothing(start: Starter, listener: Listener) -> None:
    release = threading.Event()
    stuck = FakeSource("stuck", hang=release)
    stuck.failure = StreamLostError("too late")
    live = start(opener=opener_of(stuck))
    live.open("stuck")
    assert stuck.hangs.wait(PATIENCE_S)
    assert not live.close(0)
    release.set()
    assert live.close(PATIENCE_S)
    assert listener.source_errors == []


def test_a_replaced_source_that_fails_late_says_nothing(start: Starter, listener: Listener) -> None:
    release = threading.Event()
    stuck, other = FakeSource("stuck", hang=release), FakeSource("other")
    stuck.failure = StreamLostError("too late")
    live = start(opener=opener_of(stuck, other))
    live.open("stuck")
    assert stuck.hangs.wait(PATIENCE_S)
    live.open("other")
    release.set()
    next_result(live, lambda r: r.frame.source == "other")
    assert listener.source_errors == []


def test_a_hanging_source_keeps_nobody_waiting(start: Starter, cleanup: ExitStack) -> None:
    release = threading.Event()
    cleanup.callback(release.set)
    stuck = FakeSource("stuck", hang=release)
    live = start(opener=opener_of(stuck, FakeSource("other")))
    live.open("stuck")
    assert stuck.hangs.wait(PATIENCE_S)
    began = time.monotonic()
    live.open("other")
    assert time.monotonic() - began < PATIENCE_S / 2
    next_result(live, lambda r: r.frame.source == "other")
    began = time.monotonic()
    assert not live.close(0.3)
    assert time.monotonic() - began < PATIENCE_S / 2
    release.set()
    assert live.close(PATIENCE_S)


def test_a_camera_is_opened_only_after_the_one_before_was_let_go(start: Starter) -> None:
    release = threading.Event()
    old, new = FakeSource("camera:0", hang=release), FakeSource("camera:1")
    opened = threading.Event()

    def opener(text: str, **_: object) -> FrameSource:
        if text == "camera:1":
            opened.set()
        return {"camera:0": old, "camera:1": new}[text]

    live = start(opener=opener)
    live.open("camera:0")
    assert old.hangs.wait(PATIENCE_S)
    live.open("camera:1")
    assert not opened.wait(0.2)
    release.set()
    next_result(live, lambda r: r.frame.source == "camera:1")


def test_a_film_whose_name_begins_with_camera_waits_for_no_camera(
    start: Starter, cleanup: ExitStack
) -> None:
    release = threading.Event()
    cleanup.callback(release.set)
    stuck = FakeSource("camera:0", hang=release)
    opened = threading.Event()

    def opener(text: str, **_: object) -> FrameSource:
        if text == "camera:0":
            return stuck
        opened.set()
        return FakeSource(text)

    live = start(opener=opener)
    live.open("camera:0")
    assert stuck.hangs.wait(PATIENCE_S)
    live.open("camera-footage.mp4")
    assert opened.wait(PREDECESSOR_S / 2)


def test_a_paused_file_is_held_and_goes_on_where_it_was(start: Starter, clip: Path) -> None:
    live = start()
    live.open(str(clip))
    index = next_result(live, lambda _: True).frame.index
    live.playback.pause()
    assert live.playback.paused
    while (last := live.results.take(0.3)) is not None:
        index = last.frame.index
    live.playback.resume()
    # Two frames were on their way, and two more may pass before this one is analysed.
    assert next_result(live, lambda _: True).frame.index <= index + 4


def test_a_paused_live_source_is_read_on_but_not_analysed(start: Starter) -> None:
    source = FakeSource()
    live = start(opener=opener_of(source))
    live.open("fake")
    next_result(live, lambda _: True)
    live.playback.pause()
    while live.results.take(1.0) is not None:
        pass
    reads = source.reads
    assert live.results.take(0.2) is None
    assert source.reads > reads
    live.playback.resume()
    assert next_result(live, lambda _: True).frame.index >= reads - 1


def test_a_live_source_is_analysed_no_faster_than_asked(start: Starter) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.ask(PipelineRequest(max_fps=10))
    live.open("fake")
    times: set[float] = set()
    while len(times) < 5:
        times.add(next_result(live, lambda _: True).captured_at)
    assert (max(times) - min(times)) / (len(times) - 1) > 0.09  # one may come late, not all
    live.ask(PipelineRequest())
    next_result(live, lambda r: _is_soon_after(r, times))


def _is_soon_after(result: FrameResult, times: set[float]) -> bool:
    soon = 0 < result.captured_at - max(times) < 0.05
    times.add(result.captured_at)
    return soon


def test_times_of_a_live_source_go_on_where_it_was_paused(start: Starter) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    before = next_result(live, lambda _: True)
    live.playback.pause()
    while (last := live.results.take(1.0)) is not None:
        before = last
    time.sleep(0.5)
    live.playback.resume()
    after = next_result(live, lambda _: True)
    assert after.frame.held_s > 0.5
    assert after.captured_at - before.captured_at > 0.5
    assert after.running_at - before.running_at == pytest.approx(
        after.captured_at - before.captured_at - after.frame.held_s
    )
    reads = (after.frame.index - before.frame.index) / 500
    assert after.frame.time_s - before.frame.time_s == pytest.approx(reads - after.frame.held_s)


def test_closing_ends_all_threads_quickly(start: Starter, listener: Listener) -> None:
    live = start()
    live.open("demo")
    next_result(live, len)
    began = time.monotonic()
    assert live.close(PATIENCE_S)
    assert time.monotonic() - began < PATIENCE_S / 2
    assert live.results.take(0) is None
    live.open("demo")
    live.set_model("cnn48_rgb")
    assert live.close(0.1)
    assert listener.source_errors == []
