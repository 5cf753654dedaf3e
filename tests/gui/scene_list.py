"""The main states of the window and the windows beside it, by name."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QWidget

from emotion_desktop.error_boundary import HEATMAPS, SOURCE
from emotion_desktop.errors import (
    CameraUnpluggedError,
    CheckpointError,
    NoCameraError,
    PermissionDeniedError,
    SourceEndedError,
    UnexpectedError,
    UnreadableFileError,
)
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.delete_dialog import DeleteDialog
from emotion_desktop.gui.dialogs.ensemble_dialog import EnsembleDialog
from emotion_desktop.gui.dialogs.help_dialog import HelpDialog
from emotion_desktop.gui.stored_data import stores
from emotion_desktop.outputs.recording.session_writer import RecorderState
from emotion_desktop.vision.live.stats import Playhead
from tests.gui.scene_pictures import HAPPY, OPEN, SAD, SURPRISED, result
from tests.gui.scenes import CAMERAS, Scenes, wait

SETTINGS_FOLDER: Final = "/home/you/.config/emotion-desktop"

# States: each takes a window as it is at first.


class _StillRecorder:
    """A recording in its second minute."""

    folder = Path("/home/you/Videos/emotion-20260131-142530")
    elapsed_s = 72.0
    left_s = None
    state = RecorderState(frames=2160, size=28_400_000, free=91_000_000_000)


def _one_face(scenes: Scenes) -> None:
    scenes.show(result(scenes.demo.one, SURPRISED, captured_at=scenes.at(1)))


def _three_faces(scenes: Scenes) -> None:
    scenes.history()
    shown = result(scenes.demo.three, HAPPY, OPEN, SAD, captured_at=scenes.at(60))
    scenes.show(shown)


def _stacked(scenes: Scenes) -> None:
    scenes.window.preferences.change(timeline_style="stacked")
    scenes.window.commands[ActionName.PERFORMANCE_DOCK].setChecked(True)
    _three_faces(scenes)


def _heatmap(scenes: Scenes) -> None:
    scenes.window.commands[ActionName.GRADCAM].setChecked(True)
    shown = result(scenes.demo.one, SURPRISED, captured_at=scenes.at(1), heatmaps=True)
    scenes.show(shown)


def _paused(scenes: Scenes) -> None:
    _one_face(scenes)
    scenes.session.toggle_paused()


def _file(scenes: Scenes) -> None:
    scenes.open("/home/you/holiday.mp4", source="holiday.mp4", duration_s=93.0, seekable=True)
    scenes.live.playhead = Playhead(seekable=True, position_s=31.0, duration_s=93.0)
    _one_face(scenes)


def _file_ended(scenes: Scenes) -> None:
    _file(scenes)
    scenes.live.playhead = Playhead(seekable=True, position_s=93.0, duration_s=93.0)
    scenes.fail(SourceEndedError("over"))


def _recording(scenes: Scenes) -> None:
    _one_face(scenes)
    indicator = scenes.controller.recording.indicator
    indicator.begin(cast("Any", _StillRecorder()))


def _comparison(scenes: Scenes) -> None:
    scenes.session.ask(replace(scenes.session.request, comparison="cnn48_gray"))
    at = scenes.at(1)
    first = result(scenes.demo.one, SURPRISED, captured_at=at)
    second = result(scenes.demo.one, (0.02, 0.01, 0.52, 0.02, 0.09, 0.29, 0.05), captured_at=at)
    scenes.show(replace(first, comparison=replace(second, frame=first.frame, model="cnn48_gray")))


def _opening(scenes: Scenes) -> None:
    scenes.open("camera:Logitech C920", source="Logitech C920")


def _no_camera(scenes: Scenes) -> None:
    scenes.open("camera", source="", size=None, source_fps=None)
    scenes.fail(NoCameraError("No camera is connected, or the system does not know it"))


def _unplugged(scenes: Scenes) -> None:
    scenes.open("camera:Logitech C920", source="Logitech C920")
    scenes.fail(CameraUnpluggedError("Logitech C920 sends no more pictures"))
    _hold_the_countdown(scenes)


def _hold_the_countdown(scenes: Scenes) -> None:
    reconnect = scenes.controller.cameras.reconnect
    ticks = reconnect.findChild(QTimer)
    assert ticks is not None
    ticks.stop()
    reconnect.show()


def _denied(scenes: Scenes) -> None:
    scenes.open("camera:Logitech C920", source="Logitech C920")
    scenes.fail(PermissionDeniedError("/dev/video0 may not be read by this user"))


def _broken_file(scenes: Scenes) -> None:
    scenes.open("/home/you/holiday.mp4", source="holiday.mp4")
    scenes.fail(UnreadableFileError("/home/you/holiday.mp4 is damaged or no video"))


def _stopped(scenes: Scenes) -> None:
    _one_face(scenes)
    scenes.session.stop()


def _notices(scenes: Scenes) -> None:
    _one_face(scenes)
    notices = scenes.window.stage.notices
    scenes.session.fell_back.emit()
    scenes.live.fail_model(CheckpointError("mine.safetensors is damaged: its header ends early"))
    wait(lambda: len(notices.notices) == 2)


def _bug(scenes: Scenes) -> None:
    template = "something went wrong in {where}: {what}"
    what = "ZeroDivisionError, decoder.py:93"
    scenes.open("/home/you/holiday.mp4", source="holiday.mp4")
    scenes.live.fail_model(UnexpectedError(template, where=HEATMAPS, what=what))
    scenes.fail(UnexpectedError(template, where=SOURCE, what=what))


SCENES: Final[dict[str, Callable[[Scenes], None]]] = {
    "one-face": _one_face,
    "three-faces": _three_faces,
    "stacked-and-performance": _stacked,
    "heatmap": _heatmap,
    "paused": _paused,
    "file": _file,
    "file-ended": _file_ended,
    "recording": _recording,
    "comparison": _comparison,
    "opening": _opening,
    "no-camera": _no_camera,
    "unplugged": _unplugged,
    "denied": _denied,
    "broken-file": _broken_file,
    "stopped": _stopped,
    "notices": _notices,
    "bug": _bug,
}
"""States of the main window by name."""


# Windows beside the window; each is returned.


def _welcome(scenes: Scenes) -> QWidget:
    welcome = scenes.controller.windows.show_welcome()
    wait(welcome.isVisible)
    wait(lambda: not welcome.cameras.itemText(0).startswith("Looking"))
    welcome.show_cameras(CAMERAS)
    return welcome


def _settings(scenes: Scenes, page: int) -> QWidget:
    dialog = scenes.controller.windows.settings_dialog()
    dialog.show_page(page)
    wait(dialog.isVisible)
    return dialog


def _help(scenes: Scenes) -> QWidget:
    scenes.window.commands[ActionName.HELP].trigger()
    return _shown(HelpDialog)


def _privacy(scenes: Scenes) -> QWidget:
    dialog = _settings(scenes, page=3)
    settings = dialog.findChildren(QLineEdit)[-len(stores(scenes.window.preferences))]
    settings.setText(SETTINGS_FOLDER)
    return dialog


def _delete(scenes: Scenes) -> QWidget:
    first, *rest = stores(scenes.window.preferences)
    kept = (replace(first, folder=Path(SETTINGS_FOLDER)), *rest)
    dialog = DeleteDialog(kept, scenes.window.jobs, scenes.window)
    dialog.open()
    wait(dialog.isVisible)
    assert scenes.window.jobs.wait(5)
    QApplication.processEvents()
    dialog.show_sizes(
        [(1, 2_300), (3, 70_000_000), (1, 41_000), (0, 0), (12, 9_400_000), (2, 1_700_000_000)]
    )
    return dialog


def _ensemble(scenes: Scenes) -> QWidget:
    scenes.window.commands[ActionName.ENSEMBLE].trigger()
    dialog = _shown(EnsembleDialog)
    dialog.boxes[0].setChecked(True)
    return dialog


def _address(scenes: Scenes) -> QWidget:
    scenes.window.commands[ActionName.OPEN_URL].trigger()
    return _shown(QInputDialog)


def _source_menu(scenes: Scenes) -> QWidget:
    menu = scenes.window.source_menu
    scenes.window.preferences.change(recent=())  # what other scenes have opened
    wait(lambda: scenes.controller.cameras.watcher.cameras)
    scenes.window.show_menu("source")
    return menu


def _model_menu(scenes: Scenes) -> QWidget:
    scenes.window.show_menu("model")
    return scenes.window.model_menu


def _review(scenes: Scenes) -> QWidget:
    reviews = scenes.controller.reviews
    reviews.open(scenes.recording)
    wait(lambda: reviews.windows)
    window = reviews.windows[-1]
    wait(lambda: window.video.frame is not None)
    window.resize(scenes.window.size())
    window.player.seek(1.25)
    player = window.player
    wait(lambda: player.result is not None and abs(player.result.frame.time_s - 1.25) < 0.01)
    return window


W = TypeVar("W", bound=QWidget)


def _shown(kind: type[W]) -> W:
    wait(lambda: any(isinstance(each, kind) for each in _visible()))
    return next(each for each in _visible() if isinstance(each, kind))


def _visible() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


DIALOGS: Final[dict[str, Callable[[Scenes], QWidget]]] = {
    "welcome": _welcome,
    "settings-general": partial(_settings, page=0),
    "settings-faces": partial(_settings, page=1),
    "settings-files": partial(_settings, page=2),
    "settings-privacy": _privacy,
    "delete": _delete,
    "help": _help,
    "ensemble": _ensemble,
    "address": _address,
    "source-menu": _source_menu,
    "model-menu": _model_menu,
    "review": _review,
}
"""Windows beside the window by name; each function opens one."""
