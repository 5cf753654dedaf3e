"""A recording of the whole demo, frame by frame, so that it is the same on every machine."""

import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from emotion_desktop import __version__
from emotion_desktop.config import find_asset
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.outputs.recording.recorder import Recorder, RecordingEnd
from emotion_desktop.outputs.recording.session_format import (
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.video import VideoSource

MARKERS: Final = {3.0: (1, "smiles"), 9.1: (2, "is startled"), 16.0: (3, "")}
"""Number and note by seconds from the beginning of the demo."""

MOST_AHEAD: Final = 20
"""Frames that the analysis may be ahead of the recorder, which else leaves some out."""


def record_demo(parent: Path) -> Path:
    """Record the demo with the default model and return the session's folder."""
    predictor = EmotionPredictor(default_checkpoint())
    demo = VideoSource(find_asset("demo.mp4"), name="demo")
    width, height = demo.size
    metadata = SessionMetadata(
        app_version=__version__,
        source=RecordedSource(name=demo.name, width=width, height=height, fps=demo.fps),
        model=RecordedModel(
            name=predictor.name, classes=predictor.classes, device=predictor.device_name
        ),
        started_at=datetime.now().astimezone(),
    )
    recorder = Recorder(parent, metadata, on_end=_nothing, least_free=0)
    due = dict(MARKERS)
    began_at = time.monotonic()
    with closing(demo), closing(FramePipeline(predictor)) as pipeline:
        for put in range(demo.frame_count or 0):
            while put - recorder.state.frames > MOST_AHEAD:
                time.sleep(0.005)
            try:
                frame = demo.read()
            except SourceEndedError:
                break
            captured_at = began_at + frame.time_s
            recorder.put(pipeline.process(replace(frame, captured_at=captured_at)))
            for moment in [moment for moment in due if moment <= frame.time_s]:
                number, note = due.pop(moment)
                recorder.note(recorder.mark(number), note)
    recorder.stop()
    recorder.wait(60)
    return recorder.folder


def _nothing(_end: RecordingEnd) -> None:
    pass
