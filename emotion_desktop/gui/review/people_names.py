"""Naming the people of a recording, with undo; their names lie beside its tables."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QMenu, QMessageBox

from emotion_desktop.domain import Person
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.dialogs.text_dialog import text_dialog
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.undo import Change
from emotion_desktop.outputs.recording.people import write_people
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.vision.people import clean_name

if TYPE_CHECKING:
    from emotion_desktop.gui.review.side_panel import SidePanel


class PeopleNames(QObject):
    """The menu of the table of people.

    Args:
        side: Has the table.
        session: The recording.
        stack: Takes what can be undone.
    """

    def __init__(self, side: "SidePanel", session: RecordedSession, stack: QUndoStack) -> None:
        super().__init__(side)
        self._side = side
        self._session = session
        self._stack = stack
        side.people.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        side.people.customContextMenuRequested.connect(self._open_menu)

    def menu_of(self, track_id: int) -> QMenu:
        """Return what can be said of somebody."""
        menu = QMenu(self._side)
        person = self._session.said.get(track_id, Person())
        menu.addAction(translate("People", "Name…")).triggered.connect(
            partial(self._ask_name, track_id)
        )
        aside = menu.addAction(translate("People", "Bystander"))
        aside.setCheckable(True)
        aside.setChecked(person.bystander)
        other = replace(person, bystander=not person.bystander)
        aside.triggered.connect(partial(self._say, track_id, other))
        return menu

    def rename(self, track_id: int, text: str) -> None:
        """Give somebody a name, or none if it is empty; say why if it is no name."""
        try:
            name = clean_name(text)
        except EmotionDesktopError as error:
            self._complain(error)
            return
        self._say(track_id, replace(self._session.said.get(track_id, Person()), name=name))

    def put(self, track_id: int, person: Person) -> None:
        """Say something of somebody, and keep it."""
        said = {**self._session.said, track_id: person}
        try:
            write_people(self._session.folder, said)
        except EmotionDesktopError as error:
            self._complain(error)
            return
        self._session.said[track_id] = person
        self._side.show_names()

    def _say(self, track_id: int, person: Person) -> None:
        before = self._session.said.get(track_id, Person())
        if person != before:
            self._stack.push(Change(partial(self.put, track_id), before, person))

    def _ask_name(self, track_id: int) -> None:
        label = translate("People", "Name of #{id} in this recording:").format(id=track_id)
        name = self._session.said.get(track_id, Person()).name
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
