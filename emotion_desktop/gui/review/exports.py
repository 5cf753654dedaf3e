"""Saving chart, report and figures of a recording, off the GUI thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from emotion_desktop.error_boundary import REVIEW
from emotion_desktop.gui.charts.chart_copies import write_png
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.review.texts import chart_texts
from emotion_desktop.gui.user_folders import open_folder
from emotion_desktop.outputs.recording.chart import chart_svg
from emotion_desktop.outputs.recording.export import export_session
from emotion_desktop.outputs.recording.reader import Person, RecordedSession
from emotion_desktop.outputs.recording.summary import summary_csv, write_text
from emotion_desktop.outputs.tables import writers

if TYPE_CHECKING:
    from collections.abc import Mapping


class Exports(QObject):
    """Asks where to, saves, and tells how it went.

    Signals:
        saved: (Path) A file was written.
        failed: (EmotionDesktopError) It could not be written.

    Attributes:
        person: Whose chart is saved; None if there is nobody.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, session: RecordedSession, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._jobs = jobs
        self._window = window
        self.person: Person | None = None
        self._span: tuple[float, float] | None = None
        self._saved_to = session.folder
        self._asked = "report", session.folder

    def show_session(self, session: RecordedSession) -> None:
        """Save this from now on: what is kept of the recording."""
        self._session = session

    def set_span(self, start_s: float, end_s: float) -> None:
        """Save the part of a chart between these from now on."""
        self._span = (start_s, end_s)

    def ask_report(self) -> None:
        """Ask where to save the report."""
        self._ask("report", f"{self._session.name}-report.html", "HTML (*.html)")

    def ask_chart_png(self) -> None:
        """Ask where to save the chart as a picture."""
        self._ask("chart_png", f"{self._chart_name()}.png", "PNG (*.png)")

    def ask_chart_svg(self) -> None:
        """Ask where to save the chart for print."""
        self._ask("chart_svg", f"{self._chart_name()}.svg", "SVG (*.svg)")

    def ask_summary_csv(self) -> None:
        """Ask where to save the figures."""
        self._ask("summary_csv", f"{self._session.name}-summary.csv", "CSV (*.csv)")

    def ask_export(self) -> None:
        """Ask for which program, and where to save the file."""
        filters = {f"{kind} (*{ending})": (kind, ending) for kind, ending in _formats().items()}

        def take(chosen: str) -> None:
            kind, ending = filters[chosen]
            dialog.setObjectName(kind)
            dialog.setDefaultSuffix(Path(ending).suffix[1:])
            dialog.selectFile(f"{self._session.name}{ending}")

        first = next(iter(filters))
        dialog = self._ask(*filters[first], ";;".join(filters))
        dialog.filterSelected.connect(take)
        take(first)

    def save(self, kind: str, path: Path) -> None:
        """Save `report`, `chart_png`, `chart_svg`, `summary_csv` or an export to a file."""
        self._asked = kind, path
        works: Mapping[str, Callable[[], Path]] = {
            "report": partial(_save_report, self._session, path),
            "summary_csv": partial(_save_summary, self._session, path),
            **{name: partial(export_session, self._session, name, path) for name in _formats()},
        }
        if kind in works:
            self._jobs.start(works[kind], self.on_saved, self.on_failed, where=REVIEW)
        elif self.person is not None:
            write = write_png if kind == "chart_png" else write_text
            self._jobs.start(
                partial(_save_chart, self._chart(self.person), write, path),
                self.on_saved,
                self.on_failed,
                where=REVIEW,
            )

    def save_again(self) -> None:
        """Save what was to be saved last."""
        self.save(*self._asked)

    def show_folder(self) -> None:
        """Open the folder of the recording."""
        open_folder(self._session.folder)

    def show_saved(self) -> None:
        """Open the folder of what was saved last."""
        open_folder(self._saved_to)

    def drawn_chart(self) -> str:
        """Return the chart as a drawing; empty if there is nobody."""
        return "" if self.person is None else self._chart(self.person)()

    def _chart(self, person: Person) -> Callable[[], str]:
        texts = chart_texts(self._session, person.track_id)
        return partial(chart_svg, self._session, person, texts, span=self._span)

    def _chart_name(self) -> str:
        number = self.person.track_id if self.person is not None else 0
        return f"{self._session.name}-person-{number}"

    def _ask(self, kind: str, name: str, filters: str) -> QFileDialog:
        title = translate("Review", "Save as")
        dialog = QFileDialog(self._window, title, str(self._session.folder), filters)
        dialog.setObjectName(kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_file(self, path: str) -> None:
        self.save(self.sender().objectName(), Path(path))

    def on_saved(self, path: object) -> None:
        """Tell that a file was written."""
        self._saved_to = cast("Path", path).parent
        self.saved.emit(path)

    def on_failed(self, error: object) -> None:
        """Tell that a file could not be written."""
        self.failed.emit(error)


def _formats() -> dict[str, str]:
    """Return the endings of what a recording does not hold already, by kind of table."""
    return {
        kind: entry.endings[0] if entry.endings else f".{kind}"
        for kind, entry in writers().items()
        if kind not in {"csv", "jsonl", "report"}
    }


def _save_report(session: RecordedSession, path: Path) -> Path:
    # On the job's thread: Jinja takes a while to import.
    from emotion_desktop.gui.review.report_words import report_language
    from emotion_desktop.outputs.recording.report import report_html

    return write_text(path, report_html(session, report_language()))


def _save_summary(session: RecordedSession, path: Path) -> Path:
    return write_text(path, summary_csv(session))


def _save_chart(draw: Callable[[], str], write: Callable[[Path, str], Path], path: Path) -> Path:
    return write(path, draw())
