"""Marker mode: keys 1–9 set markers, in place of what they do otherwise."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QInputDialog

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.text_dialog import text_dialog
from emotion_desktop.gui.language import key_name, local_number, translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.outputs.recording.time_axis import clock

if TYPE_CHECKING:
    from emotion_desktop.outputs.recording.recorder import Recorder
    from emotion_desktop.outputs.recording.session_files import Marker

GAP: Final = 9
"""The number of the marker where the machine has slept."""

NUMBERS: Final = tuple(str(number) for number in range(1, 10))


class Markers(QObject):
    """Marks the recording it was given; without one the mode cannot be chosen.

    Signals:
        toggled: (bool) Keys set markers from now on, or do no more.
        marked: (Marker) One was set.
    """

    toggled = Signal(bool)
    marked = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._recorder: Recorder | None = None
        self._marker: Marker | None = None
        self._waiting: list[int] = []
        self._dialog: QInputDialog | None = None
        self._taken = {
            action: action.shortcuts()
            for action in window.commands
            if any(key.toString() in NUMBERS for key in action.shortcuts())
        }
        self._keys = [QShortcut(QKeySequence(number), window) for number in NUMBERS]
        for number, key in zip(NUMBERS, self._keys, strict=True):
            key.setObjectName(number)
            key.setEnabled(False)
            key.activated.connect(self._on_key)
        window.commands[ActionName.MARKERS].toggled.connect(self._on_toggled)
        window.commands.keys_changed.connect(self._on_keys_changed)
        self.end()

    def wait(self) -> None:
        """Keep what is marked for a recording that is about to begin."""
        self._window.commands.enable(ActionName.MARKERS)

    def begin(self, recorder: "Recorder") -> None:
        """Mark this recording from now on, and set the markers that waited for it."""
        self._recorder = recorder
        self._window.commands.enable(ActionName.MARKERS)
        waiting, self._waiting = self._waiting, []
        for number in waiting:
            self._mark(number)

    def end(self) -> None:
        """Mark nothing."""
        self._recorder = None
        self._waiting = []
        if self._dialog is not None:
            self._dialog.reject()
        self._window.commands[ActionName.MARKERS].setChecked(False)
        self._disable()

    def _disable(self) -> None:
        why = translate("Recording", "start a recording first")
        keys = self._window.commands.specs[ActionName.RECORD].keys
        why += f" ({key_name(keys[0])})" if keys else ""
        self._window.commands.disable(ActionName.MARKERS, why)

    def _on_keys_changed(self) -> None:
        if not self._window.commands[ActionName.MARKERS].isEnabled():
            self._disable()

    def _on_toggled(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        for action, keys in self._taken.items():
            action.setShortcuts([] if on else keys)
        for key in self._keys:
            key.setEnabled(on)
        if on:
            hint = translate("Recording", "Keys 1–9 now set markers; press Esc to stop")
            self._window.stage.toast.say(hint)
        self.toggled.emit(on)

    def _on_key(self) -> None:
        number = int(self.sender().objectName())
        if self._recorder is None:
            self._waiting.append(number)
        else:
            self._mark(number)

    def mark(self, number: int, note: str = "", at: float | None = None) -> "Marker | None":
        """Set a marker, as `Recorder.mark` does, and return it; None if nothing is recorded."""
        if self._recorder is None:
            return None
        time_s, _, _ = self._marker = self._recorder.mark(number, at)
        if note:
            self._recorder.note(self._marker, note)
        self.marked.emit((time_s, number, note))
        return self._marker

    def mark_gap(self, slept_s: float) -> None:
        """Mark where the machine has slept: the clock of the recording stood still meanwhile."""
        note = translate("Recording", "The computer slept for {time}")
        self.mark(GAP, note.format(time=clock(slept_s)))

    def _mark(self, number: int) -> None:
        if self.mark(number) is None or self._marker is None:
            return
        self._window.stage.toast.say(
            self._name(self._marker), translate("Recording", "Add a note"), self._ask_note
        )

    def _ask_note(self) -> None:
        """Ask beside the picture, which goes on."""
        assert self._marker is not None
        title = translate("Recording", "Note")
        dialog = text_dialog(self._window, title, self._name(self._marker))
        dialog.setOkButtonText(translate("Recording", "Save note"))
        dialog.setCancelButtonText(translate("Recording", "Cancel"))
        dialog.textValueSelected.connect(self._note)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def _note(self, text: str) -> None:
        if self._recorder is not None and self._marker is not None:
            self._recorder.note(self._marker, text.strip())

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    @staticmethod
    def _name(marker: "Marker") -> str:
        time_s, number, _ = marker
        return translate("Recording", "Marker {number} at {time}").format(
            number=number, time=local_number(clock(time_s, tenths=True))
        )
