"""What was opened last: files, folders and addresses."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.sources import FILE, FOLDER, STREAM, SourceSpec

MOST: Final = 10


class RecentMenu(QMenu):
    """Lists them, the newest first, and forgets them if asked to.

    Signals:
        chosen: (str) Text of the source to open again.
    """

    chosen = Signal(str)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(translate("Sources", "Open recent"), parent)
        self._preferences = preferences
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._choose)
        preferences.changed.connect(self._on_preference)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        recent = self._preferences.settings.recent
        for text in recent:
            spec = SourceSpec.parse(text)
            name = Path(spec.value).name if spec.kind in {FILE, FOLDER} else spec.public_address
            action = QAction(isolated(name).replace("&", "&&"), self)
            action.setToolTip(isolated(spec.public_address))
            action.setData(text)
            self.addAction(action)
        self.addSeparator()
        self._forget = self.addAction(translate("Sources", "Clear list"))
        self.menuAction().setEnabled(bool(recent))

    def _choose(self, action: QAction) -> None:
        if action is self._forget:
            self._preferences.change(recent=())
        else:
            self.chosen.emit(str(action.data()))

    def _on_preference(self, name: str) -> None:
        if name == "recent":
            self._fill()


class RecentSources(QObject):
    """Remembers a file, folder or address once it has shown a picture.

    An address with a password or a token in it is not written down.
    """

    def __init__(self, preferences: Preferences, session: Session) -> None:
        super().__init__(session)
        self._preferences = preferences
        self._opening: SourceSpec | None = None
        session.opening.connect(self._on_opening)
        session.result_arrived.connect(self._on_result)

    def _on_opening(self, source: str) -> None:
        self._opening = SourceSpec.parse(source)

    def _on_result(self) -> None:
        spec, self._opening = self._opening, None
        if spec is None or spec.kind not in {FILE, FOLDER, STREAM}:
            return
        text = str(spec)
        if spec.kind == STREAM and text != spec.public_address:
            return
        before = [other for other in self._preferences.settings.recent if other != text]
        self._preferences.change(recent=(text, *before)[:MOST])
