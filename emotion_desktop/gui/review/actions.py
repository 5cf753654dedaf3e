"""What can be done with a recording in its window."""

from typing import Final

from emotion_desktop.gui.actions.spec import ActionSpec
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP

GROUPS: Final = ("File", "Playback", "View")
"""Menus from left to right; their titles are translated with those of the main window."""

FILE: Final = (
    ActionSpec(
        name="report",
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save report…"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Save charts and statistics of all people as one HTML file"
        ),
        keys=("Ctrl+S",),
        icon="file",
    ),
    ActionSpec(
        name="chart_png",
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save chart as PNG…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the timeline of this person as a picture"),
    ),
    ActionSpec(
        name="chart_svg",
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save chart as SVG…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the timeline of this person for print"),
    ),
    ActionSpec(
        name="summary_csv",
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Save summary as CSV…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Save the statistics of all people as a table"),
    ),
    ActionSpec(
        name="show_folder",
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Open folder"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the files of this recording"),
        icon="folder",
    ),
    ActionSpec(
        name="close",
        group="File",
        text=QT_TRANSLATE_NOOP("Actions", "Close"),
        tip=QT_TRANSLATE_NOOP("Actions", "Close this recording"),
        keys=("Ctrl+W",),
        icon="close",
    ),
)

PLAYBACK: Final = (
    ActionSpec(
        name="pause",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Play"),
        tip=QT_TRANSLATE_NOOP("Actions", "Play or pause"),
        keys=("Space",),
        icon="play",
    ),
    ActionSpec(
        name="step_back",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Step back"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the previous frame"),
        keys=("Left", ","),
        icon="step-back",
    ),
    ActionSpec(
        name="step_forward",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Step forward"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the next frame"),
        keys=("Right", "."),
        icon="step-forward",
    ),
    ActionSpec(
        name="seek_back",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Back 5 seconds"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go back 5 seconds"),
        keys=("Ctrl+Left",),
    ),
    ActionSpec(
        name="seek_forward",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Forward 5 seconds"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go forward 5 seconds"),
        keys=("Ctrl+Right",),
    ),
    ActionSpec(
        name="to_start",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "To the start"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the first frame"),
        keys=("Home",),
    ),
    ActionSpec(
        name="to_end",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "To the end"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the last frame"),
        keys=("End",),
    ),
    ActionSpec(
        name="previous_marker",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Previous marker"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the previous marker"),
        keys=("PgUp",),
    ),
    ActionSpec(
        name="next_marker",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Next marker"),
        tip=QT_TRANSLATE_NOOP("Actions", "Go to the next marker"),
        keys=("PgDown",),
    ),
    ActionSpec(
        name="slower",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Slower"),
        tip=QT_TRANSLATE_NOOP("Actions", "Play at half the speed"),
        keys=("[",),
    ),
    ActionSpec(
        name="faster",
        group="Playback",
        text=QT_TRANSLATE_NOOP("Actions", "Faster"),
        tip=QT_TRANSLATE_NOOP("Actions", "Play at twice the speed"),
        keys=("]",),
    ),
)

VIEW: Final = (
    ActionSpec(
        name="overlay",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Faces in the picture"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show boxes and labels over the picture"),
        keys=("O",),
        icon="faces",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="bars",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Bars"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the probability of every class beside each face"),
        keys=("B",),
        icon="bars",
        checkable=True,
    ),
    ActionSpec(
        name="next_person",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Next person"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the timeline of the next person"),
        keys=("N",),
    ),
    ActionSpec(
        name="zoom_in",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Zoom in"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show a shorter part of the timeline"),
        keys=("Ctrl++", "Ctrl+="),
        icon="zoom-in",
    ),
    ActionSpec(
        name="zoom_out",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Zoom out"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show a longer part of the timeline"),
        keys=("Ctrl+-",),
        icon="zoom-out",
    ),
    ActionSpec(
        name="zoom_all",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Whole recording"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show all of the timeline"),
        keys=("Ctrl+0",),
        icon="zoom-all",
    ),
)

REVIEW: Final = (*FILE, *PLAYBACK, *VIEW)
