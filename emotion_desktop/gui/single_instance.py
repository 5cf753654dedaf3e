"""One window per settings folder, and how a second start reaches it."""

import json
import logging
import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QLockFile, QObject, QTemporaryDir, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from emotion_desktop.gui.settings_file import open_settings

_log = logging.getLogger(__name__)

PATIENCE_MS: Final = 2000
SEPARATE_FROM: Final = "separate_from"
"""Key in the settings of a separate window: the file they are a copy of."""
MOST_BYTES: Final = 16_384
"""A message is a line of JSON that is no longer."""


class SingleInstance(QObject):
    """Knows whether this process is the first of a settings file, and lets others speak to it.

    A lock file beside the settings says who is first; one whose process has died does not count.
    A local socket beside it takes messages. Where neither can be made every process is the first.

    Args:
        settings: The settings file.

    Signals:
        called: (str) The window shall come to the front; carries a source to open, or nothing.
    """

    called = Signal(str)

    def __init__(self, settings: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = str(settings.with_name(f"{settings.stem}.socket"))
        settings.parent.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(settings.with_name(f"{settings.stem}.window.lock")))
        self._lock.setStaleLockTime(0)  # as long as its process lives
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        locked = self._lock.tryLock(0)
        self.is_first = locked or self._lock.error() is not QLockFile.LockError.LockFailedError
        if locked:
            QLocalServer.removeServer(self._address)  # left by a process that was killed
            if not self._server.listen(self._address):
                _log.warning("a second start cannot be heard: %s", self._server.errorString())

    def call(self, source: str) -> bool:
        """Let the first window come to the front and open a source; return whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        socket.write(json.dumps({"source": source}).encode() + b"\n")
        # The other one closes when it has read all.
        return socket.state() is QLocalSocket.LocalSocketState.UnconnectedState or (
            socket.waitForDisconnected(PATIENCE_MS)
        )

    def close(self) -> None:
        """Let another process be the first."""
        self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._read)
            if socket.canReadLine():
                self._take(socket)

    def _read(self) -> None:
        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        if socket.canReadLine() or socket.bytesAvailable() > MOST_BYTES:
            self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        socket.readyRead.disconnect(self._read)
        line: QByteArray = socket.readLine(MOST_BYTES)
        socket.disconnectFromServer()
        try:
            source = json.loads(bytes(line.data()))["source"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        self.called.emit(str(source))


class SeparateSettings:
    """A copy of the settings for a window that remembers nothing; it goes with this object.

    Attributes:
        path: Of the copy.
        store: The copy; what the other window records is none of this one's business.
    """

    def __init__(self, settings: Path) -> None:
        self._folder = QTemporaryDir()
        self.path = Path(self._folder.path()) / settings.name
        if settings.is_file():
            shutil.copyfile(settings, self.path)
        self.store, _ = open_settings(self.path)
        self.store.remove("recording_now")
        self.store.setValue(SEPARATE_FROM, str(settings))

    def remove(self) -> None:
        """Remove it now."""
        self._folder.remove()
