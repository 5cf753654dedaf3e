"""Moments between which figures are told apart, from a file that people write."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from emotion_desktop.errors import SettingError

COLUMNS: Final = ("time", "label")


@dataclass(frozen=True, slots=True)
class TimeMarker:
    """A moment with a name.

    Attributes:
        time_s: When, in seconds since the source began.
        label: What begins there.
    """

    time_s: float
    label: str


def read_moment(text: str) -> float:
    """Return seconds, of a text like `90`, `1:30` or `1:02:03.5`.

    Raises:
        ValueError: If it is no such text.
    """
    parts = [float(part) for part in text.split(":")]
    if not 1 <= len(parts) <= 3 or min(parts) < 0 or not math.isfinite(sum(parts)):
        raise ValueError(text)
    return float(sum(part * 60.0**power for power, part in enumerate(reversed(parts))))


def read_marker_file(path: Path) -> tuple[TimeMarker, ...]:
    """Return the markers of a CSV file with the columns `time` and `label`, by time.

    Raises:
        SettingError: If it cannot be read, or a row is no marker.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not set(COLUMNS) <= set(rows.fieldnames or ()):
                raise SettingError(
                    "{path} has no columns time and label in its first line", path=path
                )
            found = []
            for row in rows:
                try:
                    found.append(TimeMarker(read_moment(row["time"]), row["label"] or ""))
                except (ValueError, AttributeError) as error:
                    raise SettingError(
                        "line {line} of {path} is no marker; write seconds or "
                        "[hours:]minutes:seconds, a comma and a label",
                        line=rows.line_num,
                        path=path,
                    ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no table of text"
        raise SettingError(
            "{path} cannot be read: {reason}", path=path, reason=reason.lower()
        ) from error
    return tuple(sorted(found, key=lambda mark: mark.time_s))
