"""Each source goes wrong in each way while each thing runs; what then happens is a table.

`fault_matrix.toml` says it, `docs/what-happens-when.md` is made from that, here it is held true.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.recorder import Recorder
from emotion_desktop.outputs.recording.session_format import (
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor
from tests.vision.faulty_sources import SOUND, FaultySources, Opener
from tests.vision.live_helpers import PATIENCE_S, Listener, next_result
from tools.fault_matrix import CELLS, PAGE, Cell, page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")

WORKS = {
    "nothing": PipelineRequest(),
    "recording": PipelineRequest(),
    "comparison": PipelineRequest(comparison="cnn48_gray"),
    "heatmaps": PipelineRequest(heatmaps=True),
}
MODEL = "cnn48_rgb"
GONE_ON = SOUND // 2
"""So many results after the fault show that the source goes on."""


USUAL = {
    *(("stream", "dies"), ("camera", "stalls"), ("file", "garbage"), ("camera", "changes size")),
    *(("stream", "10 MB frames"), ("camera", "never answers"), ("demo", "dies")),
}
"""What is tried in the usual suite, while it records."""


def cases() -> Iterator[ParameterSet]:
    """Yield all of the matrix."""
    for cell in CELLS:
        for work in WORKS:
            is_usual = work == "recording" and (cell.source, cell.fault) in USUAL
            mark = pytest.mark.slow if is_usual else pytest.mark.long
            name = f"{cell.source}-{cell.fault}-{work}".replace(" ", "-")
            yield pytest.param(cell, work, id=name, marks=mark)


class Run:
    """A live pipeline on a source that goes wrong, and a recorder if it records."""

    def __init__(self, opener: Opener, work: str, folder: Path, stack: ExitStack) -> None:
        self.listener = Listener()
        self.folder = folder
        self.live = LivePipeline(
            self._load,
            on_frame=self.listener.on_frame,
            on_result=self.listener.on_result,
            on_source_error=self.listener.on_source_error,
            on_model_error=self.listener.on_model_error,
            on_model_ready=self.listener.on_model_ready,
            on_comparison_error=self.listener.on_model_error,
            opener=opener,
        )
        stack.callback(self.live.close, 5.0)
        self.live.ask(WORKS[work])
        self.recorder: Recorder | None = None
        if work == "recording":
            metadata = SessionMetadata(
                app_version="0",
                source=RecordedSource(name="any", width=1, height=1),
                model=RecordedModel(name=MODEL, classes=EmotionPredictor(MODEL).classes),
                started_at=datetime.now(UTC),
            )
            self.recorder = Recorder(folder, metadata, on_end=lambda _: None)

    def _load(self) -> FramePipeline:
        return FramePipeline(EmotionPredictor(MODEL, device="cpu", backend="onnx"), live=True)

    def watch(self, cell: Cell) -> None:
        """Take results, and record them, until the source fails or has gone on for a while."""
        patience_s = 2.0 if cell.outcome == "waits" else PATIENCE_S
        deadline = time.monotonic() + patience_s
        left = GONE_ON
        while not self.listener.source_errors and left and time.monotonic() < deadline:
            result = self.live.results.take(0.1)
            if result is not None:
                self.record(result)
                left -= cell.outcome == "goes on" and result.frame.index >= SOUND

    def record(self, result: FrameResult) -> None:
        if self.recorder is not None:
            self.recorder.put(result)

    @property
    def outcome(self) -> tuple[str, str]:
        """How the source has ended, and what is said of it."""
        for error in self.listener.source_errors:
            ended = isinstance(error, SourceEndedError)
            return "ends" if ended else type(
                error
            ).__name__, "" if ended else error.message.template
        return ("goes on" if self.listener.results else "waits"), ""


def works(result: FrameResult, work: str) -> bool:
    """Return whether a result has what was asked for."""
    has = {"comparison": result.comparison is not None, "heatmaps": result.heatmaps is not None}
    return len(result) > 0 and has.get(work, True)


@pytest.mark.parametrize(("cell", "work"), list(cases()))
def test_a_source_that_goes_wrong_harms_nothing_else(
    cell: Cell, work: str, tmp_path: Path, demo_images: tuple[Image, ...], cleanup: ExitStack
) -> None:
    faulty = FaultySources(tmp_path, demo_images, cleanup)
    text, opener = faulty.make(cell.source, cell.fault)
    (tmp_path / "movies").mkdir()
    run = Run(opener, work, tmp_path / "movies", cleanup)
    run.live.open(text, loop=False)
    run.watch(cell)
    assert run.outcome == (cell.outcome, cell.says)
    run.live.open("demo")
    run.live.playback.resume()
    wanted = next_result(
        run.live, lambda result: result.frame.source == "demo" and works(result, work)
    )
    run.record(wanted)
    faulty.over.set()
    assert not run.listener.model_errors
    if run.recorder is not None:
        run.recorder.stop()
        assert run.recorder.wait(PATIENCE_S)
        assert run.recorder.end is not None
        assert run.recorder.end.error is None
        assert len(read_session(run.recorder.folder).times) == run.recorder.end.frames


def test_the_page_is_made_from_the_matrix() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tools.fault_matrix"
