"""Sizes and frame rates of cameras: what is offered, preferred, and remembered."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

MJPEG: Final = "MJPG"
"""The only format in which USB cameras reach 30 frames a second at 1280x720."""

_TEXT: Final = re.compile(r"(\d{2,5})x(\d{2,5})@(\d{1,3}(?:\.\d{1,3})?)(?:/(\S{4}))?")

STEADY_FPS: Final = 23.9
"""Modes that are slower are offered only for sizes that have no faster one."""


@dataclass(frozen=True, slots=True)
class CameraMode:
    """A size and rate of pictures.

    Attributes:
        width: In pixels.
        height: In pixels.
        fps: Pictures per second.
        fourcc: How the camera packs the pixels, four letters.
    """

    width: int
    height: int
    fps: float
    fourcc: str = MJPEG

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    def __str__(self) -> str:
        """Return the mode as people write it: `1280×720@30`."""
        return f"{self.width}×{self.height}@{self.fps:.4g}"


AUTOMATIC: Final = CameraMode(1280, 720, 30)
"""Enough for faces across a room, and every webcam of the last ten years has it."""

USUAL: Final = tuple(
    CameraMode(width, height, fps)
    for width, height, fps in (
        (1920, 1080, 60), (1920, 1080, 30), (1280, 720, 60), (1280, 720, 30),
        (960, 540, 30), (640, 480, 30), (640, 360, 30),
    )
)  # fmt: skip
"""What may be tried where the system does not tell what a camera offers."""


def write_mode(mode: CameraMode) -> str:
    """Return a mode as one word, for `read_mode`."""
    packed = "" if mode.fourcc == MJPEG else f"/{mode.fourcc}"
    return f"{mode.width}x{mode.height}@{mode.fps:.6g}{packed}"


def read_mode(text: str) -> CameraMode | None:
    """Return the mode a word stands for: `1280x720@30`, `640x480@30/YUYV`; None if none."""
    found = _TEXT.fullmatch(text)
    if found is None or not float(found[3]):
        return None
    return CameraMode(int(found[1]), int(found[2]), float(found[3]), found[4] or MJPEG)


def write_preferred_modes(preferred_modes: Mapping[str, CameraMode]) -> str:
    """Return preferred modes by camera id as JSON."""
    return json.dumps(
        {name: write_mode(mode) for name, mode in preferred_modes.items()}, sort_keys=True
    )


def read_preferred_modes(text: str) -> dict[str, CameraMode]:
    """Return preferred modes by camera id; what cannot be read counts as not there."""
    try:
        stored = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    modes = {name: read_mode(str(word)) for name, word in stored.items()}
    return {name: mode for name, mode in modes.items() if mode is not None}


def worth_offering(modes: Iterable[CameraMode]) -> tuple[CameraMode, ...]:
    """Return modes for a menu, the largest and fastest first.

    Each size and rate comes once, as MJPEG if the camera has that; slow rates and thumbnails go
    unless there is nothing better.
    """
    best: dict[tuple[int, int, float], CameraMode] = {}
    for mode in modes:
        key = (mode.width, mode.height, round(mode.fps, 1))
        if key not in best or mode.fourcc == MJPEG:
            best[key] = mode
    large = [mode for mode in best.values() if mode.width >= 320] or list(best.values())
    fastest: dict[tuple[int, int], float] = {}
    for mode in large:
        fastest[mode.size] = max(mode.fps, fastest.get(mode.size, 0.0))
    kept = [mode for mode in large if mode.fps >= min(STEADY_FPS, fastest[mode.size])]
    return tuple(sorted(kept, key=lambda mode: (-mode.width, -mode.height, -mode.fps)))
