"""What a report of a problem needs to say, as one text without secrets."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from emotion_desktop import __version__
from emotion_desktop.config import APP_NAME
from emotion_desktop.log_file import current_log
from emotion_desktop.processor import cpu_name
from emotion_desktop.vision.sources.naming import public_text

PACKAGES: Final = ("numpy", "opencv-python", "onnxruntime", "av", "PySide6-Essentials",
                   "mediapipe", "torch")  # fmt: skip
TAIL_BYTES: Final = 20_000
"""So much of the log is in a report."""


def report_text(facts: Mapping[str, str] | None = None) -> str:
    """Return versions, platform, processor, `facts`, and the end of the log.

    Args:
        facts: What the caller knows, by name: the problem, the model, what Qt shows windows on.
    """
    log = current_log()
    lines = {
        **(facts or {}),
        APP_NAME: __version__,
        "Python": platform.python_version(),
        "system": platform.platform(),
        "processor": cpu_name(),
        **{name: _version_of(name) for name in PACKAGES},
        "log": "none" if log is None else str(log.path),
    }
    text = "\n".join(f"{name}: {value}" for name, value in lines.items())
    return public_text(text if log is None else f"{text}\n\n{_end_of(log.path)}")


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _end_of(path: Path) -> str:
    """Return the last lines of a file; nothing if it cannot be read."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - TAIL_BYTES))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return text if size <= TAIL_BYTES else text.partition("\n")[2]
