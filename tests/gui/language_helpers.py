"""A window in a process of its own, which says what it says: a language cannot be taken back.

::

    python -m tests.gui.language_helpers LANGUAGE SETTINGS_FILE
"""

import json
import sys
import time
from errno import ENOSPC
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import (
    CheckpointError,
    EmotionDesktopError,
    Message,
    UnreadableFileError,
)
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.gui.language import emotion_name, install_language
from emotion_desktop.gui.live_view.overlay_painter import measure
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.messages import error_text, protocol_text
from emotion_desktop.gui.review.report_words import report_language
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.outputs.overlay import layout
from tests.builders import make_frame, make_frame_result, make_protocol

BOX = (60.0, 100.0, 200.0, 260.0)

ERRORS = (
    output_error(Path("/a.mp4"), OSError(ENOSPC, "No space left on device")),
    UnreadableFileError(
        "{path} is cut off: it ends after {time:.1f} s of {length:.1f} s",
        path="/a.mp4",
        time=2.5,
        length=10.0,
    ),
    CheckpointError(
        "{first} and {name} cannot be one ensemble: {same} {reason}; combine checkpoints "
        "trained with the same --classes",
        first="one",
        name="mine",
        same="mine",
        reason=Message("lacks {lacking}", {"lacking": "fear, anger"}),
    ),
    EmotionDesktopError("a sentence without a translation and with {braces}"),
)
PROTOCOL = make_protocol(
    undecided=True,
    merges={Emotion.DISGUST: Emotion.ANGER, Emotion.FEAR: Emotion.SADNESS},
    class_count=8,
    trained_on="original",
    missing=(Emotion.CONTEMPT,),
)


def angry() -> FrameResult:
    """Return a result with one angry face."""
    row = [0.7 if emotion is Emotion.ANGER else 0.05 for emotion in FER2013_ORDER]
    return make_frame_result([BOX], [row], frame=make_frame(captured_at=time.monotonic()))


def written(window: MainWindow) -> list[str]:
    """Return what the window's overlay writes at that face."""
    overlay = layout(angry(), (1280, 720), window.stage.video.options, measure)
    (mark,) = overlay.faces
    assert mark.tag is not None
    assert mark.panel is not None
    return [mark.tag.name.text, *(bar.label.text for bar in mark.panel.bars)]


def main() -> None:
    """Write to standard output what the window says, as JSON."""
    language, file = sys.argv[1:]
    app = QApplication([])
    install_language(app, language)
    window = MainWindow(QSettings(file, QSettings.Format.IniFormat))
    report = report_language()
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    said = {
        "menus": [action.text() for action in window.menuBar().actions()],
        "actions": {action.objectName(): action.text() for action in window.commands},
        "tips": {action.objectName(): action.toolTip() for action in window.commands},
        "cancel": buttons.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", ""),
        "emotions": [emotion_name(emotion) for emotion in Emotion],
        "overlay": written(window),
        "errors": [error_text(error) for error in ERRORS],
        "protocol": protocol_text(PROTOCOL),
        "report": [report.code, report.say("Summary"), report.emotion(Emotion.FEAR)],
        "percent": percent(0.881, 1),
        "spin": QLocale().toString(0.5, "f", 1),
    }
    sys.stdout.write(json.dumps(said))
    window.close()


if __name__ == "__main__":
    main()
