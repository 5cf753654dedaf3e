"""A real X display that nobody sees, with a window manager."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

X11_PACKAGES = (
    "xvfb xauth xdotool openbox libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


@contextmanager
def virtual_display() -> Iterator[str]:
    """Give the name of a display of 1280x800 pixels, e.g. `:99`; it goes at the end."""
    for program in ("Xvfb", "xdotool", "openbox"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing; run: apt-get install {X11_PACKAGES}")
    readable, writable = os.pipe()
    screen = ["-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    command = ["Xvfb", "-displayfd", str(writable), *screen]
    with subprocess.Popen(
        command, pass_fds=[writable], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        os.close(writable)
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        display = f":{number}"
        manager = subprocess.Popen(
            ["openbox"],
            env={**os.environ, "DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield display
        finally:
            manager.terminate()
            manager.wait(5)
            server.terminate()
