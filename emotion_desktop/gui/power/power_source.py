"""Whether the machine runs on its battery, as the system says it."""

import ctypes
import subprocess
import sys
from pathlib import Path
from typing import Final

SUPPLIES: Final = Path("/sys/class/power_supply")
PMSET_S: Final = 5.0
_OFFLINE: Final = 0  # <winbase.h>: AC_LINE_OFFLINE


def runs_on_battery(supplies: Path = SUPPLIES) -> bool:
    """Return whether it does; False where the system does not say. May take a moment.

    Args:
        supplies: Linux's folder of power supplies.
    """
    if sys.platform == "win32":
        return _says_windows()
    if sys.platform == "darwin":
        return _says_macos()
    return discharges(supplies)


def discharges(supplies: Path) -> bool:
    """Return whether a battery of the machine is discharged and no mains supply is connected."""
    names = sorted(supplies.iterdir()) if supplies.is_dir() else []
    batteries = []
    for supply in names:
        kind = _read(supply / "type")
        if kind in {"Mains", "USB"} and _read(supply / "online") == "1":
            return False
        # Mice and keyboards have batteries too.
        if kind == "Battery" and _read(supply / "scope") != "Device":
            batteries.append(_read(supply / "status"))
    return "Discharging" in batteries


def is_battery_power(pmset: str) -> bool:
    """Return what the first line of `pmset -g batt` says."""
    return "'Battery Power'" in pmset.partition("\n")[0]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


class PowerStatus(ctypes.Structure):
    """`SYSTEM_POWER_STATUS`."""

    _fields_ = (
        ("ac_line_status", ctypes.c_ubyte),
        ("battery_flag", ctypes.c_ubyte),
        ("battery_life_percent", ctypes.c_ubyte),
        ("system_status_flag", ctypes.c_ubyte),
        ("battery_life_time", ctypes.c_uint32),
        ("battery_full_life_time", ctypes.c_uint32),
    )


def _says_windows() -> bool:
    if sys.platform == "win32":
        status = PowerStatus()
        if ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
            return bool(status.ac_line_status == _OFFLINE)
    return False


def _says_macos() -> bool:
    try:
        answer = subprocess.run(
            ["pmset", "-g", "batt"], capture_output=True, text=True, timeout=PMSET_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return is_battery_power(answer.stdout)
