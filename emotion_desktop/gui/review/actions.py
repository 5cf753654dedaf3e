"""What can be done with a recording in its window."""

from typing import Final

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions.spec import ActionSpec
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP

GROUPS: Final = ("File", QT_TRANSLATE_NOOP("Actions", "Edit"), "Playback", "View")
"""Menus from left to right; their titles are translated with those of the main window."""

FILE: Final = (
    ActionSpec(
        name=ActionName.REPORT,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save report…"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Save charts and statistics of all people as one HTML file"
        ),
        keys=("Ctrl+S",),
        icon="file",
    ),
    ActionSpec(
        name=ActionName.CHART_PNG,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save chart as PNG…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the timeline of this person as a picture"),
    ),
    ActionSpec(
        name=ActionName.CHART_SVG,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save chart as SVG…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the timeline of this person for print"),
    ),
    ActionSpec(
        name=ActionName.SUMMARY_CSV,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save summary as CSV…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the statistics of all people as a table"),
    ),
    ActionSpec(
        name=ActionName.EXPORT,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Export…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save a file for a statistics or coding program"),
    ),
    ActionSpec(
        name=ActionName.ANALYSE_AGAIN,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Analyse again…"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Analyse the video with another model or settings, and compare"
        ),
        keys=("A",),
    ),
    ActionSpec(
        name=ActionName.COMPARE_ANALYSES,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Compare analyses…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show where another analysis says something else"),
        keys=("C",),
    ),
    ActionSpec(
        name=ActionName.SHOW_FOLDER,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Open folder"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the files of this recording"),
        icon="folder",
    ),
    ActionSpec(
        name=ActionName.CLOSE,
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Close"),
        tip=QT_TRANSLATE_NOOP("Actions", "Close this recording"),
        keys=("Ctrl+W",),
        icon="close",
    ),
)

EDIT: Final = (
    ActionSpec(
        name=ActionName.UNDO,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Undo"),
        tip=QT_TRANSLATE_NOOP("Actions", "Take the last change back"),
        keys=("Ctrl+Z",),
    ),
    ActionSpec(
        name=ActionName.REDO,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Redo"),
        tip=QT_TRANSLATE_NOOP("Actions", "Make the change again that was taken back"),
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
    ),
    ActionSpec(
        name=ActionName.CLIP_START,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Start clip here"),
        tip=QT_TRANSLATE_NOOP("Actions", "Leave out what comes before this frame"),
        keys=("I",),
    ),
    ActionSpec(
        name=ActionName.CLIP_END,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "End clip here"),
        tip=QT_TRANSLATE_NOOP("Actions", "Leave out what comes after this frame"),
        keys=("Shift+I",),
    ),
    ActionSpec(
        name=ActionName.EXCLUDE,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Leave out from here"),
        tip=QT_TRANSLATE_NOOP("Actions", "Leave a range out: once at its start, once at its end"),
        keys=("X",),
    ),
    ActionSpec(
        name=ActionName.INCLUDE,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Keep again"),
        tip=QT_TRANSLATE_NOOP("Actions", "Keep the range again that the position is in"),
        keys=("Shift+X",),
    ),
    ActionSpec(
        name=ActionName.ADD_MARKER,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Add marker…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Set a marker at this frame"),
        keys=("M",),
    ),
    ActionSpec(
        name=ActionName.EDIT_MARKER,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Change marker…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Change time, number or note of the selected marker"),
        keys=("E",),
    ),
    ActionSpec(
        name=ActionName.DELETE_MARKER,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Delete marker"),
        tip=QT_TRANSLATE_NOOP("Actions", "Delete the selected marker"),
        keys=("Del",),
    ),
    ActionSpec(
        name=ActionName.DETAILS,
        group="Edit",
        text=QT_TRANSLATE_NOOP("Actions", "Participant and notes…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Change who was recorded, and the notes"),
        keys=("D",),
    ),
)

PLAYBACK: Final = (
    ActionSpec(
        name=ActionName.PAUSE,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Play"),
        tip=QT_TRANSLATE_NOOP("Actions", "Play or pause"),
        keys=("Space",),
        icon="play",
    ),
    ActionSpec(
        name=ActionName.STEP_BACK,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Step back"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the previous frame"),
        keys=("Left", ","),
        icon="step-back",
    ),
    ActionSpec(
        name=ActionName.STEP_FORWARD,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Step forward"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the next frame"),
        keys=("Right", "."),
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
        name=ActionName.TO_START,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "To the start"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the first frame"),
        keys=("Home",),
    ),
    ActionSpec(
        name=ActionName.TO_END,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "To the end"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the last frame"),
        keys=("End",),
    ),
    ActionSpec(
        name=ActionName.PREVIOUS_MARKER,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Previous marker"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the previous marker"),
        keys=("PgUp",),
    ),
    ActionSpec(
        name=ActionName.NEXT_MARKER,
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Next marker"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the next marker"),
        keys=("PgDown",),
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
)

VIEW: Final = (
    ActionSpec(
        name=ActionName.OVERLAY,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Faces in the picture"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show boxes and labels over the picture"),
        keys=("O",),
        icon="faces",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name=ActionName.BARS,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Bars"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the probability of every class beside each face"),
        keys=("B",),
        icon="bars",
        checkable=True,
    ),
    ActionSpec(
        name=ActionName.NEXT_PERSON,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Next person"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the timeline of the next person"),
        keys=("N",),
    ),
    ActionSpec(
        name=ActionName.ZOOM_IN,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Zoom in"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show a shorter part of the timeline"),
        keys=("Ctrl++", "Ctrl+="),
        icon="zoom-in",
    ),
    ActionSpec(
        name=ActionName.ZOOM_OUT,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Zoom out"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show a longer part of the timeline"),
        keys=("Ctrl+-",),
        icon="zoom-out",
    ),
    ActionSpec(
        name=ActionName.ZOOM_ALL,
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Whole recording"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show all of the timeline"),
        keys=("Ctrl+0",),
        icon="zoom-all",
    ),
)

REVIEW: Final = (*FILE, *EDIT, *PLAYBACK, *VIEW)
