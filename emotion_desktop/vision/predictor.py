"""From pictures to the expressions of the faces in them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, FrameResult, Image
from emotion_desktop.vision.alignment import align, transforms_of_boxes
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources.base import frame_of


class EmotionPredictor(CropPredictor):
    """A trained model, ready to look at pictures.

    ::

        predictor = EmotionPredictor("resnet18_gray")
        result = predictor.analyze(cv2.imread("people.jpg"))
        print([result.emotion(face) for face in range(len(result))])

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
        self._pipeline: FramePipeline | None = None

    def predict_emotion_from_frame(
        self, frame: Image, bbox: tuple[float, float, float, float]
    ) -> tuple[str, int, Floats]:
        """Return label, class index and (C,) float32 probabilities of one face.

        Without landmarks the face cannot be turned upright; `analyze` does better.

        Args:
            frame: (H, W, 3) uint8 BGR.
            bbox: x, y, width and height of the face in pixels.

        Raises:
            ValueError: If the box is empty or the frame is not such a picture.
            ModelError: If the device fails.
        """
        _check_frame(frame)
        x, y, width, height = bbox
        if not (width > 0 and height > 0):
            msg = f"bbox must be (x, y, width, height) with a size above 0, got {bbox}"
            raise ValueError(msg)
        box = np.array([[x, y, x + width, y + height]], np.float32)
        crops = align(frame, transforms_of_boxes(box, self.size), self.size)
        probabilities = self.predict(crops)[0]
        index = int(probabilities.argmax())
        return self.classes[index].value, index, probabilities

    def analyze(self, image: Image) -> FrameResult:
        """Find the faces in one (H, W, 3) uint8 BGR picture and read their expressions.

        Raises:
            ValueError: If it is not such a picture.
            ModelError: If the device fails.
            SettingError: If there is no such detector.
        """
        _check_frame(image)
        if self._pipeline is None:
            self._pipeline = FramePipeline(self, PipelineRequest(settings=self._settings))
        self._pipeline.reset()
        return self._pipeline.process(frame_of(image.copy(), 0, 0.0, "image", is_still=True))

    def close(self) -> None:
        """Free the face detector that `analyze` made."""
        pipeline, self._pipeline = self._pipeline, None
        if pipeline is not None:
            pipeline.close()


def _check_frame(frame: Image) -> None:
    if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3 or not frame.size:
        msg = (
            "a frame must be uint8 BGR of shape (height, width, 3), "
            f"got {frame.dtype} of shape {frame.shape}"
        )
        raise ValueError(msg)
