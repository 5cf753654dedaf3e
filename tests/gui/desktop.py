"""A person at a real display: sees the app's controls and uses keys and mouse."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict, TypeVar

T = TypeVar("T")
LOOK_S = 0.4
"""A little more than the app takes to say again where its controls are."""


class Seen(TypedDict):
    """What `driven` writes: titles of windows, texts of labels, places of controls."""

    windows: list[str]
    texts: list[str]
    controls: dict[str, list[int]]


def wait_for(look: Callable[[], T], timeout_s: float, what: str = "") -> T:
    """Return the first true answer; fails after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited in vain {what}"
        time.sleep(0.1)
    return found


class Desktop:
    """The app in a process of its own on a real display.

    Args:
        display: Name of the display.
        home: Its home folder, with settings, pictures and movies.
        arguments: Of `emotion-desktop`.
        settings: Lines of the settings file.
        environment: More variables.

    Attributes:
        process: The app.
        environment: Its variables.
    """

    def __init__(
        self,
        display: str,
        home: Path,
        arguments: list[str],
        settings: str = "welcomed=true",
        environment: dict[str, str] | None = None,
    ) -> None:
        config = home / "config" / "emotion-desktop"
        config.mkdir(parents=True, exist_ok=True)
        (config / "emotion-desktop.ini").write_text(f"[General]\n{settings}\n", encoding="utf-8")
        self._report = home / "seen.json"
        self._report.unlink(missing_ok=True)
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            **(environment or {}),
        }
        command = [sys.executable, "-m", "tests.gui.window_driver", str(self._report), *arguments]
        self.process = subprocess.Popen(command, env=self.environment)

    def __enter__(self) -> "Desktop":
        """Wait for the window."""
        wait_for(
            lambda: "Emotion Desktop" in " ".join(self.seen()["windows"]), 60, "for the window"
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End the process if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)

    def press(self, *keys: str, window: str = "Emotion Desktop") -> None:
        """Press keys, one after the other, in the window of this title."""
        # A search finds nothing while another window is just going.
        search = ("search", "--onlyvisible", "--name", window)
        found = wait_for(lambda: self.xdotool(*search).split(), 5, f"for {window!r}")
        self.xdotool("windowfocus", "--sync", found[-1])
        for key in keys:
            self.xdotool("key", key)

    def type(self, text: str, window: str) -> None:
        """Type a text and Return in the window of this title."""
        wait_for(lambda: window in self.seen()["windows"], 20, f"for {window!r}")
        found = self.xdotool("search", "--onlyvisible", "--name", window).split()
        self.xdotool("windowfocus", "--sync", found[-1], "type", "--delay", "5", text)
        self.xdotool("key", "Return")

    def click(self, name: str, at: float = 0.5) -> None:
        """Click on the control of this name, at a fraction of its width."""
        x, y, width, height = wait_for(lambda: self._still(name), 20, f"for {name!r}")
        spot = (str(round(x + at * width)), str(round(y + height / 2)))
        self.xdotool("mousemove", *spot, "sleep", "0.1", "click", "1")

    def seen(self) -> Seen:
        """Return what there is to see now."""
        if not self._report.is_file():
            return {"windows": [], "texts": [], "controls": {}}
        document: Seen = json.loads(self._report.read_text(encoding="utf-8"))
        return document

    def wait_for_text(self, part: str, timeout_s: float = 20) -> str:
        """Wait until a visible text contains this and return it."""
        return wait_for(
            lambda: next((text for text in self.seen()["texts"] if part in text), ""),
            timeout_s,
            f"for the text {part!r}",
        )

    def _still(self, name: str) -> list[int]:
        """Return where a control is if it stays there: a window that has come up may yet move."""
        place = self._named(name)
        if place:
            time.sleep(LOOK_S)
        return place if place == self._named(name) else []

    def _named(self, name: str) -> list[int]:
        controls = self.seen()["controls"]
        found = [key for key in controls if key.rstrip("…") == name.rstrip("…")]
        return controls[found[0]] if found else []

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag with the left button from one place on the screen to another."""
        self.xdotool("mousemove", *map(str, start), "mousedown", "1")
        for share in (0.1, 0.3, 0.6, 0.9, 1.0):
            spot = [str(round(a + share * (b - a))) for a, b in zip(start, end, strict=True)]
            self.xdotool("mousemove", *spot, "sleep", "0.15")
        self.xdotool("mouseup", "1")

    def xdotool(self, *words: str) -> str:
        """Run xdotool on the display and return what it says."""
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()
