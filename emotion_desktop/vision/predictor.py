"""From face crops to calibrated probabilities, and from pictures to results."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, FrameResult, Image, Ints
from emotion_desktop.models import CheckpointMetadata, ModelSpec
from emotion_desktop.vision.alignment import align, transforms_of_boxes
from emotion_desktop.vision.ensemble import JOINT, EnsembleBackend, calibrated, find_members

if TYPE_CHECKING:
    from emotion_desktop.vision.pipeline import FramePipeline


class Backend(Protocol):
    """What computes a network; the rest does not know how."""

    metadata: CheckpointMetadata
    spec: ModelSpec

    @property
    def device_name(self) -> str:
        """What computes, for people to read."""

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 uncalibrated logits of (N, S, S, 3) uint8 RGB crops, N > 0."""

    def heatmaps(self, crops: Image, classes: Ints | None = None) -> Floats:
        """Return (N, S, S) float32 in 0–1 for classes (N,), the predicted ones if None; N > 0."""


class EmotionPredictor:
    """A trained model, ready to look at faces.

    ::

        predictor = EmotionPredictor("resnet18_gray")
        result = predictor.analyze(cv2.imread("people.jpg"))
        print([result.emotion(face) for face in range(len(result))])

    Making one imports PyTorch and reads the checkpoint: seconds, the first time.

    Args:
        checkpoint: Name of a checkpoint, or its path; several separated by commas are an
            ensemble, whose probabilities are the mean of theirs.
        device: `auto`, `cpu`, `cuda`, `cuda:1` or `mps`.
        settings: Used by `analyze`.

    Attributes:
        name: The checkpoint's name; of an ensemble `a + b`.
        checkpoint: What it was made from, as text.
        members: What each checkpoint says about itself, after its name; one if it is no ensemble.
        classes: Meaning of the columns of all probabilities.
        metadata: Everything the checkpoint says about itself; of an ensemble, what holds for
            all of it, without figures.
        spec: Its architecture; of an ensemble, that of the largest input. Crops are of its size.
        device: The device as asked for.
        device_name: What computes, for people to read: `CPU`, `CUDA (NVIDIA …)`, `MPS`.

    Raises:
        UnknownModelError: If there is no such checkpoint.
        CheckpointError: If it cannot be used, the members of an ensemble do not tell the same
            emotions apart, or the device is not there.
    """

    def __init__(
        self,
        checkpoint: str | Path,
        *,
        device: str = "auto",
        settings: PipelineSettings | None = None,
    ) -> None:
        paths = find_members(checkpoint)
        from emotion_desktop.vision.torch_backend import TorchBackend

        names = [path.stem for path in paths]
        backends: list[Backend] = [TorchBackend(path, device) for path in paths]
        self._backend = backends[0] if len(backends) == 1 else EnsembleBackend(backends, names)
        self._settings = settings or PipelineSettings()
        self._pipeline: FramePipeline | None = None
        self.name = JOINT.join(names)
        self.checkpoint = str(checkpoint)
        self.members = tuple(
            (name, backend.metadata) for name, backend in zip(names, backends, strict=True)
        )
        self.metadata = self._backend.metadata
        self.classes = self.metadata.classes
        self.spec = self._backend.spec
        self.device = device
        self.device_name = self._backend.device_name

    def predict(self, crops: NDArray[np.uint8]) -> Floats:
        """Return calibrated probabilities.

        Args:
            crops: (N, S, S, 3) uint8 RGB aligned faces; N may be 0.

        Returns:
            (N, C) float32, each row sums to 1: the softmax of the logits over the temperature.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory.
        """
        if len(crops) == 0:
            return np.zeros((0, len(self.classes)), np.float32)
        return calibrated(self._backend.logits(crops), self.metadata.temperature)

    def predict_emotion_from_frame(
        self, frame: Image, bbox: tuple[float, float, float, float]
    ) -> tuple[str, int, Floats]:
        """Return label, class index and (C,) float32 probabilities of one face.

        Without keypoints the face cannot be turned upright; `analyze` does better.

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
        crops = align(frame, transforms_of_boxes(box, self.spec.size), self.spec.size)
        probabilities = self.predict(crops)[0]
        index = int(probabilities.argmax())
        return self.classes[index].value, index, probabilities

    def analyze(self, image: Image) -> FrameResult:
        """Find the faces in one (H, W, 3) uint8 BGR picture and read their expressions.

        Raises:
            ValueError: If it is not such a picture.
            ModelError: If the device fails.
        """
        from emotion_desktop.vision.pipeline import FramePipeline
        from emotion_desktop.vision.sources.base import frame_of

        _check_frame(image)
        if self._pipeline is None:
            self._pipeline = FramePipeline(self, self._settings)
        self._pipeline.reset()
        return self._pipeline.process(frame_of(image.copy(), 0, 0.0, "image"))

    def gradcam(self, crops: NDArray[np.uint8]) -> Floats:
        """Return (N, S, S) float32 in 0–1: which pixels spoke for the predicted classes.

        Args:
            crops: (N, S, S, 3) uint8 RGB aligned faces; N may be 0.

        Raises:
            ModelError: If the device fails.
        """
        if len(crops) == 0:
            return np.zeros((0, self.spec.size, self.spec.size), np.float32)
        return self._backend.heatmaps(crops)

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
