"""What the app finds on this computer before it may open a window."""

import configparser
import ctypes
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from emotion_desktop.system_libraries import COMMON, PACKAGES, WAYLAND, X11, missing_library

ANALYSIS_BYTES: Final = 1_300_000_000
WINDOW_BYTES: Final = 3_000_000_000
"""Of address space; far more than the memory that is used."""


@dataclass(frozen=True, slots=True)
class Display:
    """What a window can be shown on.

    Attributes:
        platform: Qt's name of it, where Qt's own choice would abort the process; None to let Qt
            choose.
        complaint: Why no window can be shown though there is a display; None if one can.
    """

    platform: str | None = None
    complaint: str | None = None


def find_display(
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    lacks: Callable[[str], list[str]] | None = None,
) -> Display | None:
    """Return what a window can be shown on; None if there is no display at all.

    Qt aborts the process if a server does not answer or a library is missing, so both are tried
    before.

    Args:
        platform: `sys.platform`.
        environment: The process's.
        lacks: Returns which libraries a plugin of Qt lacks.
    """
    if not platform.startswith(("linux", "freebsd")):
        return Display()
    lacks = lacks or missing_libraries
    asked_for = environment.get("QT_QPA_PLATFORM", "")
    names = [name.partition(":")[0] for name in asked_for.split(";") if name]
    answers = {
        "wayland": lambda: _wayland_answers(environment),
        "xcb": lambda: _x_server_answers(environment.get("DISPLAY", "")),
    }
    missing: list[str] = []
    for place, name in enumerate(names or answers):
        known = name.split("-")[0]
        if known in answers and not answers[known]():
            continue
        lacking = lacks(known)
        if not lacking:
            return Display(platform=None if place == 0 else name)
        missing = missing or lacking
    if not missing:
        return None
    are, them = ("is", "it") if len(missing) == 1 else ("are", "them")
    packages = dict.fromkeys(PACKAGES[name] for name in missing if name in PACKAGES)
    how = f" (Debian, Ubuntu: apt install {' '.join(packages)})" if packages else ""
    return Display(
        complaint=f"no window can be shown: {', '.join(missing)} {are} missing; "
        f"install {them}{how}, or use --headless"
    )


def paint_into_memory(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let windows be painted into memory where there is no display."""
    if find_display() is None:
        environment["QT_QPA_PLATFORM"] = "offscreen"


def portal_theme(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str | None:
    """Return the theme of Qt with which the desktop's own dialog asks for files; None without one.

    Qt itself knows only that of GNOME and its kin; KDE and others offer theirs through a portal.
    """
    if not platform.startswith(("linux", "freebsd")) or "QT_QPA_PLATFORMTHEME" in environment:
        return None
    if "DBUS_SESSION_BUS_ADDRESS" not in environment:
        return None
    desktops = set(environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":"))
    folders = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    for folder in folders.split(":"):
        for path in Path(folder, "xdg-desktop-portal", "portals").glob("*.portal"):
            portal = configparser.ConfigParser(interpolation=None, strict=False)
            try:
                portal.read(path, encoding="utf-8")
            except (OSError, ValueError, configparser.Error):
                continue
            about = portal["portal"] if portal.has_section("portal") else {}
            served = about.get("UseIn", "").lower().split(";")
            if "FileChooser" in about.get("Interfaces", "") and desktops.intersection(served):
                return "xdgdesktopportal"
    return None


def missing_libraries(plugin: str) -> list[str]:
    """Return which libraries one of Qt's platform plugins lacks; none if it can be loaded."""
    spec = find_spec("PySide6")
    folders = [] if spec is None else spec.submodule_search_locations or []
    for folder in folders:
        plugins = Path(folder, "Qt", "plugins", "platforms")
        files = sorted(plugins.glob(f"libq{plugin}*.so"))
        if not files:
            return [f"libq{plugin}.so"] if plugins.is_dir() else []
        error = _loading_error(str(files[0]))
        if error is not None:  # which names the first library alone
            known = (*COMMON, *(WAYLAND if plugin == "wayland" else X11))
            first = missing_library(error) or str(error)
            return [first, *(name for name in known if name != first and _loading_error(name))]
    return []


def _loading_error(library: str) -> OSError | None:
    """Return why the system's loader cannot load a library, None if it can."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return error
    return None


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    """Return whether a Wayland compositor listens where the environment says."""
    name = environment.get("WAYLAND_DISPLAY", "")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    if not name or not (folder or name.startswith("/")) or sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(Path(folder, name)))
        except OSError:
            return False
    return True


def settle_in(environment: MutableMapping[str, str] = os.environ) -> str | None:
    """Give a user whom the system does not know a home folder; return what to say of it.

    Containers run programs as numbers without a name; nobody then knows where settings go.
    """
    try:
        Path.home()
    except (RuntimeError, KeyError):
        home = Path(tempfile.mkdtemp(prefix="emotion-desktop-home-"))
        environment["HOME"] = str(home)
        environment.setdefault("USER", "nobody")
        return (
            f"this user has no home folder; settings and caches go to {home}, set HOME to keep them"
        )
    return None


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
    if sys.platform == "win32":
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


def memory_complaint(least: int) -> str | None:
    """Return why this process may not take so many bytes of address space; None if it may.

    Native libraries end the process, or say that files are damaged, where they get none.
    """
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or limit >= least:
        return None
    return (
        f"this process may take only {limit // 1_000_000} MB of address space; "
        f"let it take {least // 1_000_000} MB: ulimit -v {least // 1024}"
    )


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
