"""Single pictures with their overlay, saved under names that are never used twice."""

from datetime import datetime
from itertools import count
from pathlib import Path

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.errors import OutputError
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.vision.cv import cv2


def save_snapshot(
    result: FrameResult,
    folder: Path,
    options: OverlayOptions = OverlayOptions(),  # noqa: B008 (frozen)
    *,
    now: datetime | None = None,
) -> Path:
    """Save the frame with its overlay as PNG and return its path.

    The name is `emotion-YYYYMMDD-HHMMSS-mmm.png` in local time, with `-2`, `-3` … if it is
    taken. The folder is made if need be.

    Raises:
        OutputError: If it cannot be written.
    """
    taken = now or datetime.now().astimezone()
    name = f"emotion-{taken:%Y%m%d-%H%M%S}-{taken.microsecond // 1000:03d}"
    return write_png(draw(result, options), folder, name)


def write_png(image: Image, folder: Path, stem: str) -> Path:
    """Write a BGR picture as a new PNG file and return its path; see `save_snapshot`.

    Raises:
        OutputError: If it cannot be written.
    """
    data = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 3])[1].tobytes()
    path = folder / f"{stem}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in count(2):
            try:
                file = path.open("xb")
            except FileExistsError:
                path = folder / f"{stem}-{number}.png"
                continue
            with file:
                file.write(data)
            break
    except OSError as error:
        msg = f"{path} could not be written: {error.strerror}; choose another folder"
        raise OutputError(msg) from error
    return path
