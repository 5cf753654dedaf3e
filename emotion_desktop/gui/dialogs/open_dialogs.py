"""Dialogs that ask for a file, a folder or an address; none of them blocks the picture."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QWidget,
)

from emotion_desktop.gui.dialogs.text_dialog import text_dialog
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.menus.source_text import source_of
from emotion_desktop.vision.sources import IMAGE_SUFFIXES, STREAM, VIDEO_SUFFIXES, SourceSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.gui.dialogs.ensemble_dialog import EnsembleDialog
    from emotion_desktop.vision.model_catalog import ModelEntry

_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES | VIDEO_SUFFIXES))


class Dialogs(QObject):
    """Asks, and tells what was answered.

    Signals:
        source_chosen: (str) A file, a folder or an address.
        checkpoint_chosen: (str) The path of a checkpoint, or the names of several, with commas.
    """

    source_chosen = Signal(str)
    checkpoint_chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._folder = str(Path.home())
        self._ensemble: EnsembleDialog | None = None

    def ask_file(self) -> None:
        """Ask for a video, or for pictures."""
        dialog = self._files(translate("Dialogs", "Open file"), pictures_and_videos())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def ask_folder(self) -> None:
        """Ask for a folder of images."""
        dialog = self._files(translate("Dialogs", "Open folder"), "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_source)
        dialog.open()

    def ask_url(self) -> None:
        """Ask for the address of a stream."""
        title = translate("Dialogs", "Open URL")
        label = translate("Dialogs", "Address of a stream (http, https, rtsp, rtmp or udp):")
        dialog = text_dialog(self._window, title, label, "rtsp://")
        dialog.textValueChanged.connect(self._check_url)
        dialog.textValueSelected.connect(self._on_url)
        self._check_url("rtsp://", dialog)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_checkpoint(self) -> None:
        """Ask for a checkpoint."""
        dialog = self._files(translate("Dialogs", "Open checkpoint"), checkpoints())
        dialog.fileSelected.connect(self.checkpoint_chosen)
        dialog.open()

    def ask_ensemble(self, entries: "Sequence[ModelEntry]") -> None:
        """Ask which of these trained models shall answer together."""
        from emotion_desktop.gui.dialogs.ensemble_dialog import EnsembleDialog

        if self._ensemble is None:
            self._ensemble = EnsembleDialog(entries, self._window)
            self._ensemble.chosen.connect(self.checkpoint_chosen)
            self._ensemble.finished.connect(self._forget_ensemble)
        self._ensemble.open()

    def _files(self, title: str, kinds: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _forget_ensemble(self) -> None:
        if self._ensemble is not None:
            self._ensemble.deleteLater()
            self._ensemble = None

    def _on_files(self, paths: list[str]) -> None:
        self._folder = str(Path(paths[0]).parent)
        self.source_chosen.emit(source_of(paths))

    def _on_source(self, path: str) -> None:
        self._folder = str(Path(path).parent)
        self.source_chosen.emit(path)

    def _check_url(self, text: str, dialog: QInputDialog | None = None) -> None:
        """Let only what can be an address be opened."""
        dialog = dialog or cast("QInputDialog", self.sender())
        buttons = dialog.findChild(QDialogButtonBox)
        assert isinstance(buttons, QDialogButtonBox)
        button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(is_address(text))
        why = translate("Dialogs", "An address looks like rtsp://192.168.1.20/live")
        button.setToolTip("" if is_address(text) else why)

    def _on_url(self, text: str) -> None:
        if text.strip():
            self.source_chosen.emit(text.strip())


def is_address(text: str) -> bool:
    """Return whether a text can be the address of a stream."""
    text = text.strip()
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    has_host = bool(url.host()) or (url.scheme() == "udp" and url.port() > 0)
    return SourceSpec.parse(text).kind == STREAM and url.isValid() and has_host


def pictures_and_videos() -> str:
    """Return the file filter for what can be shown."""
    kinds = translate("Dialogs", "Videos and pictures")
    everything = translate("Dialogs", "All files")
    return f"{kinds} ({_PATTERNS});;{everything} (*)"


def checkpoints() -> str:
    """Return the file filter for models."""
    name = translate("Dialogs", "Checkpoints")
    return f"{name} (*.safetensors)"
