"""Which model is in use: picked by menu, key or dialog, and shown when it is ready."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName, model_action
from emotion_desktop.gui.dialogs.open_dialogs import Dialogs
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import notice_of_model_error
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.model_picker import KEYS
from emotion_desktop.gui.recording.question import Question
from emotion_desktop.gui.session import Session, checkpoint_name

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor


def _read_catalog() -> object:
    # On the job's thread: it reads files.
    from emotion_desktop.vision.model_catalog import catalog

    return catalog()


class ModelController(QObject):
    """Joins the menu of models, its keys and dialogs with the session.

    Attributes:
        is_recording: Whether another model could end a recording: then keys do not change it, and
            menu and dialogs ask first.
    """

    def __init__(self, window: MainWindow, session: Session, dialogs: Dialogs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._dialogs = dialogs
        self._loading = ""
        self._error: EmotionDesktopError | None = None
        self.is_recording: Callable[[], bool] = lambda: False
        self._wanted = ""
        self._question = Question(
            window,
            translate("Recording", "A recording is in progress."),
            translate(
                "Recording",
                "With another model it goes on if that has the same classes, and ends if not; "
                "what has been recorded is kept.",
            ),
            yes=translate("Recording", "Switch model"),
            no=translate("Recording", "Keep this model"),
        )
        self._question.agreed.connect(self._use_wanted)
        session.model_loading.connect(self._on_loading)
        session.model_ready.connect(self._on_ready)
        # The card takes the longest: a frame may be painted before it.
        session.model_ready.connect(self._show_card, Qt.ConnectionType.QueuedConnection)
        session.model_failed.connect(self._on_failed)
        window.model_menu.chosen.connect(self._choose)
        dialogs.checkpoint_chosen.connect(self._choose)
        commands = window.commands
        commands[ActionName.OPEN_CHECKPOINT].triggered.connect(dialogs.ask_checkpoint)
        commands[ActionName.ENSEMBLE].triggered.connect(self._choose_ensemble)
        commands[ActionName.NEXT_MODEL].triggered.connect(self._use_next)
        for number in range(1, KEYS + 1):
            commands[model_action(number)].triggered.connect(self._on_key)

    def read_catalog(self) -> None:
        """Fill the menu; returns at once."""
        self._window.jobs.start(_read_catalog, self._on_catalog)

    def _on_catalog(self, entries: object) -> None:
        self._window.model_menu.set_catalog(entries)
        self._window.model_menu.set_current(self._session.model)
        if self._session.predictor is not None:
            self._show_card(self._session.predictor)

    def _on_loading(self, model: str) -> None:
        name = checkpoint_name(model) if model else translate("Window", "the model")
        self._window.stage.notices.clear("model")
        self._error = None
        self._loading = translate("Window", "Loading {name} …").format(name=name)
        if not self._window.stage.toast.is_answerable:  # a recording's, say
            self._window.stage.toast.say(self._loading)

    def _on_ready(self, predictor: "CropPredictor") -> None:
        window = self._window
        if len(predictor.members) > 1:
            window.model_menu.add_ensemble(predictor.name, predictor.classes, predictor.checkpoint)
        window.model_menu.set_current(predictor.name)
        window.heatmap_menu.set_classes(predictor.classes)
        if self._error is None:
            text = translate("Window", "{name} is ready").format(name=predictor.name)
            window.stage.toast.say(text)
        else:
            self._on_failed(self._error)

    def _show_card(self, predictor: "CropPredictor") -> None:
        card = self._window.docks.model
        found = [e.photos for e in self._window.model_menu.entries if e.name == predictor.name]
        photos = next((figures.accuracy for figures in found if figures), None)
        card.show_model(predictor.name, predictor.members, predictor.device_name, photos)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._error = error
        if self._window.stage.toast.text == self._loading:
            self._window.stage.toast.dismiss()
        self._window.stage.notices.show_notice(
            notice_of_model_error(error, self._session.model, self._session.retry_model)
        )
        if self._session.model is None:
            self._window.docks.model.show_message(translate("Window", "No model"))

    def _choose(self, target: str) -> None:
        self._wanted = target
        if self.is_recording():
            self._question.ask()
        else:
            self._use_wanted()

    def _use_wanted(self) -> None:
        self._session.set_model(self._wanted)

    def _refuses_keys(self) -> bool:
        """Say so while a key must not change the model."""
        refuses = self.is_recording()
        if refuses:
            text = translate("Window", "Recording: choose another model from the menu")
            self._window.stage.toast.say(text)
        return refuses

    def _use_next(self) -> None:
        if self._refuses_keys():
            return
        row = self._window.model_menu.after(self._session.model)
        toast = self._window.stage.toast
        if row is None:
            toast.say(translate("Window", "No model has been trained yet"))
        elif row.name == self._session.model:
            text = translate("Window", "{name} is the only trained model")
            toast.say(text.format(name=row.name))
        else:
            self._session.set_model(row.target)

    def _choose_ensemble(self) -> None:
        entries = [entry for entry in self._window.model_menu.entries if entry.trained]
        if len(entries) < 2:
            self._window.stage.toast.say(
                translate("Window", "An ensemble needs two trained models")
            )
        else:
            self._dialogs.ask_ensemble(entries)

    def _on_key(self) -> None:
        if self._refuses_keys():
            return
        number = int(self.sender().objectName().removeprefix("model_"))
        rows = self._window.model_menu.rows[number - 1 : number]
        for row in rows:
            if not row.trained:
                self._window.stage.toast.say(f"{row.name}: {row.second}")
            elif row.name != self._session.model:
                self._session.set_model(row.target)
