"""Every action of the window in one table: toolbar, menus and the help dialog are made from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.models import list_models


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One thing a user can do.

    Attributes:
        name: What the code calls it.
        group: Heading in the help dialog and title of its menu.
        text: What menus and buttons say.
        tip: One sentence for the tooltip and the help dialog; the key is added to it.
        keys: Key sequences, the usual one first.
        icon: File name in `assets/icons` without its suffix; empty for none.
        checkable: Whether it is on or off.
        checked: Whether it is on at first.
        in_menu: Whether the menu of its group lists it.
    """

    name: str
    group: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    checked: bool = False
    in_menu: bool = True


def _model_actions() -> Iterator[ActionSpec]:
    for number, name in enumerate(list_models(), start=1):
        yield ActionSpec(
            name=f"model_{number}",
            group="Model",
            text=f"Use {name}",
            tip=f"Switch to {name}",
            keys=(str(number),),
            in_menu=False,
        )


# R is kept free for recording.
ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec(
        name="snapshot",
        group="File",
        text="Snapshot",
        tip="Save the picture as shown to the Pictures folder",
        keys=("S",),
        icon="snapshot",
    ),
    ActionSpec(
        name="pause",
        group="File",
        text="Pause",
        tip="Pause or go on",
        keys=("Space",),
        icon="pause",
    ),
    ActionSpec(
        name="quit",
        group="File",
        text="Quit",
        tip="Quit",
        keys=("Q", "Ctrl+Q"),
        icon="quit",
    ),
    ActionSpec(
        name="open_demo",
        group="Source",
        text="Open the demo",
        tip="Show the built-in demo",
        checkable=True,
    ),
    ActionSpec(
        name="open_file",
        group="Source",
        text="Open file…",
        tip="Show a video, GIF or image",
        keys=("Ctrl+O",),
        icon="file",
    ),
    ActionSpec(
        name="open_folder",
        group="Source",
        text="Open folder…",
        tip="Show the images of a folder, one after the other",
        keys=("Ctrl+Shift+O",),
        icon="folder",
    ),
    ActionSpec(
        name="open_url",
        group="Source",
        text="Open URL…",
        tip="Show a network stream",
        keys=("Ctrl+U",),
        icon="globe",
    ),
    ActionSpec(
        name="next_model",
        group="Model",
        text="Next model",
        tip="Switch to the next trained model",
        keys=("M",),
        icon="next",
    ),
    *_model_actions(),
    ActionSpec(
        name="open_checkpoint",
        group="Model",
        text="Open checkpoint…",
        tip="Use a model that you have trained",
        icon="file",
    ),
    ActionSpec(
        name="ensemble",
        group="Model",
        text="Ensemble…",
        tip="Let two or more models answer together",
        icon="model",
    ),
    ActionSpec(
        name="gradcam",
        group="View",
        text="Grad-CAM",
        tip="Show which parts of a face the model looks at",
        keys=("G",),
        icon="gradcam",
        checkable=True,
    ),
    ActionSpec(
        name="bars",
        group="View",
        text="Bars",
        tip="Show the probability of every class beside each face",
        keys=("B",),
        icon="bars",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="mirror",
        group="View",
        text="Mirror",
        tip="Show the picture as a mirror would",
        keys=("F",),
        icon="mirror",
        checkable=True,
    ),
    ActionSpec(
        name="analysis",
        group="Analysis",
        text="Analysis…",
        tip="Set which faces are found",
        keys=("A",),
    ),
    ActionSpec(
        name="quicker",
        group="Analysis",
        text="Quicker labels",
        tip="Let labels follow sooner",
        keys=(",",),
    ),
    ActionSpec(
        name="calmer",
        group="Analysis",
        text="Calmer labels",
        tip="Let labels change less often",
        keys=(".",),
    ),
    ActionSpec(
        name="side_panel",
        group="View",
        text="Side panel",
        tip="Show the faces and the model beside the picture",
        keys=("P",),
        icon="panel",
        checkable=True,
        checked=True,
    ),
    ActionSpec(
        name="full_screen",
        group="View",
        text="Full screen",
        tip="Show the picture alone on the whole screen",
        keys=("F11",),
        icon="fullscreen",
        checkable=True,
    ),
    ActionSpec(
        name="leave",
        group="View",
        text="Leave",
        tip="Leave full screen, or else quit",
        keys=("Esc",),
        in_menu=False,
    ),
    ActionSpec(
        name="help",
        group="Help",
        text="Help",
        tip="Show all keys",
        keys=("F1", "?"),
        icon="help",
    ),
)


class Actions(QObject):
    """The QActions of the table, by name, in the icons of the theme."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._by_name = {spec.name: self._make(spec) for spec in ACTIONS}
        self._icons = {spec.name: spec.icon for spec in ACTIONS if spec.icon}
        theme.changed.connect(self._tint)
        self._tint()

    def __getitem__(self, name: str) -> QAction:
        """Return the action of this name."""
        return self._by_name[name]

    def __iter__(self) -> Iterator[QAction]:
        """Yield all actions in the order of the table."""
        return iter(self._by_name.values())

    def show_playing(self, *, playing: bool) -> None:
        """Let the pause action say what it would do now."""
        self["pause"].setText("Pause" if playing else "Play")
        self._icons["pause"] = "pause" if playing else "play"
        self["pause"].setIcon(self._theme.icon(self._icons["pause"]))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tooltip(spec))
        action.setCheckable(spec.checkable)
        action.setChecked(spec.checked)
        # In a menu the tick takes the icon's place: an icon in another colour is no tick.
        action.setIconVisibleInMenu(not spec.checkable)
        action.setMenuRole(
            QAction.MenuRole.QuitRole if spec.name == "quit" else QAction.MenuRole.NoRole
        )
        return action

    def _tint(self) -> None:
        for name, icon in self._icons.items():
            self[name].setIcon(self._theme.icon(icon))


def tooltip(spec: ActionSpec) -> str:
    """Return the tooltip of an action, which carries its keys."""
    return f"{spec.tip} ({' or '.join(spec.keys)})" if spec.keys else spec.tip
