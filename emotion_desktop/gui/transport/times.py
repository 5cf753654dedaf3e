"""Times as people read them. Knows no widgets."""

from typing import Final

from emotion_desktop.gui.language import local_number

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE


def clock(seconds: float, length_s: float = 0.0) -> str:
    """Return a time as `0:12.3`, or as `1:02:03.4` if the whole is an hour long or longer."""
    tenths = int(max(0.0, seconds) * 10 + 1e-6)
    whole, tenth = divmod(tenths, 10)
    minutes, rest = divmod(whole, _MINUTE)
    if max(length_s, seconds) < _HOUR:
        return f"{minutes}:{rest:02}.{tenth}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}.{tenth}"


def position_text(position_s: float, duration_s: float | None) -> str:
    """Return `0:12.3 / 1:02.0`, or the position alone if the length is unknown."""
    if duration_s is None:
        return local_number(clock(position_s))
    return local_number(f"{clock(position_s, duration_s)} / {clock(duration_s, duration_s)}")


def widest(duration_s: float | None) -> str:
    """Return a text that is as wide as any position in a file of this length."""
    whole = clock(duration_s or 0.0, duration_s or 0.0)
    zeros = "".join("0" if letter.isdigit() else letter for letter in whole)
    return f"{zeros} / {zeros}"


def speed_text(speed: float) -> str:
    """Return a speed as `0.5×`."""
    return local_number(f"{speed:g}×")
