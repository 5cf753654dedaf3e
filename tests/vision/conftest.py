"""Fixtures of the vision tests: pictures with faces, small videos, a model."""

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import av
import numpy as np
import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Image, Landmarks
from emotion_desktop.vision.detection import FaceDetector, open_detector
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources import FrameSource, open_source
from emotion_desktop.vision.sources.decoder import Decoder
from tests.vision.live_helpers import CheckpointMaker, Listener, Starter, VideoMaker


@pytest.fixture(autouse=True)
def no_thread_is_left_behind() -> Iterator[None]:
    """Fail a test whose threads outlive it."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        # MediaPipe's and PyTorch's own threads stay for the next use.
        if thread.name in {"capture", "analysis", "model loader", "source closer"}:
            thread.join(2)
            assert not thread.is_alive(), f"{thread.name} still runs"


@pytest.fixture(scope="session")
def demo_images() -> tuple[Image, ...]:
    """The first second of the demo video: drawn faces that the detector finds."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    try:
        return tuple(image for image, _ in itertools.islice(decoder.frames(), 30))
    finally:
        decoder.close()


@pytest.fixture(scope="session")
def detector() -> Iterator[FaceDetector]:
    detector = open_detector()
    yield detector
    detector.close()


@pytest.fixture
def predictor(make_checkpoint: CheckpointMaker) -> Iterator[EmotionPredictor]:
    predictor = EmotionPredictor(make_checkpoint("cnn48_rgb"), device="cpu")
    yield predictor
    predictor.close()


@pytest.fixture
def make_video(tmp_path: Path) -> VideoMaker:
    """A function that writes pictures to a video file, frame `i` at `times[i]` seconds."""

    def make(images: Sequence[Image], times: Sequence[float], name: str = "clip.mp4") -> Path:
        path = tmp_path / name
        codec, layout = ("gif", "rgb8") if path.suffix == ".gif" else ("libx264", "yuv420p")
        with av.open(str(path), "w") as container:
            stream = container.add_stream(codec, rate=100)
            assert isinstance(stream, av.VideoStream)
            stream.height, stream.width = images[0].shape[:2]
            stream.pix_fmt = layout
            for image, time_s in zip(images, times, strict=True):
                frame = av.VideoFrame.from_ndarray(image, format="bgr24")
                frame.pts = round(time_s * 100)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        return path

    return make


@pytest.fixture(scope="session")
def numbered() -> Callable[[int], list[Image]]:
    """A function that makes pictures whose gray value says their number: 0, 8, 16, …"""
    return lambda count: [np.full((48, 64, 3), 8 * i, np.uint8) for i in range(count)]


@pytest.fixture(scope="session")
def faces_at() -> Callable[..., Faces]:
    """A function that makes faces seen from the front from boxes (x0, y0, x1, y1)."""
    places = np.array([[0.3, 0.3], [0.7, 0.3], [0.5, 0.55], [0.5, 0.8], [0, 0.35], [1, 0.35]])

    def make(*boxes: tuple[float, float, float, float], score: float = 0.9) -> Faces:
        corners = np.array(boxes, np.float32).reshape(-1, 4)
        starts, extents = corners[:, None, :2], corners[:, None, 2:] - corners[:, None, :2]
        return Faces(
            boxes=corners,
            landmarks=Landmarks((starts + extents * places).astype(np.float32)),
            scores=np.full(len(boxes), score, np.float32),
        )

    return make


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    """Closes at the end what a test registers."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def load(make_checkpoint: CheckpointMaker) -> Callable[[], FramePipeline]:
    path = make_checkpoint("cnn48_rgb")
    return lambda: FramePipeline(EmotionPredictor(path, device="cpu"))


@pytest.fixture
def start(listener: Listener, load: Callable[[], FramePipeline], cleanup: ExitStack) -> Starter:
    """A function that makes a live pipeline whose callbacks go to `listener`."""

    def make(
        load_it: Callable[[], FramePipeline] = load,
        opener: Callable[..., FrameSource] = open_source,
    ) -> LivePipeline:
        live = LivePipeline(
            load_it,
            on_frame=listener.on_frame,
            on_result=listener.on_result,
            on_source_error=listener.on_source_error,
            on_model_error=listener.on_model_error,
            on_model_ready=listener.on_model_ready,
            opener=opener,
        )
        cleanup.callback(live.close, 5.0)
        return live

    return make


@pytest.fixture
def clip(make_video: VideoMaker, demo_images: tuple[Image, ...]) -> Path:
    """Half a second of the demo."""
    images = [np.ascontiguousarray(image[::2, ::2]) for image in demo_images[:10]]
    return make_video(images, [i / 20 for i in range(10)])
