"""Keeps the machine awake as long as something needs it."""

import logging
import os
import subprocess
import sys
from contextlib import suppress
from typing import ClassVar, Final, Protocol

_log = logging.getLogger(__name__)

# <winbase.h>
_CONTINUOUS: Final = 0x80000000
_SYSTEM_REQUIRED: Final = 0x00000001


class WakeLock(Protocol):
    """Keeps the machine from falling asleep; what cannot be done is said in the log alone."""

    def hold(self, why: str) -> None:
        """Keep it awake from now on; `why` is shown by the system."""

    def release(self) -> None:
        """Let it sleep again."""


def system_wake_lock() -> WakeLock:
    """Return the way of this system."""
    if sys.platform == "win32":
        return WindowsWakeLock()
    if sys.platform == "darwin":
        return ProcessWakeLock(["caffeinate", "-i", "-w", str(os.getpid())])
    from emotion_desktop.gui.recording.dbus_wake_lock import DBusWakeLock

    return DBusWakeLock()


class WindowsWakeLock:
    """Tells Windows that this thread needs the machine, as long as one of these holds it."""

    _holding: ClassVar[set[int]] = set()

    def hold(self, why: str) -> None:
        """Keep it awake from now on."""
        del why
        self._holding.add(id(self))
        self._set(_CONTINUOUS | _SYSTEM_REQUIRED)

    def release(self) -> None:
        """Let it sleep again."""
        self._holding.discard(id(self))
        if not self._holding:
            self._set(_CONTINUOUS)

    def _set(self, state: int) -> None:
        if sys.platform == "win32":
            import ctypes

            if not ctypes.windll.kernel32.SetThreadExecutionState(state):
                _log.warning("Windows may fall asleep while a recording goes on")


class ProcessWakeLock:
    """Runs a program that keeps the machine awake as long as it runs.

    Args:
        command: The program; it has to end by itself when this process has gone.
    """

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self.process: subprocess.Popen[bytes] | None = None

    def hold(self, why: str) -> None:
        """Keep it awake from now on."""
        del why
        self.release()
        try:
            self.process = subprocess.Popen(self._command)
        except OSError as error:
            _log.warning("the machine may fall asleep while a recording goes on: %s", error)

    def release(self) -> None:
        """Let it sleep again."""
        process, self.process = self.process, None
        if process is not None:
            with suppress(OSError):
                process.terminate()
            process.wait()
