"""Single pictures with their overlay, saved under names that are never used twice."""

from datetime import datetime
from pathlib import Path

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.new_files import cannot_write, new_file
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
    name = f"emotion-{taken:%Y%m%d-%H%M%S}-{taken.microsecond // 1000:03d}.png"
    path = new_file(folder, name)
    write_picture(path, draw(result, options))
    return path


def write_picture(path: Path, image: Image) -> None:
    """Write a BGR picture in the format of the path's suffix, over what is there.

    Raises:
        OutputError: If it cannot be written.
    """
    quality = [cv2.IMWRITE_PNG_COMPRESSION, 3, cv2.IMWRITE_JPEG_QUALITY, 92]
    # Not cv2.imwrite: it says nothing about reasons, and fails on some paths on Windows.
    data = cv2.imencode(path.suffix, image, quality)[1]
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise cannot_write(path, error) from error
