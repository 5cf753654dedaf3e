"""What people say of a recording: whom it is of, which time it is, and how it is called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

DEFAULT_NAME: Final = "emotion-{date}-{time}"
NAME_FIELDS: Final = ("date", "time", "participant", "trial", "source", "model")
"""What the template of a name can hold."""

MOST_TEXT: Final = 200
"""Characters of a participant's id."""

MOST_NOTES: Final = 10_000
MOST_TRIALS: Final = 9_999
MOST_SECONDS: Final = 24 * 3600
"""Longest time after which a recording can end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingDetails:
    """What a recording is begun with.

    Attributes:
        participant: An id, best one that says nothing of the person; may be empty.
        trial: Which time; None if nobody counts.
        notes: Anything else.
        seconds: How long it lasts; 0 until somebody stops it.
        name: Template of the folder's name, with `NAME_FIELDS`.
    """

    participant: str = ""
    trial: int | None = None
    notes: str = ""
    seconds: float = 0.0
    name: str = DEFAULT_NAME

    def folder_name(self, started_at: datetime, *, source: str = "", model: str = "") -> str:
        """Return what the recording is called, in letters that every system allows.

        Raises:
            SettingError: If the template cannot be filled.
        """
        from emotion_desktop.files.name_template import fill

        return fill(
            self.name,
            date=f"{started_at:%Y%m%d}",
            time=f"{started_at:%H%M%S}",
            participant=self.participant,
            trial="" if self.trial is None else self.trial,
            source=source,
            model=model,
        )
