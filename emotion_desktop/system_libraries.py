"""Libraries of a Linux system that wheels do not bring, and Debian's packages of them."""

import re
from collections.abc import Mapping
from typing import Final

from emotion_desktop.errors import MissingLibraryError

COMMON: Final[Mapping[str, str]] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt needs for any window, and OpenCV for anything."""

X11: Final[Mapping[str, str]] = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND: Final[Mapping[str, str]] = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
PACKAGES: Final[Mapping[str, str]] = {**COMMON, **X11, **WAYLAND}


def missing_library(error: Exception) -> str | None:
    """Return which library the system's loader misses, of the error of an import; None if none."""
    found = re.match(r"(lib\S+): cannot open shared object file", str(error))
    return None if found is None else found[1]


def check_import(package: str, error: ImportError) -> None:
    """Say which library of the system a package misses, if that is why it cannot be imported.

    Raises:
        MissingLibraryError: If so.
    """
    library = missing_library(error)
    if library is None:
        return
    if library in PACKAGES:
        raise MissingLibraryError(
            "{package} cannot be used: {library} is missing; "
            "install it (Debian, Ubuntu: apt install {name})",
            package=package,
            library=library,
            name=PACKAGES[library],
        ) from error
    raise MissingLibraryError(
        "{package} cannot be used: {library} is missing; install it",
        package=package,
        library=library,
    ) from error
