"""From pictures to the expressions of the faces in them."""

import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, Self

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, FrameResult
from emotion_desktop.errors import InputError, SourceEndedError
from emotion_desktop.vision.alignment import align, transforms_of_boxes
from emotion_desktop.vision.api_inputs import (
    AnyImage,
    Box,
    bgr_image,
    check_several,
    checked_box,
)
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.live.newest_frames import newest_frames
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import open_source
from emotion_desktop.vision.sources.base import frame_of
from emotion_desktop.vision.sources.naming import file_name

MOST_THREADS: Final = 4
"""Of `analyze_batch`; each needs some 40 MB."""


class EmotionPredictor(CropPredictor):
    """A trained model, ready to look at pictures.

    ::

        predictor = EmotionPredictor("resnet18_gray")
        result = predictor.analyze("people.jpg")
        print([result.emotion(face) for face in range(len(result))])

    Any number of threads may use it at the same time: each picture gets a detector of its own
    while it is analysed, and the network keeps nothing between two calls.

    Args:
        checkpoint: Name of a checkpoint, or its path; several separated by commas are an
            ensemble, whose probabilities are the mean of theirs.
        device: `auto`, `cpu`, `cuda`, `cuda:1` or `mps`.
        backend: `auto`, `onnx` or `torch`, as `open_backend` takes it.
        precision: `fp32`, `int8` or `auto`: the faster one on this machine, which probabilities
            may depend on in the second decimal.
        settings: Used by `analyze`.
        max_faces: Faces `analyze` returns at most, the largest ones; the result's `left_out` says
            how many more there were. As in the settings if None.
        detector: What finds faces, as `--detector` takes it; as in the settings if None.

    Attributes: those of `CropPredictor`.

    Raises:
        UnknownModelError: If there is no such checkpoint.
        CheckpointError: If it cannot be used, the members of an ensemble do not tell the same
            emotions apart, or the device is not there.
        SettingError: If there is no such backend, it cannot compute on the device, or `max_faces`
            is out of its range.
    """

    def __init__(
        self,
        checkpoint: str | Path,
        *,
        device: str = "auto",
        backend: str = "auto",
        precision: str = "fp32",
        settings: PipelineSettings | None = None,
        max_faces: int | None = None,
        detector: str | None = None,
    ) -> None:
        super().__init__(checkpoint, device=device, backend=backend, precision=precision)
        settings = settings or PipelineSettings()
        self._settings = replace(
            settings,
            max_faces=settings.max_faces if max_faces is None else max_faces,
            detector=detector or settings.detector,
        )
        self._idle: list[FramePipeline] = []  # append and pop need no lock

    def predict_emotion_from_frame(
        self, frame: AnyImage, bbox: Box, *, rgb: bool = False
    ) -> tuple[str, int, Floats]:
        """Return label, class index and (C,) float32 probabilities of one face.

        Without landmarks the face cannot be turned upright; `analyze` does better.

        Args:
            frame: A picture, as `analyze` takes it.
            bbox: x, y, width and height of the face in pixels; it may reach beyond the picture.
            rgb: Whether the colours of an array are in the order RGB.

        Raises:
            InputError: If the box is empty or outside the picture, or the frame is no picture.
            UnreadableFileError: If the path is not a picture.
            ModelError: If the device fails.
        """
        image = bgr_image(frame, rgb=rgb)
        box = checked_box(bbox, image)
        crops = align(image, transforms_of_boxes(box, self.size), self.size)
        probabilities = self.predict(crops)[0]
        index = int(probabilities.argmax())
        return self.classes[index].value, index, probabilities

    def analyze(self, image: AnyImage, *, heatmaps: bool = False, rgb: bool = False) -> FrameResult:
        """Find the faces in one picture and classify them.

        Args:
            image: A path, a Pillow image, or an array: gray, BGR as OpenCV reads it, or BGRA;
                uint8, or float in 0–1. It stays as it is.
            heatmaps: Whether the result has heatmaps.
            rgb: Whether the colours of an array are in the order RGB.

        Returns:
            The result; its `image` is the picture as (H, W, 3) uint8 BGR, and faces are numbered
            from 1.

        Raises:
            InputError: If it is no picture.
            UnreadableFileError: If the path is not a picture.
            ModelError: If the device fails.
            SettingError: If there is no such detector.
        """
        name = file_name(Path(image)) if isinstance(image, str | Path) else "image"
        frame = frame_of(bgr_image(image, rgb=rgb), 0, 0.0, name, is_still=True)
        with self._borrowed_pipeline(heatmaps=heatmaps) as pipeline:
            return pipeline.process(frame)

    def analyze_batch(
        self, images: Iterable[AnyImage], *, heatmaps: bool = False, rgb: bool = False
    ) -> list[FrameResult]:
        """Return the results of several pictures in their order, analysed on several threads.

        Each is what `analyze` gives for it. For more pictures than fit into memory, call `analyze`
        for one after the other.

        Args:
            images: Pictures as `analyze` takes them, or an array of shape (N, H, W, 3).
            heatmaps: Whether the results have heatmaps.
            rgb: Whether the colours of arrays are in the order RGB.

        Raises:
            InputError: If one is no picture, or this is a single one.
            UnreadableFileError: If a path is not a picture.
            ModelError: If the device fails.
            SettingError: If there is no such detector.
        """
        check_several(images)
        one = partial(self.analyze, heatmaps=heatmaps, rgb=rgb)
        with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as pool:
            return list(pool.map(one, images))

    def iter_video(
        self, path: str | Path, *, every: int = 1, heatmaps: bool = False
    ) -> Generator[FrameResult, None, None]:
        """Yield the results of a video, frame by frame; people keep their numbers.

        Labels are smoothed over time and no frame is left out. The file is closed when the
        generator ends or is closed.

        Args:
            path: Of a video, a moving picture or a folder of pictures; or what `emotion-desktop`
                takes as a source, e.g. the address of a stream.
            every: N analyses each Nth frame, from the first on.
            heatmaps: Whether the results have heatmaps.

        Raises:
            InputError: If `every` is no whole number from 1 on.
            SourceError: If it cannot be read, or not to its end.
            ModelError: If the device fails.
            SettingError: If there is no such detector.
        """
        if not isinstance(every, int) or every < 1:
            raise InputError("every must be a whole number from 1 on; got {value!r}", value=every)
        # A path is no other source, whatever its name.
        text = str(path.absolute()) if isinstance(path, Path) else path
        with (
            closing(open_source(text)) as source,
            self._borrowed_pipeline(heatmaps=heatmaps) as pipeline,
            suppress(SourceEndedError),
        ):
            for number in count():
                frame = source.read()
                if frame.is_still or number % every == 0:
                    yield pipeline.process(frame)

    def iter_camera(
        self, camera: int | str = "", *, heatmaps: bool = False
    ) -> Generator[FrameResult, None, None]:
        """Yield the newest result of a camera, over and over; people keep their numbers.

        Frames that come while one is analysed are dropped, so that results are never late. The
        camera is free again when the generator is closed: at the end of a `for` loop that is left
        by `break`, call its `close`, or write `with contextlib.closing(…)`.

        Args:
            camera: Its number, its name or a part of that; the first one if "".
            heatmaps: Whether the results have heatmaps.

        Raises:
            SourceError: If there is no such camera, or it stops sending pictures.
            ModelError: If the device fails.
            SettingError: If there is no such detector.
        """
        with (
            closing(newest_frames(f"camera:{camera}" if camera != "" else "camera")) as frames,
            self._borrowed_pipeline(heatmaps=heatmaps) as pipeline,
        ):
            for frame in frames:
                yield pipeline.process(frame)

    @contextmanager
    def _borrowed_pipeline(self, *, heatmaps: bool) -> Iterator[FramePipeline]:
        """Lend a pipeline, with nothing in its memory, to one thread at a time."""
        try:
            pipeline = self._idle.pop()
        except IndexError:
            pipeline = FramePipeline(self, PipelineRequest(settings=self._settings))
        pipeline.request = PipelineRequest(settings=self._settings, heatmaps=heatmaps)
        try:
            pipeline.reset(renumber=True)
            yield pipeline
        finally:
            self._idle.append(pipeline)

    def close(self) -> None:
        """Free the face detectors that `analyze` made, once it has returned on all threads."""
        while self._idle:
            self._idle.pop().close()

    def __enter__(self) -> Self:
        """Return itself; `close` is called at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
