"""What computes a network: one interface, chosen by the machine or by name."""

import ctypes
import os
import platform
import sys
from pathlib import Path
from typing import Final, Protocol

from emotion_desktop.config import BACKENDS
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import SettingError
from emotion_desktop.models import CheckpointMetadata

VARIABLE: Final = "EMOTION_DESKTOP_BACKEND"
"""Environment variable that decides where no backend is named."""


class Backend(Protocol):
    """What computes a network; the rest does not know how.

    Attributes:
        metadata: Everything the checkpoint says about itself.
        device_name: What computes, for people to read: `CPU (ONNX Runtime)`, `CUDA (NVIDIA …)`.
    """

    metadata: CheckpointMetadata

    @property
    def device_name(self) -> str: ...  # noqa: D102

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 uncalibrated logits of (N, S, S, 3) uint8 RGB crops, N > 0."""

    def heatmaps(self, crops: Image, classes: Ints | None = None) -> Floats:
        """Return (N, S, S) float32 in 0–1 for classes (N,), the predicted ones if None; N > 0."""


def open_backend(path: Path, device: str = "auto", backend: str = "auto") -> Backend:
    """Return what computes a checkpoint: PyTorch on a GPU, ONNX Runtime on a CPU.

    Args:
        path: The checkpoint.
        device: `auto`, `cpu`, `cuda`, `cuda:1` or `mps`.
        backend: `onnx`, `torch`, or `auto`: as the environment variable says, else whatever suits
            the device; PyTorch also where a checkpoint cannot be compiled.

    Raises:
        SettingError: If there is no such backend, or it cannot compute on that device.
        CheckpointError: If the checkpoint cannot be used, or the device is not there.
        CompilerError: If `onnx` is asked for and the checkpoint cannot be compiled.
    """
    wanted = os.environ.get(VARIABLE, "auto") if backend == "auto" else backend
    if wanted not in BACKENDS:
        msg = f"there is no backend {wanted!r}; choose one of {', '.join(BACKENDS)}"
        raise SettingError(msg)
    if wanted == "onnx" and device not in {"auto", "cpu"}:
        msg = f"the backend onnx computes on the CPU, not on {device}; use --backend torch for that"
        raise SettingError(msg)
    if wanted == "torch" or (wanted == "auto" and _has_accelerator(device)):
        return _by_pytorch(path, device)
    from emotion_desktop.vision.backends.compiled import CompilerError
    from emotion_desktop.vision.backends.onnx import OnnxBackend

    try:
        return OnnxBackend(path)
    except CompilerError:
        if wanted == "onnx":
            raise
        return _by_pytorch(path, "cpu")


def _by_pytorch(path: Path, device: str) -> Backend:
    from emotion_desktop.vision.backends.pytorch import TorchBackend

    return TorchBackend(path, device)


def _has_accelerator(device: str) -> bool:
    """Return whether PyTorch would compute on a GPU; imports it only if the driver shows one."""
    if device != "auto":
        return device != "cpu"
    if not _driver_shows_gpu():
        return False
    from emotion_desktop.models.checkpoint import choose_device

    return choose_device().type != "cpu"


def _driver_shows_gpu() -> bool:
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return _cuda_devices() > 0


def _cuda_devices() -> int:
    """Return the number of GPUs the CUDA driver shows, 0 without a driver."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return 0
    return count.value
