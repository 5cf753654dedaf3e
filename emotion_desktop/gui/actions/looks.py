"""What can be chosen about models, labels and the window."""

from collections.abc import Iterator
from typing import Final

from emotion_desktop.gui.actions.spec import ActionSpec
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP
from emotion_desktop.models import list_models


def _model_actions() -> Iterator[ActionSpec]:
    for number, name in enumerate(list_models(), start=1):
        yield ActionSpec(
            name=f"model_{number}",
            group="Model",
            text=QT_TRANSLATE_NOOP("Actions", "Use {model}"),
            tip=QT_TRANSLATE_NOOP("Actions", "Switch to {model}"),
            keys=(str(number),),
            in_menu=False,
            model=name,
        )


LOOKS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec(
        name="next_model",
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Next model"),
        tip=QT_TRANSLATE_NOOP("Actions", "Switch to the next trained model"),
        keys=("M",),
        icon="next",
    ),
    *_model_actions(),
    ActionSpec(
        name="open_checkpoint",
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Open checkpoint…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Use a model that you have trained"),
        icon="file",
    ),
    ActionSpec(
        name="ensemble",
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Ensemble…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Let two or more models answer together"),
        icon="model",
    ),
    ActionSpec(
        name="compare",
        group="Model",
        text=QT_TRANSLATE_NOOP("Actions", "Compare"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show two models side by side on the same picture"),
        keys=("C",),
        icon="compare",
        checkable=True,
    ),
    ActionSpec(
        name="gradcam",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Heatmap"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show which parts of each face led to its label"),
        keys=("G",),
        icon="gradcam",
        checkable=True,
    ),
    ActionSpec(
        name="bars",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Bars"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the probability of every class beside each face"),
        keys=("B",),
        icon="bars",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="mirror",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Mirror"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the picture as a mirror would"),
        keys=("F",),
        icon="mirror",
        checkable=True,
    ),
    ActionSpec(
        name="analysis",
        group="Analysis",
        text=QT_TRANSLATE_NOOP("Actions", "Which faces are found…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Set which faces are found"),
        keys=("A",),
    ),
    ActionSpec(
        name="quicker",
        group="Analysis",
        text=QT_TRANSLATE_NOOP("Actions", "Quicker labels"),
        tip=QT_TRANSLATE_NOOP("Actions", "Let labels follow sooner"),
        keys=("-",),
    ),
    ActionSpec(
        name="calmer",
        group="Analysis",
        text=QT_TRANSLATE_NOOP("Actions", "Calmer labels"),
        tip=QT_TRANSLATE_NOOP("Actions", "Let labels change less often"),
        keys=(
            "+",
            "=",
        ),
    ),
    ActionSpec(
        name="faces_dock",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Faces"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the people in view"),
        keys=("Ctrl+1",),
        icon="faces",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="timeline_dock",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Timeline"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the probabilities of a face over time"),
        keys=("Ctrl+2",),
        icon="timeline",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="model_dock",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Model"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show what is known about the model"),
        keys=("Ctrl+3",),
        icon="model",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="performance_dock",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Performance"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show where the time goes"),
        keys=("Ctrl+4",),
        icon="performance",
        checkable=True,
    ),
    ActionSpec(
        name="side_panel",
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
        name="reset_layout",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Reset layout"),
        tip=QT_TRANSLATE_NOOP("Actions", "Put window and panels back to where they were at first"),
    ),
    ActionSpec(
        name="full_screen",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Full screen"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the picture alone on the whole screen"),
        keys=("F11",),
        icon="fullscreen",
        checkable=True,
    ),
    ActionSpec(
        name="leave",
        group="View",
        text=QT_TRANSLATE_NOOP("Actions", "Leave"),
        tip=QT_TRANSLATE_NOOP("Actions", "Leave full screen, or else quit"),
        keys=("Esc",),
        in_menu=False,
    ),
    ActionSpec(
        name="help",
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
        name="welcome",
        group="Help",
        text=QT_TRANSLATE_NOOP("Actions", "What this app does"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show what the app does and what it does not do"),
        icon="info",
    ),
)
