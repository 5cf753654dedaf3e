"""Which cameras are connected, what they are called, and how each is told from the others."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from emotion_desktop.errors import NoCameraError
from emotion_desktop.vision.sources.base import CameraInfo
from emotion_desktop.vision.sources.camera.v4l2 import takes_pictures

# OpenCV's numbers of cv2.CAP_…, which must be known before OpenCV is loaded. DirectShow, because
# Media Foundation takes many seconds to open a camera
# (https://github.com/opencv/opencv/issues/17687).
_BACKENDS: Final = {"win32": 700, "darwin": 1200, "linux": 200}
BACKEND: Final = _BACKENDS.get(sys.platform, 0)

_ON_LINUX: Final = sys.platform == "linux"
DEVICES: Final = Path("/dev")
_SYSTEM: Final = Path("/sys/class/video4linux")


def find_cameras() -> list[CameraInfo]:
    """Return the cameras the system knows, by number; an empty list if it cannot be asked."""
    return named(scan_cameras(), {})


def scan_cameras() -> list[CameraInfo]:
    """Return the cameras as the system calls them; two of a model have the same name."""
    return scan_linux() if _ON_LINUX else _scan_others()


def _scan_others() -> list[CameraInfo]:
    try:
        from cv2_enumerate_cameras import enumerate_cameras

        found = enumerate_cameras(BACKEND)
    except (ImportError, OSError, RuntimeError, ValueError, AttributeError):
        return []
    cameras = (
        CameraInfo(int(c.index), str(c.name or f"camera {c.index}"), BACKEND, str(c.path or c.name))
        for c in found
    )
    return sorted(cameras, key=lambda camera: camera.index)


def scan_linux(system: Path = _SYSTEM, devices: Path = DEVICES) -> list[CameraInfo]:
    """Return the cameras of Linux.

    Args:
        system: Folder in which the kernel describes video devices.
        devices: Folder of the device files.
    """
    found: list[CameraInfo] = []
    for folder in sorted(system.glob("video*")) if system.is_dir() else []:
        number = folder.name.removeprefix("video")
        device = devices / folder.name
        if not number.isdigit() or not device.exists():
            continue
        takes = takes_pictures(device)
        # Of a device that does not answer, busy or forbidden, the first file is the camera's.
        if takes or (takes is None and _line(folder / "index") in {"0", ""}):
            name = _line(folder / "name").rstrip(":") or f"camera {number}"
            found.append(CameraInfo(int(number), _plain(name), BACKEND, _identity(folder)))
    return sorted(_with_unique_ids(found, system), key=lambda camera: camera.index)


def named(cameras: Iterable[CameraInfo], known: Mapping[str, str]) -> list[CameraInfo]:
    """Return the cameras, each with a name of its own: `C920`, `C920 (2)` and so on.

    Args:
        cameras: As `scan_cameras` lists them.
        known: Names given before, by id; they are kept unless another camera has taken them.
    """
    cameras = list(cameras)
    names: dict[CameraInfo, str] = {}
    for camera in sorted(cameras, key=lambda camera: (camera.id not in known, camera.id)):
        name, count = known.get(camera.id, camera.name), 1
        while name in names.values():
            count += 1
            name = f"{camera.name} ({count})"
        names[camera] = name
    return [replace(camera, name=names[camera]) for camera in cameras]


def choose_camera(which: str, cameras: list[CameraInfo]) -> CameraInfo:
    """Return the camera meant by a number, a name, part of one, or an id; nothing is the first.

    Raises:
        NoCameraError: With the cameras there are.
    """
    if not cameras:
        raise NoCameraError(
            "no camera is connected; connect one, or open a file, a stream or the demo"
        )
    if not which:
        return cameras[0]
    exact = [camera for camera in cameras if which in {str(camera.index), camera.name, camera.id}]
    similar = [camera for camera in cameras if which.casefold() in camera.name.casefold()]
    if not exact + similar:
        found = ", ".join(f"camera:{camera.index} ({camera.name})" for camera in cameras)
        raise NoCameraError("there is no camera {name!r}; found {names}", name=which, names=found)
    return (exact + similar)[0]


def fallback_cameras(which: str, devices: Path = DEVICES) -> list[CameraInfo]:
    """Return what may still be tried by number where cameras could not be listed."""
    if sys.platform == "linux":
        numbers = sorted(
            int(path.name.removeprefix("video"))
            for path in devices.glob("video*")
            if path.name.removeprefix("video").isdigit()
        )
    else:
        numbers = [int(which)] if which.isdigit() else [0]
    return [
        CameraInfo(number, f"camera {number}", BACKEND, f"number:{number}") for number in numbers
    ]


def _identity(folder: Path) -> str:
    """Return what stays the same when a camera is plugged in again, under another number.

    That is the serial number of a USB device; if it has none, the socket it is plugged into.
    """
    device = (folder / "device").resolve()
    interface = device.name if ":" in device.name else ""
    usb = device.parent if interface else device
    vendor, product = _line(usb / "idVendor"), _line(usb / "idProduct")
    extra = _line(folder / "index")
    end = "" if extra in {"", "0"} else f":{extra}"
    if not vendor:
        return f"{device.name}:{_line(folder / 'name')}{end}"
    serial = _line(usb / "serial") or f"@{usb.name}"
    return f"usb:{vendor}:{product}:{serial}:{interface.partition(':')[2]}{end}"


def _with_unique_ids(cameras: list[CameraInfo], system: Path) -> list[CameraInfo]:
    """Return the cameras with ids of their own: cheap ones share one serial number."""
    ids = [camera.id for camera in cameras]
    return [
        camera
        if ids.count(camera.id) == 1
        else replace(camera, id=f"{camera.id}@{_socket(system, camera)}")
        for camera in cameras
    ]


def _socket(system: Path, camera: CameraInfo) -> str:
    return (system / f"video{camera.index}" / "device").resolve().name


def _plain(name: str) -> str:
    """Return a name said once: the kernel has `C920: C920` for some cameras."""
    first, _, second = name.partition(": ")
    return first if second and first.startswith(second) else name


def _line(path: Path) -> str:
    try:
        return path.read_text(errors="replace").partition("\n")[0].strip()
    except OSError:
        return ""
