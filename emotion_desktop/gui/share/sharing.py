"""Publishes what the window shows, as the Share panel says."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer

from emotion_desktop.errors import PublishError, SourceError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.recording_controller import Recording
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.share.remote_control import RemoteControl
from emotion_desktop.gui.snapshot import Snapshots
from emotion_desktop.publish import PublishOptions, publishers
from emotion_desktop.publish.hub import Hub
from emotion_desktop.vision.sources import SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.outputs.recording.recorder import RecordingEnd
    from emotion_desktop.outputs.recording.session_files import Marker
    from emotion_desktop.vision.crop_predictor import CropPredictor

UPDATE_MS: Final = 500


class Sharing(QObject):
    """Starts and stops publishers, and tells them what happens.

    Attributes:
        hub: Where results go; they come from the pipeline's thread, not by way of the window.
    """

    def __init__(
        self, window: MainWindow, session: Session, recording: Recording, snapshots: Snapshots
    ) -> None:
        super().__init__(window)
        self.hub = Hub()
        self._window = window
        self._session = session
        self._panel = window.docks.share
        self._control = RemoteControl(window, session, recording, snapshots)
        self._source = ""
        self._lost = False
        session.subscriber = self.hub.put
        session.opening.connect(self._on_opening)
        session.result_arrived.connect(self._on_result)
        session.source_failed.connect(self._on_source_failed)
        session.source_stopped.connect(self._on_source_stopped)
        session.model_ready.connect(self._on_model_ready)
        recording.started.connect(self._on_recording)
        recording.ended.connect(self._on_recorded)
        recording.markers.marked.connect(self._on_marked)
        window.closing.connect(self._on_closing)
        self._panel.switched.connect(self._on_switched)
        self._panel.addresses_changed.connect(self._on_addresses)
        self._timer = QTimer(self)
        self._timer.setInterval(UPDATE_MS)
        self._timer.timeout.connect(self._update)

    def start(self, options: Mapping[str, PublishOptions]) -> None:
        """Switch publishers on, as the command line says; their trouble shows in the panel."""
        for name, each in options.items():
            if name in self._panel.rows and each.address is not None:
                self._panel.rows[name].address.setText(str(each.address))
            self._start(name, each)
        if options:
            self._window.commands[ActionName.SHARE_DOCK].setChecked(True)

    def _on_switched(self, name: str, on: bool) -> None:  # noqa: FBT001 (of a Qt slot)
        if not on:
            self._panel.rows[name].setEnabled(False)
            self._window.jobs.start(partial(_close, self.hub, name), self._on_stopped)
            return
        try:
            address = self._panel.rows[name].wanted()
        except PublishError as error:
            self._panel.show_off(name, error)
            return
        self._start(name, PublishOptions(address=address))

    def _on_stopped(self, name: object) -> None:
        self._panel.rows[str(name)].setEnabled(True)
        self._panel.show_off(str(name))

    def _start(self, name: str, options: PublishOptions) -> None:
        token = options.token or os.environ.get("EMOTION_DESKTOP_TOKEN", "")
        reachable = options.address is not None and not options.address.is_loopback
        row = self._panel.rows.get(name)
        if row is not None:
            row.setEnabled(False)
        if row is not None and publishers()[name].takes_commands and reachable:
            token = token or secrets.token_urlsafe(12)
            row.show_token(token)
        whole = replace(options, token=token, commands=self._control)
        self._window.jobs.start(partial(_open, self.hub, name, whole), self._on_opened)

    def _on_opened(self, opened: object) -> None:
        name, error = cast("tuple[str, PublishError | None]", opened)
        if name in self._panel.rows:
            self._panel.rows[name].setEnabled(True)
            if error is not None:
                self._panel.show_off(name, error)
        self._timer.start()
        self._update()

    def _on_addresses(self, addresses: str) -> None:
        self._window.preferences.change(share_addresses=addresses)

    def _update(self) -> None:
        status = self.hub.status()
        self._panel.show_status(status)
        if not status:
            self._timer.stop()

    # What happens

    def _on_opening(self, source: str) -> None:
        if source != self._source:  # not one that is tried again
            self._source, self._lost = source, False
            self.hub.announce("source_opened", source=SourceSpec.parse(source).public_address)

    def _on_result(self) -> None:
        self._lost = False

    def _on_source_failed(self, error: SourceError) -> None:
        self._lose(str(error))

    def _on_source_stopped(self) -> None:
        self._lose("it was stopped")

    def _lose(self, reason: str) -> None:
        if not self._lost:
            self._lost = True
            address = SourceSpec.parse(self._source).public_address
            self.hub.announce("source_lost", source=address, reason=reason)

    def _on_model_ready(self, predictor: "CropPredictor") -> None:
        classes = [emotion.value for emotion in predictor.classes]
        self.hub.announce("model_changed", model=predictor.name, classes=classes)

    def _on_recording(self, folder: Path) -> None:
        self.hub.announce("recording_started", folder=str(folder))

    def _on_recorded(self, end: "RecordingEnd") -> None:
        self.hub.announce(
            "recording_stopped",
            folder=str(end.folder),
            frames=end.frames,
            dropped=end.dropped,
            ending=end.ending,
        )

    def _on_marked(self, marker: "Marker") -> None:
        time_s, number, note = marker
        self.hub.announce("marker", number=number, note=note, time_s=round(time_s, 4))

    def _on_closing(self) -> None:
        self._timer.stop()
        self.hub.close()


def _close(hub: Hub, name: str) -> object:
    # On a thread as well: clients are told, which takes a moment.
    hub.stop(name)
    return name


def _open(hub: Hub, name: str, options: PublishOptions) -> object:
    # On the job's thread: it imports, listens and looks names up.
    try:
        hub.start(name, options)
    except PublishError as error:
        return name, error
    return name, None
