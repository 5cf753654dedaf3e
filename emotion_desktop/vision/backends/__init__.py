"""What computes a network: one interface, chosen by the machine or by name."""

import ctypes
import importlib.util
import os
import platform
import sys
from pathlib import Path
from typing import Final, Protocol

from emotion_desktop.config import BACKENDS, PRECISIONS, HeatmapMethod
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import SettingError
from emotion_desktop.models import CheckpointMetadata, list_models, read_metadata

INSTALL_GPU: Final = "pip install 'emotion-desktop[gpu]'"

VARIABLE: Final = "EMOTION_DESKTOP_BACKEND"
"""Environment variable that decides where no backend is named."""


class Backend(Protocol):
    """What computes a network; the rest does not know how.

    Attributes:
        metadata: Everything the checkpoint says about itself.
        device_name: What computes in which arithmetic, for people to read:
            `CPU (ONNX Runtime, int8)`, `CUDA (NVIDIA …, fp16)`.
    """

    metadata: CheckpointMetadata

    @property
    def device_name(self) -> str: ...  # noqa: D102

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 uncalibrated logits of (N, S, S, 3) uint8 RGB crops, N > 0."""

    def heatmaps(
        self,
        crops: Image,
        classes: Ints | None = None,
        method: HeatmapMethod = HeatmapMethod.DEFAULT,
    ) -> Floats:
        """Return (N, S, S) float32 in 0–1 for classes (N,), the predicted ones if None; N > 0."""


def open_backend(
    path: Path, device: str = "auto", backend: str = "auto", precision: str = "fp32"
) -> Backend:
    """Return what computes a checkpoint: PyTorch on a GPU, ONNX Runtime on a CPU.

    Args:
        path: The checkpoint.
        device: `auto`, `cpu`, `cuda`, `cuda:1` or `mps`.
        backend: `onnx`, `torch`, or `auto`: as the environment variable says, else whatever suits
            the device; PyTorch also for a checkpoint without graphs, where it is installed.
        precision: `fp32`, `int8` or `auto`, of ONNX Runtime on the CPU, as `OnnxBackend` takes it.

    Raises:
        SettingError: If there is no such backend, or it cannot compute on that device or so.
        CheckpointError: If the checkpoint cannot be used, or the device is not there.
    """
    if precision not in PRECISIONS:
        raise SettingError(
            "there is no precision {name!r}; choose one of {names}",
            name=precision,
            names=", ".join(PRECISIONS),
        )
    wanted = os.environ.get(VARIABLE, "auto") if backend == "auto" else backend
    if wanted not in BACKENDS:
        raise SettingError(
            "there is no backend {name!r}; choose one of {names}",
            name=wanted,
            names=", ".join(BACKENDS),
        )
    if wanted == "onnx" and device not in {"auto", "cpu"}:
        raise SettingError(
            "the backend onnx computes on the CPU, not on {device}; use --backend torch for that",
            device=device,
        )
    by_pytorch = wanted == "torch" or (wanted == "auto" and _suits_pytorch(path, device))
    if by_pytorch and precision == "int8":
        raise SettingError(
            "only ONNX Runtime computes in int8, on the CPU; use --device cpu --backend onnx"
        )
    if by_pytorch:
        return _by_pytorch(path, device)
    from emotion_desktop.vision.backends.onnx import MissingGraphError, OnnxBackend

    try:
        return OnnxBackend(path, precision)
    except MissingGraphError:
        if wanted == "onnx" or precision == "int8" or importlib.util.find_spec("torch") is None:
            raise
        return _by_pytorch(path, "cpu")


def _suits_pytorch(path: Path, device: str) -> bool:
    """Return whether PyTorch should compute: on a GPU, whose networks are all known here."""
    if device == "auto" and read_metadata(path).architecture not in list_models():
        return False
    return has_accelerator(device)


def _by_pytorch(path: Path, device: str) -> Backend:
    if importlib.util.find_spec("torch") is None:
        wanted = "the backend torch" if device in {"auto", "cpu"} else f"the device {device}"
        raise SettingError(
            "{wanted} needs PyTorch; install it: {command}", wanted=wanted, command=INSTALL_GPU
        )
    from emotion_desktop.vision.backends.pytorch import TorchBackend

    return TorchBackend(path, device)


def has_accelerator(device: str) -> bool:
    """Return whether PyTorch would compute on a GPU; imports it only if the driver shows one."""
    if device != "auto":
        return device != "cpu"
    if not driver_shows_gpu() or importlib.util.find_spec("torch") is None:
        return False
    from emotion_desktop.models.checkpoint import choose_device

    return choose_device().type != "cpu"


def driver_shows_gpu() -> bool:
    """Return whether there is a GPU that PyTorch may be able to use; imports nothing."""
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
