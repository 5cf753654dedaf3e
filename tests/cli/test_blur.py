"""Faces that nobody shall recognise, in every frame of all that is written or sent."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.cli.analyze import main
from emotion_desktop.config import BlurStyle, BlurWho
from emotion_desktop.domain import Floats, Frame, FrameResult, Image
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.recording.recorder import Recorder
from emotion_desktop.outputs.recording.session_format import (
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.outputs.snapshots import save_snapshot
from emotion_desktop.publish.websocket.page import jpeg
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources.decoder import Decoder
from emotion_desktop.vision.sources.images import read_image


@pytest.fixture(scope="session")
def true_boxes(demo_frames: tuple[Image, ...]) -> list[Floats]:
    """Where the faces of each frame of the demo are, as a thorough search of each finds them."""
    with closing(open_detector()) as detector:
        return [detector.detect(image, effort=Effort.STILL).boxes for image in demo_frames]


@pytest.fixture
def results(model: str, demo_frames: tuple[Image, ...]) -> Iterator[list[FrameResult]]:
    """Results of the demo with everybody's face hidden."""
    predictor = CropPredictor(model, device="cpu")
    request = PipelineRequest(blur=BlurWho.EVERYBODY, blur_style=BlurStyle.MOSAIC)
    with closing(FramePipeline(predictor, request)) as pipeline:
        yield [
            pipeline.process(
                Frame(image=image, captured_at=i / 25, index=i, time_s=i / 25, source="demo")
            )
            for i, image in enumerate(demo_frames)
        ]


def detail(image: Image) -> float:
    """Return the mean strength of edges in gray values."""
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(gray, cv2.CV_32F)).mean())


def assert_hidden(written: Image, source: Image, boxes: Floats) -> None:
    """Check the middle of each true face: another picture, with nothing fine in it."""
    assert len(boxes)
    for x0, y0, x1, y1 in boxes.tolist():
        rows = slice(int(y0 + 0.2 * (y1 - y0)), int(y1 - 0.2 * (y1 - y0)))
        columns = slice(int(x0 + 0.2 * (x1 - x0)), int(x1 - 0.2 * (x1 - x0)))
        face, true = written[rows, columns], source[rows, columns]
        assert np.abs(face.astype(np.float32) - true).mean() > 8
        assert detail(face) < 0.3 * detail(true)


def frames_of(path: Path) -> list[Image]:
    decoder = Decoder(str(path))
    try:
        return [image for image, _ in decoder.frames()]
    finally:
        decoder.close()


@pytest.mark.parametrize("style", list(BlurStyle))
def test_no_frame_of_an_annotated_copy_shows_a_face(
    tmp_path: Path,
    model: str,
    make_clip: Callable[..., Path],
    demo_frames: tuple[Image, ...],
    true_boxes: list[Floats],
    style: BlurStyle,
) -> None:
    clip, out = make_clip(), tmp_path / "out"
    arguments = ["--model", model, "--video", "--blur", style.value, "--out", str(out)]
    assert main([str(clip), *arguments]) == 0
    written = frames_of(out / "clip-annotated.mp4")
    assert len(written) == len(demo_frames)
    for image, source, boxes in zip(written, demo_frames, true_boxes, strict=True):
        assert_hidden(image, source, boxes)


def test_no_frame_of_a_recording_shows_a_face(
    tmp_path: Path,
    results: list[FrameResult],
    demo_frames: tuple[Image, ...],
    true_boxes: list[Floats],
) -> None:
    height, width = demo_frames[0].shape[:2]
    metadata = SessionMetadata(
        app_version="1",
        source=RecordedSource(name="demo", width=width, height=height, fps=25.0),
        model=RecordedModel(name="m", classes=results[0].classes, sha256=("ab",)),
        settings={},
        video="clean",
        started_at=datetime(2026, 3, 4, tzinfo=UTC),
    )
    recorder = Recorder(tmp_path, metadata, on_end=lambda _: None)
    assert all(recorder.put(result) for result in results)
    recorder.stop()
    assert recorder.wait(60)
    written = frames_of(recorder.folder / "video.mp4")
    assert len(written) == len(results)
    for image, source, boxes in zip(written, demo_frames, true_boxes, strict=True):
        assert_hidden(image, source, boxes)


@pytest.mark.parametrize("kind", ["clean snapshot", "snapshot", "web page", "virtual camera"])
def test_no_picture_that_is_saved_or_sent_shows_a_face(
    tmp_path: Path,
    results: list[FrameResult],
    demo_frames: tuple[Image, ...],
    true_boxes: list[Floats],
    kind: str,
) -> None:
    for result, source, boxes in itertools.islice(
        zip(results, demo_frames, true_boxes, strict=True), 2
    ):
        if kind == "clean snapshot":
            image = read_image(save_snapshot(result, tmp_path, None))
        elif kind == "snapshot":
            image = read_image(save_snapshot(result, tmp_path))
        elif kind == "web page":
            coded = np.frombuffer(jpeg(result.image, source.shape[1]), np.uint8)
            image = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
        else:
            image = draw(result)
        assert_hidden(image, source, boxes)
