"""What can be set at a camera: exposure, gain, white balance, mains frequency, focus."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol


class ControlName(Enum):
    """What a control sets, in the order in which they are shown and set.

    Automatics come before what they set: most drivers refuse an exposure time while exposure is
    automatic.
    """

    EXPOSURE_MODE = "exposure_mode"
    EXPOSURE = "exposure"
    AUTO_GAIN = "auto_gain"
    GAIN = "gain"
    AUTO_WHITE_BALANCE = "auto_white_balance"
    WHITE_BALANCE = "white_balance"
    POWER_LINE = "power_line"
    AUTO_FOCUS = "auto_focus"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraControl:
    """One control as the driver describes it.

    Attributes:
        name: What it sets.
        value: As it is set now.
        default: Where the driver starts.
        minimum: Least value.
        maximum: Greatest value; a switch is 0 or 1.
        step: Between two values.
        choices: The values of a choice; empty for a number or a switch.
        is_switch: Whether it is on or off.
        active: Whether setting it does something now; an exposure time does not while exposure
            is automatic.
    """

    name: ControlName
    value: int
    default: int
    minimum: int = 0
    maximum: int = 1
    step: int = 1
    choices: tuple[int, ...] = ()
    is_switch: bool = False
    active: bool = True


class CameraControls(Protocol):
    """The controls of one camera. Both methods may take a moment; call them off the GUI thread."""

    def read(self) -> tuple[CameraControl, ...]:
        """Return the controls in the order of `ControlName`; empty if the driver has none."""

    def write(self, values: Mapping[ControlName, int]) -> None:
        """Set controls; what the driver refuses stays as it is."""


class NoControls:
    """A camera whose driver offers nothing here, as on Windows and macOS."""

    def read(self) -> tuple[CameraControl, ...]:
        """Return nothing."""
        return ()

    def write(self, values: Mapping[ControlName, int]) -> None:
        """Set nothing."""


NO_CONTROLS: Final = NoControls()


def in_order(values: Mapping[ControlName, int]) -> Iterable[tuple[ControlName, int]]:
    """Return values in the order in which they have to be set."""
    return ((name, values[name]) for name in ControlName if name in values)


Remembered = Mapping[str, Mapping[ControlName, int]]
"""What people have set, by camera id."""


def write_controls(remembered: Remembered) -> str:
    """Return what people have set as JSON; empty for nothing."""
    kept = {
        camera: {name.value: value for name, value in values.items()}
        for camera, values in remembered.items()
        if values
    }
    return json.dumps(kept, sort_keys=True) if kept else ""


def read_controls(text: str) -> dict[str, dict[ControlName, int]]:
    """Return what people have set by camera id; what cannot be read counts as not there."""
    try:
        stored = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        camera: {
            name: values[name.value]
            for name in ControlName
            if isinstance(values.get(name.value), int)
        }
        for camera, values in stored.items()
        if isinstance(values, dict)
    }
