"""A network computed by PyTorch.

Importing this module imports PyTorch, which takes seconds: not on a thread that draws.
"""

import os
from pathlib import Path

# Before PyTorch: OpenMP's threads must sleep instead of spin when they have nothing to do.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
from torch import Tensor

from emotion_desktop.config import HeatmapMethod
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import ModelError
from emotion_desktop.models.checkpoint import choose_device, load_checkpoint
from emotion_desktop.models.gradcam import heatmaps
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.spec import Formula
from emotion_desktop.vision.backends.cuda_graphs import FixedBatches


class TorchBackend:
    """Computes logits and heatmaps on the CPU, CUDA or Apple's MPS.

    Args:
        path: A checkpoint.
        device: As `choose_device` takes it.

    Raises:
        CheckpointError: If the checkpoint cannot be used or there is no such device.
    """

    def __init__(self, path: Path, device: str) -> None:
        self._device = choose_device(device)
        if self._device.type == "cpu":
            # With more, PyTorch's threads fight for the cores with capture, detector and window.
            torch.set_num_threads(1)
        checkpoint = load_checkpoint(path)
        self.metadata = checkpoint.metadata
        self._spec = checkpoint.spec
        self._model = checkpoint.model.requires_grad_(requires_grad=False)
        self._batches: FixedBatches | None = None
        try:
            self._model = self._model.to(self._device).to(memory_format=torch.channels_last)
            if self._device.type == "cuda":
                self._batches = FixedBatches(self._model, self._spec, self._device)
        except RuntimeError as error:
            raise self._failure(error) from error
        self._methods = {
            HeatmapMethod.DEFAULT: (self._spec.heatmap_layer, self._spec.heatmap_formula),
            HeatmapMethod.GRAD_CAM: (self._spec.cam_layer, Formula.GRAD_CAM),
        }

    @property
    def device_name(self) -> str:
        """What computes, for people to read: `CPU (PyTorch, fp32)`, `CUDA (NVIDIA …, fp16)`."""
        if self._device.type == "cuda":
            half = self._batches is not None and self._batches.dtype == torch.float16
            name = torch.cuda.get_device_name(self._device)
            return f"CUDA ({name}, {'fp16' if half else 'fp32'})"
        return f"{self._device.type.upper()} (PyTorch, fp32)"

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 uncalibrated logits of (N, S, S, 3) uint8 RGB crops."""
        try:
            if self._batches is not None:
                return self._batches.logits(crops)
            with torch.inference_mode():
                return self._to_numpy(self._model(self._batch(crops)))
        except RuntimeError as error:
            raise self._failure(error) from error

    def heatmaps(
        self,
        crops: Image,
        classes: Ints | None = None,
        method: HeatmapMethod = HeatmapMethod.DEFAULT,
    ) -> Floats:
        """Return (N, S, S) float32 in 0–1 for classes (N,), the predicted ones if None."""
        wanted = None if classes is None else torch.tensor(classes, device=self._device)
        layer, formula = self._methods[method]
        looked_at = self._model.get_submodule(layer)
        try:
            return self._to_numpy(
                heatmaps(self._model, looked_at, self._batch(crops), wanted, formula)
            )
        except RuntimeError as error:
            raise self._failure(error) from error

    def _batch(self, crops: Image) -> Tensor:
        pixels = torch.from_numpy(np.ascontiguousarray(crops)).to(self._device)
        return preprocess(pixels, self._spec).contiguous(memory_format=torch.channels_last)

    @staticmethod
    def _to_numpy(values: Tensor) -> Floats:
        return values.float().cpu().numpy()

    def _failure(self, error: RuntimeError) -> ModelError:
        reason = str(error).partition("\n")[0]
        return ModelError(
            "{device} failed ({reason}); try --device cpu", device=self.device_name, reason=reason
        )
