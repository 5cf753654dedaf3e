"""What the app finds on this computer before it may open a window."""

import os
import socket
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version


def has_display(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a window can be shown, or Qt has been told how to do without a screen."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    if environment.get("QT_QPA_PLATFORM") or environment.get("WAYLAND_DISPLAY"):
        return True
    return _x_server_answers(environment.get("DISPLAY", ""))


def _x_server_answers(display: str) -> bool:
    """Return whether an X server listens at `host:number.screen`; Qt aborts where none does."""
    host, colon, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    if host not in {"", "unix"}:
        try:
            with socket.create_connection((host, 6000 + int(number)), timeout=2):
                return True
        except OSError:
            return False
    path = f"/tmp/.X11-unix/X{number}"
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


def installed_qt() -> str | None:
    """Return the version of PySide6, or None if it is not installed."""
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return None


def qt_complaint(qt: str | None, python: tuple[int, ...] = sys.version_info[:2]) -> str | None:
    """Return why this PySide6 cannot be used, or None if it can.

    WORKAROUND: PySide6 6.12.0 on Python < 3.12 loses a reference to None with every call
    that returns nothing, and aborts after some thousand calls.
    """
    if qt is None:
        return "PySide6 is missing; install it: pip install 'PySide6-Essentials>=6.10,<6.12'"
    if qt == "6.12.0" and python < (3, 12):
        return (
            "PySide6 6.12.0 crashes on Python before 3.12; "
            "install another: pip install 'PySide6-Essentials<6.12'"
        )
    return None
