"""What users say of the people in view: names, bystanders, who is who, neutral faces."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QMenu

from emotion_desktop.errors import SettingError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.text_dialog import text_dialog
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.neutral import NeutralRecording
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.undo import Change
from emotion_desktop.vision.baseline import Baseline
from emotion_desktop.vision.people import People, clean_name


class PeopleEditor(QObject):
    """The menu of a person, the key that names one, and undo; all ends with the source."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._source = ""
        self._undo = QUndoStack(self)
        self._undo.indexChanged.connect(self._show_state)
        commands = window.commands
        self._neutral = NeutralRecording(session, window.stage.toast, self)
        self._neutral.recorded.connect(self._relate)
        commands[ActionName.NAME_PERSON].triggered.connect(self._name_selected)
        commands[ActionName.RECORD_NEUTRAL].triggered.connect(self._record_selected)
        commands[ActionName.UNDO].triggered.connect(self._undo.undo)
        commands[ActionName.REDO].triggered.connect(self._undo.redo)
        window.docks.faces.menu_wanted.connect(self._open_menu)
        session.opening.connect(self._on_opening)
        self._show_state()

    def fill(self, menu: QMenu, track_id: int) -> None:
        """Add to a menu what can be said of somebody."""
        people = self._session.request.people
        person = people.person(track_id)
        name = menu.addAction(translate("People", "Name…"))
        name.triggered.connect(partial(self.ask_name, track_id))
        aside = menu.addAction(translate("People", "Bystander"))
        aside.setCheckable(True)
        aside.setChecked(person.bystander)
        other = replace(person, bystander=not person.bystander)
        aside.triggered.connect(partial(self._say, people.saying(track_id, other)))
        same = menu.addMenu(translate("People", "Same person as"))
        shown = {row.track_id for row in self._window.docks.faces.rows}
        named = {i for i, said in people.said.items() if said.name}
        for each in sorted((shown | named) - {track_id} - set(people.merged)):
            title = f"#{each} {people.person(each).name}".strip().replace("&", "&&")
            same.addAction(title).triggered.connect(
                partial(self._say, people.merging(track_id, each))
            )
        same.setEnabled(not same.isEmpty())
        split = menu.addAction(translate("People", "Somebody else from now on"))
        split.triggered.connect(partial(self._say, people.splitting(track_id)))
        menu.addSeparator()
        record = menu.addAction(translate("People", "Record neutral (5 s)"))
        record.triggered.connect(partial(self._neutral.start, track_id))
        forget = menu.addAction(translate("People", "Forget neutral"))
        forget.triggered.connect(partial(self._relate, track_id, None))
        forget.setEnabled(track_id in people.neutral)

    def ask_name(self, track_id: int) -> None:
        """Ask for somebody's name; an empty one takes it away."""
        label = translate("People", "Name of #{id}, until another source is opened:")
        name = self._session.request.people.person(track_id).name
        title = translate("People", "Name")
        dialog = text_dialog(self._window, title, label.format(id=track_id), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(partial(self.rename, track_id))
        dialog.open()

    def rename(self, track_id: int, text: str) -> None:
        """Give somebody a name, or none if it is empty; say why if it is no name."""
        people = self._session.request.people
        try:
            person = replace(people.person(track_id), name=clean_name(text))
        except SettingError as error:
            self._window.stage.toast.say(error_text(error))
            return
        if person != people.person(track_id):
            self._say(people.saying(track_id, person))

    def _say(self, people: People) -> None:
        self._undo.push(Change(self._put, self._session.request.people, people))

    def _put(self, people: People) -> None:
        self._session.ask(replace(self._session.request, people=people))

    def _relate(self, track_id: int, baseline: Baseline | None) -> None:
        self._say(self._session.request.people.relating(track_id, baseline))

    def _name_selected(self) -> None:
        self._with_selected(self.ask_name)

    def _record_selected(self) -> None:
        self._with_selected(self._neutral.start)

    def _with_selected(self, act: Callable[[int], None]) -> None:
        selected = self._window.docks.faces.selected
        if selected is None:
            self._window.stage.toast.say(translate("People", "Select a face first"))
        else:
            act(selected)

    def _open_menu(self, track_id: int, place: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu, track_id)
        menu.popup(place)

    def _on_opening(self, source: str) -> None:
        """Forget everybody of another source: a number there is somebody else."""
        if source != self._source:
            self._source = source
            self._undo.clear()
            if self._session.request.people != People():
                self._put(People())

    def _show_state(self) -> None:
        nothing = translate("People", "nothing has been said of a person")
        states = (
            (ActionName.UNDO, self._undo.canUndo()),
            (ActionName.REDO, self._undo.canRedo()),
        )
        for name, is_possible in states:
            if is_possible:
                self._window.commands.enable(name)
            else:
                self._window.commands.disable(name, nothing)
