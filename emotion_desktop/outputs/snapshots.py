"""Single pictures with their results, saved under names that are never used twice."""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.files.unique_paths import new_files, output_error
from emotion_desktop.outputs.cv_painter import draw, draw_caption
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.snapshot_name import SNAPSHOT_NAME, snapshot_name
from emotion_desktop.outputs.tables import frame_record
from emotion_desktop.vision.opencv import cv2

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


def save_snapshot(
    result: FrameResult,
    folder: Path,
    options: OverlayOptions | None = OverlayOptions(),  # noqa: B008 (frozen)
    *,
    about: Mapping[str, object] = _NOTHING,
    name: str = SNAPSHOT_NAME,
    now: datetime | None = None,
) -> Path:
    """Save the frame as PNG, what was found in it as JSON beside it, and return the PNG's path.

    The name is `emotion-YYYYMMDD-HHMMSS-mmm.png` in local time unless another is asked for, with
    `-2`, `-3` … if it is taken; the other has the same one with `.json`. The folder is
    made if need be.

    Args:
        result: What to save.
        folder: Where to.
        options: What is painted on the picture; None for the picture alone, as it was captured.
        about: What the JSON shall say beside source, time and faces.
        name: Template of the name, as `snapshot_name` takes it.
        now: The present time; the clock's if None.

    Raises:
        OutputError: If it cannot be written; no half file is left then.
        SettingError: If the template cannot be used.
    """
    taken = now or datetime.now().astimezone()
    stem = snapshot_name(name, taken, source=result.frame.source, model=result.model)
    image = result.image if options is None else _drawn(result, options)
    ago = timedelta(seconds=max(0.0, time.monotonic() - result.captured_at))
    record = {
        **about,
        "captured_at": (taken - ago).isoformat(timespec="milliseconds"),
        "picture": "clean" if options is None else "shown",
        "mirrored": options is not None and options.mirrored,
        **frame_record(result),
    }
    if result.frame.number is not None and result.frame.position_s is not None:
        # Its own ones: those of a file that loops go on rising.
        record["frame"] = result.frame.number
        record["time_s"] = round(result.frame.position_s, 4)
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    paths = new_files(folder, [f"{stem}.png", f"{stem}.json"])
    try:
        for path, data in zip(paths, (encoded(image, ".png"), text.encode()), strict=True):
            write_whole(path, data)
    except OSError as error:
        for path in paths:
            with suppress(OSError):
                path.unlink()
        raise output_error(paths[0], error) from error
    return paths[0]


def _drawn(result: FrameResult, options: OverlayOptions) -> Image:
    """Return the frame as it is shown: with a second model, a second time beside it."""
    image = draw(result, options)
    if result.comparison is None:
        return image
    pictures = (image, draw(result.comparison, options))
    models = (result.model, result.comparison.model)
    side_by_side = image.shape[0] >= image.shape[1]
    for picture, model in zip(pictures, models, strict=True):
        draw_caption(picture, model)
    return np.asarray((np.hstack if side_by_side else np.vstack)(pictures), np.uint8)


def write_picture(path: Path, image: Image) -> None:
    """Write a BGR picture in the format of the path's suffix, over what is there.

    Raises:
        OutputError: If it cannot be written.
    """
    try:
        path.write_bytes(encoded(image, path.suffix))
    except OSError as error:
        raise output_error(path, error) from error


def encoded(image: Image, suffix: str) -> bytes:
    """Return a BGR picture in the format of a file suffix, `.png` or `.jpg`."""
    quality = [cv2.IMWRITE_PNG_COMPRESSION, 3, cv2.IMWRITE_JPEG_QUALITY, 92]
    # Not cv2.imwrite: it says nothing about reasons, and fails on some paths on Windows.
    data = cv2.imencode(suffix, np.ascontiguousarray(image), quality)[1]
    return bytes(data.tobytes())
