"""What can be done with the picture and the faces in it, by the right mouse button."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.tone_dialog import ToneDialog
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.zoom import NOTCH, Zoom
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.people import PeopleEditor
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import open_folder
from emotion_desktop.vision.sources import FILE, FOLDER

ON_PICTURE = (ActionName.SNAPSHOT, ActionName.COPY_PICTURE, ActionName.COPY_RESULTS)
ON_VIEW = (
    ActionName.ZOOM_IN,
    ActionName.ZOOM_OUT,
    ActionName.ZOOM_FIT,
    ActionName.ROTATE,
    ActionName.TONE,
    ActionName.FULL_SCREEN,
    ActionName.MINI_MODE,
    ActionName.ON_TOP,
)


class PictureMenu(QObject):
    """The menu of the picture, and the actions for zooming and for copying results."""

    def __init__(self, window: MainWindow, session: Session, people: PeopleEditor) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._people = people
        view = self._view = window.stage.video
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open)
        view.full_screen_wanted.connect(self._toggle_size)
        view.zoomed.connect(self._show_zoom)
        for name, factor in ((ActionName.ZOOM_IN, NOTCH), (ActionName.ZOOM_OUT, 1 / NOTCH)):
            window.commands[name].triggered.connect(partial(self._zoom, factor))
        window.commands[ActionName.ZOOM_FIT].triggered.connect(self._fit)
        window.commands[ActionName.COPY_RESULTS].triggered.connect(self._copy_all)
        window.commands[ActionName.TONE].triggered.connect(self._ask_tone)
        session.opening.connect(self._fit)
        session.opening.connect(self._show_state)
        session.result_arrived.connect(self._show_state)
        session.source_failed.connect(self._show_state)
        session.source_stopped.connect(self._show_state)
        self._show_zoom()
        self._show_state()

    def menu_at(self, place: QPoint) -> QMenu:
        """Return the menu for a place of the picture."""
        menu = QMenu(self._view)
        result, face = self._session.shown.result, self._view.face_at(place.toPointF())
        if result is not None and face is not None and face < len(result):
            number = int(result.track_ids[face])
            follow = menu.addAction(translate("Picture", "Follow #{id}").format(id=number))
            follow.triggered.connect(partial(self._window.docks.faces.chosen.emit, number))
            copy = menu.addAction(translate("Picture", "Copy values of #{id}").format(id=number))
            copy.triggered.connect(partial(self._copy, face))
            self._people.fill(menu, number)
            menu.addSeparator()
        menu.addActions([self._window.commands[name] for name in ON_PICTURE])
        menu.addSeparator()
        menu.addActions([self._window.commands[name] for name in ON_VIEW])
        spec = self._session.spec
        if spec.kind in {FILE, FOLDER}:
            menu.addSeparator()
            path = Path(spec.value)
            folder = path if spec.kind == FOLDER else path.absolute().parent
            show = menu.addAction(translate("Picture", "Show in folder"))
            show.triggered.connect(partial(open_folder, folder))
        return menu

    def _open(self, place: QPoint) -> None:
        menu = self.menu_at(place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.mapToGlobal(place))

    def _toggle_size(self) -> None:
        """Fill the screen, or come back from there or from mini mode."""
        mini = self._window.commands[ActionName.MINI_MODE]
        (mini if mini.isChecked() else self._window.commands[ActionName.FULL_SCREEN]).toggle()

    def _zoom(self, factor: float) -> None:
        self._view.zoom_by(factor)

    def _fit(self) -> None:
        self._view.set_zoom(Zoom())

    def _ask_tone(self) -> None:
        dialog = ToneDialog(self._view.pictures.tone, self._window)
        dialog.changed.connect(self._view.set_tone)
        dialog.changed.connect(dialog.show_tone)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _copy_all(self) -> None:
        self._copy(None)

    def _copy(self, face: int | None) -> None:
        from emotion_desktop.outputs.tables import table_text

        result = self._session.shown.result
        if result is not None and (face is None or face < len(result)):
            text = table_text(result, None if face is None else [face])
            QGuiApplication.clipboard().setText(text)
            self._window.stage.toast.say(translate("Picture", "Copied the results"))

    def _show_zoom(self) -> None:
        for name in (ActionName.ZOOM_OUT, ActionName.ZOOM_FIT):
            if self._view.zoom.factor > 1:
                self._window.commands.enable(name)
            else:
                why = translate("Picture", "the whole picture is shown")
                self._window.commands.disable(name, why)

    def _show_state(self) -> None:
        copy = self._window.commands[ActionName.COPY_RESULTS]
        if self._session.result is not None and not copy.isEnabled():
            self._window.commands.enable(ActionName.COPY_RESULTS)
        elif self._session.result is None and copy.isEnabled():
            why = translate("Snapshot", "no frame has been analysed yet")
            self._window.commands.disable(ActionName.COPY_RESULTS, why)
