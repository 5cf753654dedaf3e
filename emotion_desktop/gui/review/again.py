"""A recording analysed again from its review, and compared with what was recorded."""

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.config import RANGES, PipelineSettings
from emotion_desktop.error_boundary import ANALYSIS, REVIEW
from emotion_desktop.errors import EmotionDesktopError, SettingError
from emotion_desktop.gui.accessibility import label_chooser
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import emotion_name, local_number, translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.preferences import choices_of
from emotion_desktop.gui.review.table_view import TableView
from emotion_desktop.gui.review.tables import Cell, Row
from emotion_desktop.gui.review.texts import person_name
from emotion_desktop.labels import COLOURS
from emotion_desktop.outputs.recording.again import (
    AgainRequest,
    analyse_again,
    find_analyses,
)
from emotion_desktop.outputs.recording.agreement import Agreement, PairRun, agreement_csv, compare
from emotion_desktop.outputs.recording.edits import Edits, apply_edits
from emotion_desktop.outputs.recording.reader import RecordedSession, read_session
from emotion_desktop.outputs.recording.summary import write_text
from emotion_desktop.outputs.recording.time_axis import clock

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow
    from emotion_desktop.vision.model_catalog import ModelEntry

TOPIC: Final = "again"
WIDTH: Final = 460
STRIP: Final = 26


class AgainDialog(QDialog):
    """Asks for a model and settings, and shows how far the analysis is.

    Signals:
        wanted: (AgainRequest) It shall begin.
        given_up: It shall end.

    Attributes:
        model: The model, or an ensemble, by names separated by commas.
        detector: What finds the faces.
        confidence: Least score of a face in per cent.
        start: The button that begins it.
        progress: How far it is; hidden before it begins.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, settings: PipelineSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(translate("Again", "Analyse again"))
        self.setMinimumWidth(WIDTH)
        self.model = QComboBox(self)
        self.model.setEditable(True)
        self.model.setToolTip(
            translate(
                "Again", "A model, the path of a checkpoint, or several with commas: together"
            )
        )
        self.detector = QComboBox(self)
        for name in choices_of("detector"):
            self.detector.addItem(name, name)
        self.detector.setCurrentIndex(max(0, self.detector.findData(settings.detector)))
        self.confidence = QSpinBox()
        self.confidence.setRange(0, 100)
        self.confidence.setSuffix(" %")
        self.confidence.setValue(round(100 * settings.detection_confidence))
        self.progress = QProgressBar()
        self.progress.setAccessibleName(translate("Again", "Progress"))
        self.progress.hide()
        form = QFormLayout()
        for text, field in (
            (translate("Again", "Model"), self.model),
            (translate("Again", "Face detector"), self.detector),
            (translate("Again", "Minimum confidence"), self.confidence),
        ):
            form.addRow(text, field)
            field.setAccessibleName(text)
        kinds = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox()
        self.start = buttons.addButton(translate("Again", "Analyse"), kinds.ActionRole)
        self.start.setDefault(True)
        self.start.clicked.connect(self._tell)
        cancel = buttons.addButton(translate("Again", "Cancel"), kinds.RejectRole)
        for button in buttons.buttons():
            button.setIcon(QIcon())
        cancel.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self.rejected.connect(self.given_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addWidget(self.progress)
        layout.addWidget(buttons)

    def show_models(self, names: Sequence[str], recorded: str) -> None:
        """Offer these models; the first is not the one it was recorded with."""
        self.model.clear()
        self.model.addItems(sorted(names, key=lambda name: name == recorded))

    def show_progress(self, done: int, total: int) -> None:
        """Show how many frames of how many are done."""
        self.start.setEnabled(False)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.show()

    def stand_by(self) -> None:
        """Let it begin anew: it has failed, or is over."""
        self.start.setEnabled(True)
        self.progress.hide()

    def _tell(self) -> None:
        settings = replace(
            self._settings,
            detector=self.detector.currentData(),
            detection_confidence=self.confidence.value() / 100,
        )
        model = self.model.currentText().strip()
        if model:
            self.show_progress(0, 0)
            self.wanted.emit(AgainRequest(model=model, settings=settings))


class TwoStrips(QWidget):
    """The labels of one person over time in both analyses, one above the other.

    Signals:
        sought: (float) The user wants to go to a time in seconds.
    """

    sought = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runs: tuple[PairRun, ...] = ()
        self._start, self._end = 0.0, 1.0
        self.setFixedHeight(2 * STRIP + 4)
        self.setAccessibleName(translate("Again", "Labels of both over time"))
        self.setToolTip(translate("Again", "Above: recorded. Below: analysed again"))

    def show_runs(self, runs: Sequence[PairRun], start_s: float, end_s: float) -> None:
        """Show these, of one person, on an axis between two times."""
        self._runs, self._start, self._end = tuple(runs), start_s, max(end_s, start_s + 1e-3)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of two strips."""
        return QSize(WIDTH, 2 * STRIP + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both strips."""
        painter = QPainter(self)
        colours, scale = self._theme.colours, self.width() / (self._end - self._start)
        for row in range(2):
            top = row * (STRIP + 4)
            painter.fillRect(QRectF(0, top, self.width(), STRIP), colours.trough)
            for run in self._runs:
                label = run.second if row else run.first
                left = (run.start_s - self._start) * scale
                width = max(1.0, (run.end_s - run.start_s) * scale)
                painter.fillRect(QRectF(left, top, width, STRIP), colours.of(label))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the time that was clicked."""
        share = event.position().x() / max(1, self.width())
        self.sought.emit(self._start + share * (self._end - self._start))


class AgreementDialog(QDialog):
    """How far two analyses agree, when they do not, and where that is.

    Signals:
        sought: (float) The user wants to go to a time in seconds.
        analysis_chosen: (Path) This analysis shall be compared.
        save_wanted: The figures shall be saved.

    Attributes:
        analysis: The chooser of the analysis.
        figures: Agreement and kappa in words.
        person: The chooser of the person.
        strips: The labels of both.
        table: The disagreements.
    """

    sought = Signal(float)
    analysis_chosen = Signal(object)
    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.found: Agreement | None = None
        self.setWindowTitle(translate("Again", "Comparison"))
        self.resize(560, 560)
        self.analysis, self.person = QComboBox(self), QComboBox(self)
        label_chooser(self.analysis, translate("Again", "Analysis to compare with"))
        label_chooser(self.person, translate("Again", "Person"))
        self.analysis.activated.connect(self._choose)
        self.person.currentIndexChanged.connect(self._show_person)
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.strips = TwoStrips(theme)
        self.strips.sought.connect(self.sought)
        titles = [
            translate("Again", "Time"),
            translate("Again", "Person"),
            translate("Again", "Recorded"),
            translate("Again", "Again"),
        ]
        self.table = TableView(translate("Again", "Disagreements"), titles, 3, self)
        self.table.clicked.connect(self._seek)
        self.table.activated.connect(self._seek)
        buttons = QDialogButtonBox()
        save = buttons.addButton(
            translate("Again", "Save as CSV…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setText(translate("Again", "Close"))
        for button in (save, close):
            button.setIcon(QIcon())
            button.setAutoDefault(False)
        save.clicked.connect(self.save_wanted)
        buttons.rejected.connect(self.reject)
        self.save_button = save
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        for part in (self.analysis, self.figures, self.person, self.strips):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def show_analyses(self, folders: Sequence[Path], chosen: Path) -> None:
        """Offer these analyses."""
        self.analysis.clear()
        for folder in folders:
            self.analysis.addItem(folder.name, folder)
        self.analysis.setCurrentIndex(list(folders).index(chosen))

    def show_agreement(self, found: Agreement, start_s: float, end_s: float) -> None:
        """Show how far two analyses agree."""
        self.found = found
        self._span = start_s, end_s
        self.figures.setText(agreement_text(found))
        self.person.clear()
        for track_id in sorted({run.track_id for run in found.runs}):
            self.person.addItem(person_name(track_id), track_id)
        self.person.setVisible(self.person.count() > 1)
        self.table.show_rows([_row(place, run) for place, run in enumerate(found.disagreements)])
        self._show_person()

    def _choose(self) -> None:
        self.analysis_chosen.emit(self.analysis.currentData())

    def _show_person(self) -> None:
        if self.found is not None:
            chosen = self.person.currentData()
            runs = [run for run in self.found.runs if run.track_id == chosen]
            self.strips.show_runs(runs, *self._span)

    def _seek(self, index: QModelIndex) -> None:
        if self.found is not None:
            self.sought.emit(self.found.disagreements[index.row()].start_s)


class Again(QObject):
    """Joins the two dialogs with the recording.

    Attributes:
        dialog: Asks how to analyse; None before it was wanted.
        comparison: Shows the agreement; None before it was wanted.
    """

    _advanced = Signal(int, int)

    def __init__(self, window: "ReviewWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session: RecordedSession = window.session
        self.dialog: AgainDialog | None = None
        self.comparison: AgreementDialog | None = None
        self._stop = threading.Event()
        self._chosen = Path()
        self._advanced.connect(self._on_advanced, Qt.ConnectionType.QueuedConnection)
        window.commands[ActionName.ANALYSE_AGAIN].triggered.connect(self.ask)
        window.commands[ActionName.COMPARE_ANALYSES].triggered.connect(self._compare_newest)
        self._limit()

    def close(self) -> None:
        """Give up what is going on."""
        self._stop.set()

    def ask(self) -> None:
        """Ask for a model and settings."""
        from emotion_desktop.vision.model_catalog import trained_models

        if self.dialog is None:
            self.dialog = AgainDialog(_settings_of(self._session), self._window)
            self.dialog.wanted.connect(self._start)
            self.dialog.given_up.connect(self._stop.set)
            self._window.jobs.start(trained_models, self._on_models, where=REVIEW)
        self.dialog.show()
        self.dialog.raise_()

    def _on_models(self, entries: object) -> None:
        names = [entry.name for entry in cast("list[ModelEntry]", entries)]
        if self.dialog is not None:
            self.dialog.show_models(names, self._session.metadata.model.name)

    def _start(self, request: AgainRequest) -> None:
        self._stop.clear()
        stop, tell = self._stop.is_set, self._advanced.emit
        work = partial(analyse_again, self._session, request, tell, stop)
        self._window.jobs.start(work, self._on_analysed, self._on_failed, where=ANALYSIS)

    def _on_advanced(self, done: int, total: int) -> None:
        if self.dialog is not None and not self._stop.is_set():
            self.dialog.show_progress(done, total)

    def _on_analysed(self, folder: object) -> None:
        assert self.dialog is not None
        self.dialog.stand_by()
        self._limit()
        if folder is not None:
            self.dialog.hide()
            self._compare(cast("Path", folder))

    def _on_failed(self, error: EmotionDesktopError) -> None:
        if self.dialog is not None:
            self.dialog.stand_by()
            self.dialog.hide()
        text = translate("Again", "The recording could not be analysed again")
        self._window.notices.show_notice(failure(TOPIC, text, error, self.ask))

    # Comparison

    def _compare_newest(self) -> None:
        folders = find_analyses(self._session.folder)
        if folders:
            self._compare(max(folders, key=lambda folder: folder.stat().st_mtime))

    def _compare(self, folder: Path) -> None:
        self._chosen = folder
        work = partial(_compared, self._session, folder, self._window.editor.edits)
        self._window.jobs.start(work, self._on_compared, self._on_not_compared, where=REVIEW)

    def _on_compared(self, result: object) -> None:
        found, start_s, end_s = cast("tuple[Agreement, float, float]", result)
        if self.comparison is None:
            dialog = self.comparison = AgreementDialog(self._window.theme, self._window)
            dialog.sought.connect(self._window.player.seek)
            dialog.analysis_chosen.connect(self._compare)
            dialog.save_wanted.connect(self._ask_file)
        self.comparison.show_analyses(find_analyses(self._session.folder), self._chosen)
        self.comparison.show_agreement(found, start_s, end_s)
        self.comparison.show()
        self.comparison.raise_()

    def _on_not_compared(self, error: EmotionDesktopError) -> None:
        text = translate("Again", "The analyses cannot be compared")
        again = partial(self._compare, self._chosen)
        self._window.notices.show_notice(failure(TOPIC, text, error, again))

    def _ask_file(self) -> None:
        title, name = translate("Review", "Save as"), f"{self._chosen.name}-comparison.csv"
        dialog = QFileDialog(self._window, title, str(self._session.folder), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: str) -> None:
        """Save the comparison that is shown as CSV."""
        assert self.comparison is not None
        assert self.comparison.found is not None
        text = agreement_csv(
            self.comparison.found, (self._session.metadata.model.name, self._chosen.name)
        )
        exports = self._window.exports
        write: Callable[[], object] = partial(write_text, Path(path), text)
        self._window.jobs.start(write, exports.on_saved, exports.on_failed, where=REVIEW)

    def _limit(self) -> None:
        commands, session = self._window.commands, self._session
        if session.video is None or session.metadata.video == "annotated":
            why = translate("Again", "there is no video of the picture alone")
            commands.disable(ActionName.ANALYSE_AGAIN, why)
        if find_analyses(session.folder):
            commands.enable(ActionName.COMPARE_ANALYSES)
        else:
            why = translate("Again", "analyse the recording again first")
            commands.disable(ActionName.COMPARE_ANALYSES, why)


def agreement_text(found: Agreement) -> str:
    """Return how far two analyses agree, in words."""
    if not found.faces:
        return translate("Again", "There is no face that both could read.")
    low, high = found.kappa_interval
    interval = translate("Again", "95 % interval {low} to {high}, from resampled seconds")
    if math.isnan(low):
        interval = translate("Again", "too short for an interval")
    text = translate(
        "Again",
        "They agree on {share} of {count} faces. Cohen's kappa {kappa} ({interval}). Only "
        "recorded: {first}; only found again: {second}.",
    )
    return text.format(
        share=percent(found.agreement),
        count=found.faces,
        kappa=local_number(f"{found.kappa:.2f}"),
        interval=interval.format(low=local_number(f"{low:.2f}"), high=local_number(f"{high:.2f}")),
        first=found.only_first,
        second=found.only_second,
    )


def _row(place: int, run: PairRun) -> Row:
    times = f"{clock(run.start_s, tenths=True)}–{clock(run.end_s, tenths=True)}"
    return Row(
        (place, run.start_s),
        (
            Cell(local_number(times)),
            Cell(f"#{run.track_id} {run.name}".strip()),
            Cell(emotion_name(run.first), COLOURS[run.first]),
            Cell(emotion_name(run.second), COLOURS[run.second]),
        ),
    )


def _compared(session: RecordedSession, folder: Path, edits: Edits) -> object:
    # The people of another analysis have numbers of their own.
    second = apply_edits(read_session(folder), edits.model_copy(update={"tracks": ()}))
    first = apply_edits(session, edits)
    return compare(first, second), first.start_s, first.duration_s


def _settings_of(session: RecordedSession) -> PipelineSettings:
    """Return the settings it was recorded with, as far as they still exist."""
    told = session.metadata.settings
    usual = {name: getattr(PipelineSettings(), name) for name in RANGES}
    known = {name: type(value)(told.get(name, value)) for name, value in usual.items()}
    try:
        return PipelineSettings(**known)
    except SettingError:  # ranges were others then
        return PipelineSettings()
