"""The people of a recording: their names, and who is the same person, with undo."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from emotion_desktop.domain import Person
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.dialogs.text_dialog import text_dialog
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.undo import Change
from emotion_desktop.outputs.recording.people import write_people
from emotion_desktop.vision.people import clean_name

if TYPE_CHECKING:
    from emotion_desktop.gui.review.editor import Editor
    from emotion_desktop.gui.review.player import Player
    from emotion_desktop.gui.review.side_panel import SidePanel


class PeopleNames(QObject):
    """The menu of the table of people.

    Args:
        side: Has the table.
        player: Tells from when on somebody is somebody else.
        editor: Changes the recording, with undo.
    """

    def __init__(self, side: "SidePanel", player: "Player", editor: "Editor") -> None:
        super().__init__(side)
        self._side = side
        self._session = player.session
        self._player = player
        self._editor = editor
        self._stack = editor.stack
        side.people.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        side.people.customContextMenuRequested.connect(self._open_menu)

    def menu_of(self, track_id: int) -> QMenu:
        """Return what can be said of somebody."""
        menu = QMenu(self._side)
        person = self._session.said_of(track_id)
        menu.addAction(translate("People", "Name…")).triggered.connect(
            partial(self._ask_name, track_id)
        )
        aside = menu.addAction(translate("People", "Bystander"))
        aside.setCheckable(True)
        aside.setChecked(person.bystander)
        other = replace(person, bystander=not person.bystander)
        aside.triggered.connect(partial(self._say, track_id, other))
        same = menu.addMenu(translate("People", "Same person as"))
        for each in self._editor.shown.people:
            if each != track_id:
                title = f"#{each} {self._session.said_of(each).name}".strip().replace("&", "&&")
                same.addAction(title).triggered.connect(partial(self.merge, track_id, each))
        same.setEnabled(not same.isEmpty())
        split = menu.addAction(translate("People", "Somebody else from here on"))
        split.triggered.connect(partial(self.split, track_id))
        split.setEnabled(self._is_amid(track_id))
        reset = menu.addAction(translate("People", "All people as recorded"))
        reset.triggered.connect(self.restore)
        reset.setEnabled(bool(self._editor.edits.tracks))
        return menu

    def merge(self, track_id: int, into: int) -> None:
        """Give somebody another's number, who gets the name if there was none."""
        text = translate("People", "same person")
        name = self._session.said_of(track_id).name
        self._stack.beginMacro(text)
        if name and not self._session.said_of(into).name:
            self._say(into, replace(self._session.said_of(into), name=name))
        self._editor.change(text, self._editor.edits.merge(track_id, into))
        self._stack.endMacro()

    def split(self, track_id: int) -> None:
        """Give somebody a new number from the frame that is shown on."""
        session = self._player.session
        renumbered = (change.into for change in self._editor.edits.tracks)
        known = (*self._session.faces.track_ids.tolist(), *renumbered, *self._session.said)
        start_s = float(session.times[self._player.row])
        edits = self._editor.edits.split(track_id, start_s, max(known) + 1)
        self._editor.change(translate("People", "somebody else"), edits)

    def restore(self) -> None:
        """Let everybody have the number that was recorded."""
        edits = self._editor.edits.model_copy(update={"tracks": ()})
        self._editor.change(translate("People", "people as recorded"), edits)

    def _is_amid(self, track_id: int) -> bool:
        """Return whether somebody is in view both before the frame that is shown and after."""
        person = self._editor.shown.people.get(track_id)
        return person is not None and (
            int(person.person.frames[0]) < self._player.row <= int(person.person.frames[-1])
        )

    def rename(self, track_id: int, text: str) -> None:
        """Give somebody a name, or none if it is empty; say why if it is no name."""
        try:
            name = clean_name(text)
        except EmotionDesktopError as error:
            self._complain(error)
            return
        self._say(track_id, replace(self._session.said_of(track_id), name=name))

    def put(self, track_id: int, person: Person) -> bool:
        """Say something of somebody, and keep it; return whether it could be saved."""
        said = {**self._session.said, track_id: person}
        try:
            write_people(self._session.folder, said)
        except EmotionDesktopError as error:
            self._complain(error)
            return False
        self._session.said[track_id] = person
        self._side.show_names()
        return True

    def _say(self, track_id: int, person: Person) -> None:
        before = self._session.said_of(track_id)
        if person != before:
            self._stack.push(Change(partial(self.put, track_id), before, person))

    def _ask_name(self, track_id: int) -> None:
        label = translate("People", "Name of #{id} in this recording:").format(id=track_id)
        name = self._session.said_of(track_id).name
        dialog = text_dialog(self._side, translate("People", "Name"), label, name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(partial(self.rename, track_id))
        dialog.open()

    def _open_menu(self, place: QPoint) -> None:
        index = self._side.people.indexAt(place)
        if not index.isValid():
            return
        key = self._side.people.table.rows[index.row()].key
        if isinstance(key, int):
            menu = self.menu_of(key)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._side.people.viewport().mapToGlobal(place))

    def _complain(self, error: EmotionDesktopError) -> None:
        box = QMessageBox(self._side)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(error_text(error))
        box.open()
