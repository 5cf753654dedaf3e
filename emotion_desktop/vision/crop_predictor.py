"""From aligned faces to calibrated probabilities."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.config import HeatmapMethod, checkpoint_name
from emotion_desktop.domain import Floats, Ints
from emotion_desktop.errors import ModelError
from emotion_desktop.vision.api_inputs import check_crops, checked_classes
from emotion_desktop.vision.backends import open_backend
from emotion_desktop.vision.ensemble import JOINT, EnsembleBackend, calibrated, find_members


class CropPredictor:
    """A trained model, ready to look at faces that have been found and aligned.

    Any number of threads may use it at the same time.

    Args:
        checkpoint: Name of a checkpoint, or its path; several separated by commas are an
            ensemble, whose probabilities are the mean of theirs.
        device: `auto`, `cpu`, `cuda`, `cuda:1` or `mps`.
        backend: `auto`, `onnx` or `torch`, as `open_backend` takes it.
        precision: `fp32`, `int8` or `auto`: the faster one on this machine, which probabilities
            may depend on in the second decimal.

    Attributes:
        name: The checkpoint's name; of an ensemble `a + b`.
        checkpoint: What it was made from, as text.
        members: What each checkpoint says about itself, after its name; one if it is no ensemble.
        classes: Meaning of the columns of all probabilities.
        metadata: Everything the checkpoint says about itself; of an ensemble, what holds for
            all of it, without figures.
        size: Side S of the crops in pixels.
        device: The device as asked for.
        backend: The backend as asked for.
        precision: The precision as asked for.
        engine: The backend that computes; of an ensemble, all of its members.
        device_name: What computes in which arithmetic, for people to read:
            `CPU (ONNX Runtime, int8)`, `CUDA (NVIDIA …, fp16)`.

    Raises:
        UnknownModelError: If there is no such checkpoint.
        CheckpointError: If it cannot be used, the members of an ensemble do not tell the same
            emotions apart, or the device is not there.
        SettingError: If there is no such backend, or it cannot compute on the device.
    """

    def __init__(
        self,
        checkpoint: str | Path,
        *,
        device: str = "auto",
        backend: str = "auto",
        precision: str = "fp32",
    ) -> None:
        paths = find_members(checkpoint)
        names = [checkpoint_name(path) for path in paths]
        backends = [open_backend(path, device, backend, precision) for path in paths]
        self.engine = backends[0] if len(backends) == 1 else EnsembleBackend(backends, names)
        self.name = JOINT.join(names)
        self.checkpoint = str(checkpoint)
        self.members = tuple(
            (name, member.metadata) for name, member in zip(names, backends, strict=True)
        )
        self.metadata = self.engine.metadata
        self.classes = self.metadata.classes
        self.size = self.metadata.input.size
        self.device = device
        self.backend = backend
        self.precision = precision
        self.device_name = self.engine.device_name
        self._try()

    def predict(self, crops: NDArray[np.uint8]) -> Floats:
        """Return calibrated probabilities.

        Args:
            crops: (N, S, S, 3) uint8 RGB aligned faces; N may be 0.

        Returns:
            (N, C) float32, each row sums to 1: the softmax of the logits over the temperature.

        Raises:
            InputError: If these are no such crops.
            ModelError: If the device fails, e.g. runs out of memory, or the answer is no number.
        """
        check_crops(crops, self.size)
        shape = (len(crops), len(self.classes))
        if len(crops) == 0:
            return np.zeros(shape, np.float32)
        logits = self.engine.logits(crops)
        # A row of probabilities is finite or NaN as a whole.
        if logits.shape == shape:
            probabilities = calibrated(logits, self.metadata.temperature)
            if np.isfinite(probabilities).all():
                return probabilities
        raise ModelError(
            "{name} gives no probabilities: its weights are damaged or of another network; choose "
            "another model",
            name=self.name,
        )

    def gradcam(
        self,
        crops: NDArray[np.uint8],
        classes: Ints | None = None,
        method: HeatmapMethod = HeatmapMethod.DEFAULT,
    ) -> Floats:
        """Return (N, S, S) float32 in 0–1: which pixels spoke for a class of each face.

        Args:
            crops: (N, S, S, 3) uint8 RGB aligned faces; N may be 0.
            classes: (N,) int64 columns of the probabilities; the predicted ones if None.
            method: Where the heatmaps come from.

        Raises:
            InputError: If these are no such crops, or not one column for each.
            ModelError: If the device fails, or the answer is no number.
        """
        check_crops(crops, self.size)
        if classes is not None:
            classes = checked_classes(classes, len(crops), len(self.classes))
        shape = (len(crops), self.size, self.size)
        if len(crops) == 0:
            return np.zeros(shape, np.float32)
        maps = self.engine.heatmaps(crops, classes, method)
        if maps.shape != shape or not np.isfinite(maps).all():
            raise ModelError(
                "{name} gives no heatmaps: its weights are damaged or of another network; choose "
                "another model",
                name=self.name,
            )
        return np.clip(maps, 0.0, 1.0)

    def _try(self) -> None:
        """Raise ModelError if the answers are no numbers, before the model is used."""
        noise = np.random.default_rng(0).integers(0, 256, (self.size, self.size, 3), np.uint8)
        plain = [np.full_like(noise, gray) for gray in (0, 255)]
        self.predict(np.stack([*plain, noise]))
