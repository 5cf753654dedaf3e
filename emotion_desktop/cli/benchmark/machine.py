"""What a measurement ran on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import psutil

from emotion_desktop.processor import cpu_name

_PACKAGES: Final = (
    "emotion-desktop",
    "mediapipe",
    "numpy",
    "onnxruntime",
    "opencv-python",
    "PySide6-Essentials",
    "torch",
)


def describe_machine() -> dict[str, Any]:
    """Return processor, cores, memory, system, versions, and how busy it was before."""
    return {
        "cpu": cpu_name(),
        "cores": psutil.cpu_count(logical=False) or os.cpu_count(),
        "logical_cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "os": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "load_average_before": round(psutil.getloadavg()[0], 2),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
