"""Joins the window that analyses files with the analysis and the main window."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from emotion_desktop.config import BlurStyle, BlurWho
from emotion_desktop.error_boundary import ANALYSIS
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.open_dialogs import pictures_and_videos
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.source_text import source_of
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.recording.question import Question
from emotion_desktop.gui.recording.wake_lock import WakeLock, system_wake_lock
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import open_folder

if TYPE_CHECKING:
    from emotion_desktop.gui.batch.batch_dialog import BatchDialog
    from emotion_desktop.gui.batch.batch_run import BatchRun
    from emotion_desktop.outputs.analysis_summary import Report
    from emotion_desktop.vision.model_catalog import ModelEntry

REFRESH_MS: Final = 100
PATIENCE_S: Final = 1.5


class Batch(QObject):
    """The window is made when it is wanted first, and kept.

    Signals:
        source_wanted: (str) A source shall be opened in the main window.

    Attributes:
        dialog: The window; None before it was wanted.
        wake_lock: Keeps the machine awake while files are analysed.
    """

    source_wanted = Signal(str)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.dialog: BatchDialog | None = None
        self.wake_lock: WakeLock = system_wake_lock()
        self._run: BatchRun | None = None
        self._after: Callable[[], object] | None = None
        self._question: Question | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        window.commands[ActionName.BATCH].triggered.connect(self.show)
        window.may_close.append(self._may_close)
        window.closing.connect(self._on_closing)

    def show(self) -> None:
        """Bring the window up."""
        from emotion_desktop.vision.model_catalog import trained_models

        if self.dialog is None:
            self.dialog = self._make_dialog()
            self._window.jobs.start(trained_models, self._on_models, where=ANALYSIS)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def add(self, paths: Sequence[Path]) -> None:
        """Queue files, and what is in folders; they are looked through off the GUI thread."""
        work = partial(_files_of, paths)
        self._window.jobs.start(work, self._on_found, self._on_not_found, where=ANALYSIS)

    def start(self) -> None:
        """Analyse what waits in the queue."""
        from emotion_desktop.gui.batch.batch_run import BatchRequest, BatchRun

        dialog = self.dialog
        assert dialog is not None
        if self._run is not None:
            return
        form = dialog.form
        form.remember()
        settings = self._window.preferences.settings
        request = BatchRequest(
            files=[file.path for file in dialog.table.to_do],
            folder=Path(form.folder.text().strip()),
            model=form.model.currentText().strip(),
            tables=form.tables,
            annotated=form.annotated.isChecked(),
            every=form.every.value(),
            workers=form.workers.value(),
            settings=replace(
                settings.pipeline, detector=self._session.detector or settings.detector
            ),
            blur=BlurWho(settings.blur),
            blur_style=BlurStyle(settings.blur_style),
            device=self._session.device,
            backend=self._session.backend,
        )
        self._run = BatchRun(request)
        self.wake_lock.hold(translate("Batch", "Files are being analysed."))
        dialog.show_running(on=True)
        dialog.say(translate("Batch", "Loading the model …"))
        self._window.jobs.start(self._run.run, self._on_over, self._on_failed, where=ANALYSIS)
        self._timer.start()

    def _make_dialog(self) -> "BatchDialog":
        # Here and not above: the tables import what the first picture must not wait for.
        from emotion_desktop.gui.batch.batch_dialog import BatchDialog

        dialog = BatchDialog(self._window.preferences, self._window.theme, self._window)
        dialog.paths_given.connect(self.add)
        dialog.files_wanted.connect(self._ask_files)
        dialog.folder_wanted.connect(self._ask_folder)
        dialog.start_wanted.connect(self.start)
        dialog.pause_wanted.connect(self._pause)
        dialog.stop_wanted.connect(self._stop)
        dialog.open_wanted.connect(self._open)
        dialog.results_wanted.connect(self._show_results)
        dialog.close_wanted.connect(self._ask_to_close)
        return dialog

    def _on_models(self, entries: object) -> None:
        if self.dialog is not None:
            names = [entry.name for entry in cast("list[ModelEntry]", entries)]
            self.dialog.form.show_models(names, self._session.model or "")

    # The queue

    def _ask_files(self) -> None:
        dialog = self._file_dialog(translate("Batch", "Add files"), pictures_and_videos())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def _ask_folder(self) -> None:
        dialog = self._file_dialog(translate("Batch", "Add folder"), "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)

    def _file_dialog(self, title: str, kinds: str) -> QFileDialog:
        dialog = QFileDialog(self.dialog, title, str(Path.home()), kinds)
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_files(self, paths: list[str]) -> None:
        self.add([Path(path) for path in paths])

    def _on_found(self, found: object) -> None:
        files, left_out, errors = cast("tuple[list[Path], int, list[EmotionDesktopError]]", found)
        if self.dialog is None or self._run is not None:
            return
        self.dialog.table.add(files)
        if errors:
            self.dialog.say(error_text(errors[0]))
        elif left_out:
            text = translate("Batch", "Left out because it is no picture and no video: {count}")
            self.dialog.say(text.format(count=left_out))

    def _on_not_found(self, error: EmotionDesktopError) -> None:
        if self.dialog is not None:
            self.dialog.say(error_text(error))

    # The analysis

    def _pause(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        if self._run is not None:
            self._run.pause(on=on)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()

    def _refresh(self) -> None:
        if self._run is not None and self.dialog is not None:
            files = self._run.changes()
            if files or self._run.seconds_left is not None:
                self.dialog.show_progress(files, self._run.seconds_left)

    def _on_over(self, result: object) -> None:
        report = cast("Report", result)
        self._conclude()
        assert self.dialog is not None
        text = translate("Batch", "Results are in {folder}")
        if report.interrupted:
            text = translate("Batch", "Stopped; what was analysed until then is in {folder}")
        self.dialog.say(text.format(folder=self.dialog.form.folder.text()))

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._conclude()
        if self.dialog is not None:
            self.dialog.say(error_text(error))

    def _conclude(self) -> None:
        self._timer.stop()
        self._refresh()
        self._run = None
        self.wake_lock.release()
        if self.dialog is not None:
            self.dialog.table.settle()
            self.dialog.show_running(on=False)
        if self._question is not None:
            self._question.dismiss()
        after, self._after = self._after, None
        if after is not None:
            QTimer.singleShot(0, self._window, after)

    # What is done with results

    def _open(self, paths: list[Path]) -> None:
        self.source_wanted.emit(source_of([str(path) for path in paths]))

    def _show_results(self) -> None:
        if self.dialog is not None:
            open_folder(Path(self.dialog.form.folder.text()))

    # The end

    def _ask_to_close(self) -> None:
        assert self.dialog is not None
        self._ask(translate("Batch", "Stop and close"), self.dialog.close)

    def _may_close(self) -> bool:
        if self._run is None:
            return True
        assert self.dialog is not None
        self.dialog.show()
        self._ask(translate("Batch", "Stop and quit"), self._window.close)
        return False

    def _ask(self, yes: str, after: Callable[[], object]) -> None:
        assert self.dialog is not None
        if self._question is not None:
            self._question.dismiss()
            self._question.deleteLater()
        self._wanted = after
        self._question = Question(
            self.dialog,
            translate("Batch", "Files are being analysed."),
            translate("Batch", "Stopping keeps what has been analysed."),
            yes=yes,
            no=translate("Batch", "Go on"),
            title=translate("Batch", "Analyse files"),
        )
        self._question.agreed.connect(self._stop_and_leave)
        self._question.ask()

    def _stop_and_leave(self) -> None:
        if self._run is None:  # it was over before the answer
            self._wanted()
            return
        self._after = self._wanted
        self._stop()

    def _on_closing(self) -> None:
        if self._run is not None:
            self._run.stop()
            self._run.wait(PATIENCE_S)
        self.wake_lock.release()


def _files_of(paths: Sequence[Path]) -> object:
    """Return the files, how many others there were, and why folders could not be read."""
    from emotion_desktop.outputs.analysis_inputs import inputs_of
    from emotion_desktop.vision.sources.listing import LeftOut

    files: list[Path] = []
    errors: list[EmotionDesktopError] = []
    left_out = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        try:
            inputs = inputs_of(str(path), recursive=True)
        except EmotionDesktopError as error:
            errors.append(error)
            continue
        files += [Path(item.location) for item in inputs.items]
        left_out += sum(why is not LeftOut.HIDDEN for why in inputs.left_out.values())
    return files, left_out, errors
