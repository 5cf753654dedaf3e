"""What the app finds on this computer before it may open a window."""

import os
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version


def has_display(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a window can be shown, or Qt has been told how to do without a screen."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


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
