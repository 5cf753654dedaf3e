"""From pictures to the expressions of the faces in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, FrameResult
from emotion_desktop.vision.alignment import align, transforms_of_boxes
from emotion_desktop.vision.api_inputs import AnyImage, Box, bgr_image, checked_box
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources.base import frame_of
from emotion_desktop.vision.sources.naming import file_name


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

    def analyze(self, image: AnyImage, *, rgb: bool = False) -> FrameResult:
        """Find the faces in one picture and classify them.

        Args:
            image: A path, a Pillow image, or an array: gray, BGR as OpenCV reads it, or BGRA;
                uint8, or float in 0–1. It stays as it is.
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
        with self._borrowed_pipeline() as pipeline:
            return pipeline.process(frame)

    @contextmanager
    def _borrowed_pipeline(self) -> Iterator[FramePipeline]:
        """Lend a pipeline, with nothing in its memory, to one thread at a time."""
        try:
            pipeline = self._idle.pop()
        except IndexError:
            pipeline = FramePipeline(self, PipelineRequest(settings=self._settings))
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
