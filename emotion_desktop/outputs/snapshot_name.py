"""What a snapshot is called."""

from datetime import datetime
from typing import Final

from emotion_desktop.files.name_template import fill

SNAPSHOT_NAME: Final = "emotion-{date}-{time}"
"""The template of snapshots if nothing else was set."""


def snapshot_name(template: str, taken: datetime, *, source: str, model: str) -> str:
    """Return a file name without suffix; see `fill`.

    Args:
        template: Its fields are `{date}`, `{time}` (to the millisecond), `{source}` and `{model}`.
        taken: When, in local time.
        source: Name of the source.
        model: Name of the model.

    Raises:
        SettingError: If the template cannot be used.
    """
    return fill(
        template,
        date=f"{taken:%Y%m%d}",
        time=f"{taken:%H%M%S}-{taken.microsecond // 1000:03d}",
        source=source,
        model=model,
    )
