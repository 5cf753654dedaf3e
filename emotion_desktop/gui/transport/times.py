"""Times as people read them. Knows no widgets."""

from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.outputs.recording.time_axis import clock


def position_text(position_s: float, duration_s: float | None) -> str:
    """Return `0:12.3 / 1:02.0`, or the position alone if the length is unknown."""
    if duration_s is None:
        return local_number(clock(position_s, tenths=True))
    return local_number(f"{_part(position_s, duration_s)} / {_part(duration_s, duration_s)}")


def picture_text(picture: int, pictures: int) -> str:
    """Return `7 of 203` for the picture with the number 6."""
    text = translate("Transport", "{number} of {count}")
    return text.format(number=picture + 1, count=pictures)


def widest(duration_s: float | None) -> str:
    """Return a text that is as wide as any position in a file of this length."""
    whole = _part(duration_s or 0.0, duration_s or 0.0)
    zeros = "".join("0" if letter.isdigit() else letter for letter in whole)
    return f"{zeros} / {zeros}"


def speed_text(speed: float) -> str:
    """Return a speed as `0.5×`."""
    return local_number(f"{speed:g}×")


def _part(seconds: float, length_s: float) -> str:
    return clock(seconds, tenths=True, length_s=length_s)
