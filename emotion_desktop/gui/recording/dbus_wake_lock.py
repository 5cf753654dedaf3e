"""Keeps a Linux machine awake, by its desktop and its login service."""

import logging
from typing import Final

from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor

from emotion_desktop.config import APP_NAME

_log = logging.getLogger(__name__)

ANSWER_MS: Final = 1000
"""A service that takes longer hangs; the window does not wait for it."""

SCREEN_SAVER: Final = "org.freedesktop.ScreenSaver"
LOGIN: Final = "org.freedesktop.login1"


class DBusWakeLock:
    """Asks the desktop not to grow idle, and the login service not to suspend.

    Args:
        session: Address of the desktop's bus; the user's if empty.
        system: Address of the login service's bus; the machine's if empty.
    """

    def __init__(self, session: str = "", system: str = "") -> None:
        self._session = session
        self._system = system
        self._login_lock: QDBusUnixFileDescriptor | None = None
        # Qt knows connections by name; others who keep the machine awake have their own.
        self._names = (f"wake-lock-{id(self):x}", f"wake-lock-{id(self):x}-login")

    def hold(self, why: str) -> None:
        """Keep it awake from now on."""
        self.release()
        kinds = QDBusConnection.BusType
        desktop, login = self._names
        bus = _connect(self._session or kinds.SessionBus, desktop)
        _call(bus, SCREEN_SAVER, "/org/freedesktop/ScreenSaver", SCREEN_SAVER, APP_NAME, why)
        bus = _connect(self._system or kinds.SystemBus, login)
        values = ("sleep:idle", APP_NAME, why, "block")
        answer = _call(bus, LOGIN, "/org/freedesktop/login1", f"{LOGIN}.Manager", *values)
        if answer and isinstance(answer[0], QDBusUnixFileDescriptor):
            self._login_lock = answer[0]  # held as long as it is open

    def release(self) -> None:
        """Let it sleep again: the desktop forgets who has left its bus."""
        self._login_lock = None
        for name in self._names:
            QDBusConnection.disconnectFromBus(name)


def _connect(bus: QDBusConnection.BusType | str, name: str) -> QDBusConnection:
    if isinstance(bus, str):  # the type checker wants to know which of its two forms is called
        return QDBusConnection.connectToBus(bus, name)
    return QDBusConnection.connectToBus(bus, name)


def _call(
    bus: QDBusConnection, service: str, path: str, interface: str, *values: object
) -> list[object]:
    """Return what a service answers to Inhibit; nothing if it is not there or refuses."""
    message = QDBusMessage.createMethodCall(service, path, interface, "Inhibit")
    message.setArguments(list(values))
    answer = bus.call(message, QDBus.CallMode.Block, ANSWER_MS)
    if answer.type() is QDBusMessage.MessageType.ReplyMessage:
        return list(answer.arguments())
    _log.info("%s does not keep the machine awake: %s", service, answer.errorMessage())
    return []
