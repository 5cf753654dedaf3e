"""The menu of the timeline: copies what is shown of it, or saves it."""

from functools import partial
from pathlib import Path
from typing import Final, cast

from PySide6.QtWidgets import QFileDialog, QMenu

from emotion_desktop.error_boundary import OUTPUT
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.charts.copy_menu import CopyMenu
from emotion_desktop.gui.docks.timeline.panel import TimelinePanel
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.user_folders import open_folder, snapshots_folder

TOPIC: Final = "chart"


class ChartMenu(CopyMenu):
    """Copies and saves the part of the timeline that is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.docks.timeline, window.stage.toast)
        self._window = window
        self._panel: TimelinePanel = window.docks.timeline
        self._saved_to = Path()
        self._panel.menu_wanted.connect(self.open)

    def drawing(self) -> str:
        """Return what is shown as SVG."""
        return self._panel.as_svg()

    def table(self) -> str:
        """Return what is shown as a table, cells parted by tabs."""
        return self._panel.as_table("\t")

    def menu(self) -> QMenu:
        """Return the menu."""
        menu = super().menu()
        menu.addSeparator()
        for ending in ("png", "svg", "csv"):
            text = translate("Timeline", "Save as {kind}…").format(kind=ending.upper())
            menu.addAction(text).triggered.connect(partial(self._ask, ending))
        return menu

    def _ask(self, ending: str) -> None:
        # What is shown when the menu is used is saved, not what has come meanwhile.
        text = self._panel.as_table(",") if ending == "csv" else self._panel.as_svg()
        title = translate("Timeline", "Save as {kind}…").format(kind=ending.upper()).rstrip("… ")
        folder = snapshots_folder(self._window.preferences)
        start = folder if folder.is_dir() else Path.home()
        dialog = QFileDialog(self._window, title, str(start), f"{ending.upper()} (*.{ending})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"timeline.{ending}")
        dialog.fileSelected.connect(partial(self._save, text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, text: str, path: str) -> None:
        self._window.stage.notices.clear(TOPIC)
        self._window.jobs.start(
            partial(_write, Path(path), text),
            self._on_saved,
            partial(self._on_refused, text, path),
            where=OUTPUT,
        )

    def _on_saved(self, path: object) -> None:
        saved = cast("Path", path)
        self._saved_to = saved.parent
        self._window.stage.toast.say(
            translate("Review", "Saved {name}").format(name=isolated(saved.name)),
            translate("Snapshot", "Open folder"),
            self._open_folder,
        )

    def _open_folder(self) -> None:
        open_folder(self._saved_to)

    def _on_refused(self, text: str, path: str, error: EmotionDesktopError) -> None:
        said = translate("Timeline", "The chart could not be saved")
        again = partial(self._save, text, path)
        self._window.stage.notices.show_notice(failure(TOPIC, said, error, again))


def _write(path: Path, text: str) -> Path:
    """Write a drawing or a table, in the format of the path's ending.

    Raises:
        OutputError: If it cannot be written.
    """
    from emotion_desktop.gui.charts.chart_copies import write_png
    from emotion_desktop.outputs.recording.summary import write_text

    return (write_png if path.suffix.lower() == ".png" else write_text)(path, text)
