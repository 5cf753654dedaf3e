"""What the one-folder app is made of besides its files."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import PurePath

from packaging.requirements import Requirement

LEFT_OUT = {"mediapipe"}
"""Large, and only for `--detector mediapipe`, which most do without."""

# GTK is there for Qt's theme of that name alone, and has to be the system's own to be of use.
_GTK = re.compile(
    r"lib(qgtk3|gtk-3|gdk-3|gdk_pixbuf|atk-|atspi|pango|cairo|epoxy|fribidi|thai|datrie)"
)


def is_wanted(path: str) -> bool:
    """Return whether a file that PyInstaller found belongs into the folder."""
    name = PurePath(path).name
    if "translations" in path and "PySide6" in path:
        return name.startswith("qtbase_")
    return _GTK.match(name) is None


def installed_packages(name: str) -> list[str]:
    """Return what a distribution needs and is installed, with all that it needs in turn.

    The metadata that is copied by these names carries their licences.
    """
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        package = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if package in found or package in LEFT_OUT:
            continue
        try:
            needed = requires(package) or []
        except PackageNotFoundError:
            continue
        found[package] = None
        wanted = map(Requirement, needed)
        waiting += [
            one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})
        ]
    return sorted(found)


def windows_version(program: str, version: str) -> object:
    """Return what Windows shows as properties of a program; importable on Windows only."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = (*map(int, version.split(".")[:3]), 0)
    strings = {
        "CompanyName": "The emotion-desktop team",
        "FileDescription": "Reads facial expressions from a webcam",
        "FileVersion": version,
        "LegalCopyright": "MIT; with FFmpeg and x264 GPL-3.0-or-later as a whole",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "Emotion Desktop",
        "ProductVersion": version,
    }
    table = info.StringTable("040904B0", [info.StringStruct(*pair) for pair in strings.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo([table]),
            info.VarFileInfo([info.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )
