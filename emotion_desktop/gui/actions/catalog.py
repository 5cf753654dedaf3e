"""Everything a user can do: toolbar, menus, help and tooltips are made from this table."""

from collections.abc import Iterator
from typing import Final

from emotion_desktop.gui.action_name import ActionName, model_action
from emotion_desktop.gui.actions.spec import ActionSpec
from emotion_desktop.gui.docks.panels import PANELS
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP


def _model_actions() -> Iterator[ActionSpec]:
    for number in range(1, 10):
        yield ActionSpec(
            name=model_action(number),
            group="Model",
            text=QT_TRANSLATE_NOOP("Actions", "Use a model"),
            tip=QT_TRANSLATE_NOOP(
                "Actions", "Switch to the first model of the menu; 2–9 to others"
            ),
            keys=(str(number),),
            in_menu=False,
            in_help=number == 1,
        )


def _panel_actions() -> Iterator[ActionSpec]:
    for number, panel in enumerate(PANELS, start=1):
        yield ActionSpec(
            name=panel.name,
            group="View",
            text=panel.title,
            tip=panel.tip,
            keys=(f"Ctrl+{number}",),
            icon=panel.icon,
            checkable=True,
            checked=panel.shown,
        )


ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec(
        name=ActionName.SNAPSHOT,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Snapshot"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the picture to the Pictures folder"),
        keys=("S",),
        icon="snapshot",
    ),
    ActionSpec(
        name=ActionName.COPY_PICTURE,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Copy picture"),
        tip=QT_TRANSLATE_NOOP("Actions", "Copy the picture as shown to the clipboard"),
        keys=("Ctrl+C",),
        icon="copy",
    ),
    ActionSpec(
        name=ActionName.RECORD,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Record"),
        tip=QT_TRANSLATE_NOOP("Actions", "Record video and results to a folder, or stop recording"),
        keys=("R",),
        icon="record",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.MARKERS,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Marker mode"),
        tip=QT_TRANSLATE_NOOP("Actions", "Set markers in the recording with keys 1–9"),
        keys=("K",),
        icon="marker",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.REVIEW,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Open recording…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Review a recorded session"),
        keys=("Ctrl+R",),
        icon="review",
    ),
    ActionSpec(
        name=ActionName.SETTINGS,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Settings…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Change how the app works"),
        keys=("Ctrl+,",),
        icon="settings",
    ),
    ActionSpec(
        name=ActionName.QUIT,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Quit"),
        tip=QT_TRANSLATE_NOOP("Actions", "Quit"),
        keys=(
            "Q",
            "Ctrl+Q",
        ),
        icon="quit",
    ),
    ActionSpec(
        name=ActionName.OPEN_DEMO,
        group="Source",
        text=QT_TRANSLATE_NOOP("Actions", "Open the demo"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the built-in demo"),
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.OPEN_FILE,
        group="Source",
        text=QT_TRANSLATE_NOOP("Actions", "Open file…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show a video, GIF or image"),
        keys=("Ctrl+O",),
        icon="file",
    ),
    ActionSpec(
        name=ActionName.OPEN_FOLDER,
        group="Source",
        text=QT_TRANSLATE_NOOP("Actions", "Open folder…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the images of a folder, one after the other"),
        keys=("Ctrl+Shift+O",),
        icon="folder",
    ),
    ActionSpec(
        name=ActionName.OPEN_URL,
        group="Source",
        text=QT_TRANSLATE_NOOP("Actions", "Open URL…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show a network stream"),
        keys=("Ctrl+U",),
        icon="globe",
    ),
    ActionSpec(
        name=ActionName.PAUSE,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Pause"),
        tip=QT_TRANSLATE_NOOP("Actions", "Pause or resume; a camera stays on"),
        keys=("Space",),
        icon="pause",
    ),
    ActionSpec(
        name=ActionName.STOP,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Close source"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show nothing any more; turns a camera off"),
        keys=("Ctrl+W",),
        icon="stop",
    ),
    ActionSpec(
        name=ActionName.STEP_BACK,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Step back"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the previous frame"),
        keys=(",",),
        icon="step-back",
    ),
    ActionSpec(
        name=ActionName.STEP_FORWARD,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Step forward"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the next frame"),
        keys=(".",),
        icon="step-forward",
    ),
    ActionSpec(
        name=ActionName.SEEK_BACK,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Back 5 seconds"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go back 5 seconds"),
        keys=("Ctrl+Left",),
    ),
    ActionSpec(
        name=ActionName.SEEK_FORWARD,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Forward 5 seconds"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go forward 5 seconds"),
        keys=("Ctrl+Right",),
    ),
    ActionSpec(
        name=ActionName.SLOWER,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Slower"),
        tip=QT_TRANSLATE_NOOP("Actions", "Play at half the speed"),
        keys=("[",),
    ),
    ActionSpec(
        name=ActionName.FASTER,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Faster"),
        tip=QT_TRANSLATE_NOOP("Actions", "Play at twice the speed"),
        keys=("]",),
    ),
    ActionSpec(
        name=ActionName.LOOP,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Loop"),
        tip=QT_TRANSLATE_NOOP("Actions", "Start over at the end"),
        keys=("L",),
        icon="loop",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.NEXT_MODEL,
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Next model"),
        tip=QT_TRANSLATE_NOOP("Actions", "Switch to the next trained model"),
        keys=("M",),
        icon="next",
    ),
    *_model_actions(),
    ActionSpec(
        name=ActionName.OPEN_CHECKPOINT,
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Open checkpoint…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Use a model you have trained"),
        icon="file",
    ),
    ActionSpec(
        name=ActionName.ENSEMBLE,
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Ensemble…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Average the probabilities of two or more models"),
        icon="model",
    ),
    ActionSpec(
        name=ActionName.COMPARE,
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Compare"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show two models side by side on the same picture"),
        keys=("C",),
        icon="compare",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.GRADCAM,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Heatmap"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show which parts of each face led to its label"),
        keys=("G",),
        icon="gradcam",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.BARS,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Bars"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the probability of every class beside each face"),
        keys=("B",),
        icon="bars",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name=ActionName.MIRROR,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Mirror"),
        tip=QT_TRANSLATE_NOOP("Actions", "Mirror the picture"),
        keys=("F",),
        icon="mirror",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.ANALYSIS,
        group="Analysis",
        text=QT_TRANSLATE_NOOP("Actions", "Face detection…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Change face detection settings"),
        keys=("A",),
    ),
    ActionSpec(
        name=ActionName.QUICKER,
        group="Analysis",
        text=QT_TRANSLATE_NOOP("Actions", "Faster labels"),
        tip=QT_TRANSLATE_NOOP("Actions", "Make labels react faster"),
        keys=("-",),
    ),
    ActionSpec(
        name=ActionName.CALMER,
        group="Analysis",
        text=QT_TRANSLATE_NOOP("Actions", "Steadier labels"),
        tip=QT_TRANSLATE_NOOP("Actions", "Make labels steadier"),
        keys=(
            "+",
            "=",
        ),
    ),
    *_panel_actions(),
    ActionSpec(
        name=ActionName.SIDE_PANEL,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "All panels"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Show the panels around the picture, or the picture alone"
        ),
        keys=("P",),
        icon="panel",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name=ActionName.RESET_LAYOUT,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Reset layout"),
        tip=QT_TRANSLATE_NOOP("Actions", "Restore the original layout of the window and panels"),
    ),
    ActionSpec(
        name=ActionName.FULL_SCREEN,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Full screen"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the picture alone on the whole screen"),
        keys=("F11",),
        icon="fullscreen",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.LEAVE,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Leave"),
        tip=QT_TRANSLATE_NOOP("Actions", "Close a message, full screen or marker mode"),
        keys=("Esc",),
        in_menu=False,
    ),
    ActionSpec(
        name=ActionName.HELP,
        group="Help",
        text=QT_TRANSLATE_NOOP("Actions", "Keys"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show all keys"),
        keys=(
            "F1",
            "?",
        ),
        icon="help",
    ),
    ActionSpec(
        name=ActionName.WELCOME,
        group="Help",
        text=QT_TRANSLATE_NOOP("Actions", "What this app does"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show what the app does and does not do"),
        icon="info",
    ),
    ActionSpec(
        name=ActionName.REPORT_PROBLEM,
        group="Help",
        text=QT_TRANSLATE_NOOP("Actions", "Report a problem…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show what a report of a problem needs, to be copied"),
    ),
    ActionSpec(
        name=ActionName.OPEN_LOG,
        group="Help",
        text=QT_TRANSLATE_NOOP("Actions", "Open log"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the log: what was opened, and what went wrong"),
    ),
    ActionSpec(
        name=ActionName.ABOUT,
        group="Help",
        text=QT_TRANSLATE_NOOP("Actions", "About"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show version, licences and folders"),
    ),
)
