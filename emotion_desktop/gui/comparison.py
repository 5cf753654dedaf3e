"""Two models side by side on the same picture."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.comparison_view import ModelTitle
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session, checkpoint_name

if TYPE_CHECKING:
    from emotion_desktop.gui.menus.model_picker import Row

TOPIC = "comparison"


class Agreement:
    """How often two models call a face the same, and how often they parted."""

    def __init__(self) -> None:
        self._same = self._asked = self._partings = 0
        self._parted: set[int] = set()

    def add(self, result: FrameResult, second: FrameResult) -> None:
        """Count the faces of a frame that both could read."""
        parted = set()
        for face, track_id in enumerate(result.track_ids.tolist()):
            if result.flaws[face] is not None:
                continue
            self._asked += 1
            if result.emotion(face) is second.emotion(face):
                self._same += 1
            else:
                parted.add(track_id)
        self._partings += len(parted - self._parted)
        self._parted = parted

    @property
    def text(self) -> str:
        """Both in words."""
        if not self._asked:
            return translate("Comparison", "no face yet")
        text = translate("Comparison", "agrees on {share}, disagreements: {count}")
        return text.format(share=percent(self._same / self._asked), count=self._partings)


class Comparison(QObject):
    """Joins the action, a menu of second models, the session and the pair of pictures."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._pair = window.stage.pictures
        self._requested: str | None = None
        self._agreement = Agreement()
        self._pair.end_wanted.connect(self._end)
        self._action = window.commands[ActionName.COMPARE]
        self._action.triggered.connect(self._toggle)
        self.menu = QMenu(translate("Comparison", "Compare with"), window)
        self.menu.setIcon(window.theme.icon("compare"))
        self.menu.aboutToShow.connect(self._list)
        window.model_menu.addMenu(self.menu)
        window.model_menu.aboutToShow.connect(self._offer)
        window.theme.changed.connect(self._tint)
        session.opening.connect(self._on_opening)
        session.result_arrived.connect(self._on_result)
        session.shown.changed.connect(self._on_shown)
        session.comparison_changed.connect(self._on_changed)
        session.comparison_failed.connect(self._on_failed)
        session.model_ready.connect(self._on_model)

    def _rows(self) -> "list[Row]":
        """Return the trained models besides the one in use."""
        rows = self._window.model_menu.rows
        return [row for row in rows if row.trained and row.name != self._session.model]

    # What the user does

    def _end(self) -> None:
        self._ask_for(None)

    def _toggle(self) -> None:
        if not self._action.isChecked():
            self._ask_for(None)
            return
        rows = self._rows()
        if not rows:
            self._action.setChecked(False)
            self._window.stage.toast.say(self._why())
            return
        requested = [row for row in rows if row.target == self._requested]
        following = self._window.model_menu.after(self._session.model)
        self._compare_with((requested or [following or rows[0]])[0].target)

    def _choose(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._compare_with(str(action.data()))

    def _compare_with(self, target: str) -> None:
        self._requested = target
        self._window.stage.notices.clear(TOPIC)
        self._ask_for(target)

    def _ask_for(self, target: str | None) -> None:
        self._session.ask(replace(self._session.request, comparison=target))

    def _list(self) -> None:
        self.menu.clear()
        for row in self._rows():
            action = self.menu.addAction(f"{row.name}   {row.figure}".rstrip())
            action.setData(row.target)
            action.setCheckable(True)
            action.setChecked(row.target == self._session.request.comparison)
            action.triggered.connect(self._choose)

    # What the session says

    def _on_opening(self) -> None:
        self._pair.second.clear()

    def _on_result(self, result: FrameResult) -> None:
        if self._session.request.comparison is not None and result.comparison is not None:
            self._agreement.add(result, result.comparison)

    def _on_shown(self) -> None:
        compared, result = self._session.request.comparison, self._session.shown.result
        if compared is None or result is None:
            return
        if result.comparison is None:
            loading = translate("Comparison", "loading …")
            second = ModelTitle(checkpoint_name(compared), loading)
        else:
            second = self._title(result.comparison.model)
            second = second._replace(note=f"{second.note} · {self._agreement.text}")
        self._pair.compare(result, self._title(result.model), second)

    def _title(self, model: str) -> ModelTitle:
        row = self._window.model_menu.row_of(model)
        return ModelTitle(model, row.figure if row is not None else "")

    def _on_changed(self) -> None:
        compared = self._session.request.comparison
        self._action.setChecked(compared is not None)
        self._agreement = Agreement()
        if compared is None:
            self._pair.end_comparison()

    def _on_failed(self, error: EmotionDesktopError) -> None:
        text = translate(
            "Comparison", "The second model cannot be used; continuing with {name} only"
        )
        name = self._session.model or translate("Window", "the model")
        notice = failure(TOPIC, text.format(name=name), error, self._compare_again)
        self._window.stage.notices.show_notice(notice)

    def _compare_again(self) -> None:
        if self._requested is not None:
            self._compare_with(self._requested)

    def _on_model(self) -> None:
        """Compare no model with itself."""
        compared, model = self._session.request.comparison, self._session.model
        if compared is not None and model == checkpoint_name(compared):
            self._ask_for(None)
            text = translate("Comparison", "Comparison ended: {name} would be compared with itself")
            self._window.stage.toast.say(text.format(name=model))
        self._offer()

    def _offer(self) -> None:
        """Let models be compared if there are two."""
        there_are = bool(self._rows())
        self.menu.setEnabled(there_are)
        if there_are or self._action.isChecked():
            self._window.commands.enable(ActionName.COMPARE)
        elif self._window.model_menu.rows:
            self._window.commands.disable(ActionName.COMPARE, self._why())

    def _why(self) -> str:
        return translate("Comparison", "two trained models are needed")

    def _tint(self) -> None:
        self.menu.setIcon(self._window.theme.icon("compare"))
