"""Models in the live pipeline: loaded, replaced, broken."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import CheckpointError, ModelError
from emotion_desktop.vision import crop_predictor
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from tests.vision.live_helpers import (
    PATIENCE_S,
    CheckpointMaker,
    FakeSource,
    Listener,
    Starter,
    next_result,
    opener_of,
)


def test_raw_frames_come_until_a_model_is_ready(
    start: Starter, listener: Listener, load: Callable[[], FramePipeline]
) -> None:
    release = threading.Event()

    def slow() -> FramePipeline:
        release.wait(PATIENCE_S)
        return load()

    live = start(slow, opener_of(FakeSource()))
    live.open("fake")
    listener.wait(lambda: listener.frames)
    assert live.frames.take(1) is not None
    assert live.stats.dropped == 0
    release.set()
    listener.wait(lambda: listener.models)
    live.frames.take()
    next_result(live, lambda _: True)
    assert live.frames.take(0.05) is None


def test_another_model_takes_over_while_the_stream_goes_on(
    start: Starter, listener: Listener, make_checkpoint: CheckpointMaker
) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    before = next_result(live, lambda _: True)
    live.set_model(make_checkpoint("cnn48_gray"))
    after = next_result(live, lambda r: r.model == "cnn48_gray")
    assert after.frame.index > before.frame.index
    assert [model.name for model in listener.models] == ["cnn48_rgb", "cnn48_gray"]


def test_of_two_models_wished_for_the_last_one_wins(
    start: Starter,
    listener: Listener,
    load: Callable[[], FramePipeline],
    make_checkpoint: CheckpointMaker,
) -> None:
    release = threading.Event()

    def slow() -> FramePipeline:
        release.wait(PATIENCE_S)
        return load()

    live = start(slow)
    live.set_model(make_checkpoint("cnn48_gray"))
    live.set_model(make_checkpoint("cnn48_rgb", name="last"))
    release.set()
    listener.wait(lambda: "last" in [model.name for model in listener.models])
    assert live.stats.model == "last"
    assert live.close(PATIENCE_S)
    assert [model.name for model in listener.models] == ["cnn48_rgb", "last"]


@pytest.mark.parametrize("content", [b"broken", b""])
def test_a_broken_checkpoint_is_an_error_and_the_old_model_goes_on(
    start: Starter, listener: Listener, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "bad.safetensors").write_bytes(content)
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    next_result(live, lambda _: True)
    live.set_model(tmp_path / "bad.safetensors")
    listener.wait(lambda: listener.model_errors)
    assert isinstance(listener.model_errors[0], CheckpointError)
    newest = live.stats
    assert newest.model == "cnn48_rgb"
    next_result(live, lambda r: r.model == "cnn48_rgb")


def test_a_first_model_that_fails_leaves_raw_frames_and_another_can_be_loaded(
    start: Starter, listener: Listener, make_checkpoint: CheckpointMaker
) -> None:
    def broken() -> FramePipeline:
        msg = "nothing to load"
        raise CheckpointError(msg)

    live = start(broken, opener_of(FakeSource()))
    live.open("fake")
    listener.wait(lambda: listener.model_errors and listener.frames)
    assert live.stats.model == ""
    live.set_model(make_checkpoint("cnn48_gray"))
    next_result(live, lambda r: r.model == "cnn48_gray")


def test_a_device_that_fails_is_said_once_and_raw_frames_come_again(
    start: Starter, listener: Listener, load: Callable[[], FramePipeline]
) -> None:
    class Failing(FramePipeline):
        def process(self, frame: Frame) -> FrameResult:
            msg = f"out of memory at frame {frame.index}"
            raise ModelError(msg)

    live = start(lambda: Failing(load().predictor), opener_of(FakeSource()))
    live.open("fake")
    listener.wait(lambda: listener.model_errors)
    frames = listener.frames
    live.frames.take()
    listener.wait(lambda: listener.frames > frames)
    assert len(listener.model_errors) == 1


def test_a_model_whose_answers_become_no_numbers_gives_way_to_the_one_before(
    start: Starter,
    listener: Listener,
    make_checkpoint: CheckpointMaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live = start()
    live.open("demo")
    next_result(live, lambda r: len(r) > 0)
    live.set_model(make_checkpoint("cnn48_gray"))
    listener.wait(lambda: len(listener.models) == 2)
    backend = listener.models[1].engine
    monkeypatch.setattr(backend, "logits", lambda crops: np.full((len(crops), 7), np.nan))
    listener.wait(lambda: listener.model_errors)
    assert str(listener.model_errors[0]).startswith("cnn48_gray gives no probabilities")
    next_result(live, lambda r: r.model == "cnn48_rgb" and len(r) > 0)
    assert len(listener.model_errors) == 1


def test_of_many_models_wished_for_quickly_one_is_loaded_at_a_time(
    start: Starter,
    listener: Listener,
    make_checkpoint: CheckpointMaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live = start()
    listener.wait(lambda: listener.models)
    path = make_checkpoint("cnn48_gray")
    loading, most, loaded = 0, 0, 0

    class Counted(crop_predictor.CropPredictor):
        def __init__(self, checkpoint: Path, *, device: str, backend: str, precision: str) -> None:
            nonlocal loading, most, loaded
            loading, loaded = loading + 1, loaded + 1
            most = max(most, loading)
            time.sleep(0.2)
            super().__init__(checkpoint, device=device, backend=backend, precision=precision)
            loading -= 1

    monkeypatch.setattr(crop_predictor, "CropPredictor", Counted)
    for _ in range(10):
        live.set_model(path)
        live.ask(PipelineRequest(comparison=str(path)))
        live.ask(PipelineRequest())
    listener.wait(lambda: len(listener.models) == 2)
    assert most == 1
    assert loaded < 10


def test_heatmaps_can_be_switched_on_and_off(start: Starter) -> None:
    live = start()
    live.ask(PipelineRequest(heatmaps=True))
    live.open("demo")
    assert next_result(live, lambda r: r.heatmaps is not None).heatmaps is not None
    live.ask(PipelineRequest())
    next_result(live, lambda r: r.heatmaps is None)


def test_closing_does_not_wait_for_a_model_that_loads_for_ever(
    start: Starter, load: Callable[[], FramePipeline], cleanup: ExitStack
) -> None:
    release = threading.Event()
    cleanup.callback(release.set)

    def slow() -> FramePipeline:
        release.wait(PATIENCE_S)
        return load()

    live = start(slow)
    began = time.monotonic()
    assert not live.close(0.2)
    assert time.monotonic() - began < PATIENCE_S / 2
    release.set()
    assert live.close(PATIENCE_S)
