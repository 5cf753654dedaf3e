"""The panels around the picture, a row each: docks, actions and updates come from here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.faces.panel import FacesPanel
from emotion_desktop.gui.docks.model.panel import ModelPanel
from emotion_desktop.gui.docks.performance.panel import PerformancePanel
from emotion_desktop.gui.docks.share.panel import SharePanel
from emotion_desktop.gui.docks.timeline.panel import TimelinePanel
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.preferences import Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSpec:
    """What is known about a panel.

    Attributes:
        name: Of its dock and of the action that shows and hides it.
        title: Of both, in English.
        tip: One sentence for the action, in English.
        icon: Of the action: file name in `assets/icons` without its suffix.
        make: Makes the panel.
        area: Where it stands at first.
        shown: Whether it is seen at first.
        update_ms: Milliseconds between two updates; 0 for a panel that needs none.
    """

    name: ActionName
    title: str
    tip: str
    icon: str
    make: Callable[[Theme, Preferences], QWidget]
    area: Qt.DockWidgetArea
    shown: bool = True
    update_ms: int = 0


PANELS: Final = (
    PanelSpec(
        name=ActionName.FACES_DOCK,
        title=QT_TRANSLATE_NOOP("Actions", "Faces"),
        tip=QT_TRANSLATE_NOOP("Actions", "List the people in view"),
        icon="faces",
        make=lambda theme, _: FacesPanel(theme),
        area=Qt.DockWidgetArea.RightDockWidgetArea,
        update_ms=100,  # faster figures cannot be read
    ),
    PanelSpec(
        name=ActionName.TIMELINE_DOCK,
        title=QT_TRANSLATE_NOOP("Actions", "Timeline"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the probabilities of a face over time"),
        icon="timeline",
        make=TimelinePanel,
        area=Qt.DockWidgetArea.BottomDockWidgetArea,
        update_ms=100,
    ),
    PanelSpec(
        name=ActionName.MODEL_DOCK,
        title=QT_TRANSLATE_NOOP("Actions", "Model"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show details of the model"),
        icon="model",
        make=lambda theme, _: ModelPanel(theme),
        area=Qt.DockWidgetArea.RightDockWidgetArea,
    ),
    PanelSpec(
        name=ActionName.PERFORMANCE_DOCK,
        title=QT_TRANSLATE_NOOP("Actions", "Performance"),
        tip=QT_TRANSLATE_NOOP("Actions", "Show how long each step takes"),
        icon="performance",
        make=lambda theme, _: PerformancePanel(theme),
        area=Qt.DockWidgetArea.RightDockWidgetArea,
        shown=False,
        update_ms=500,
    ),
    PanelSpec(
        name=ActionName.SHARE_DOCK,
        title=QT_TRANSLATE_NOOP("Actions", "Share"),
        tip=QT_TRANSLATE_NOOP("Actions", "Publish the results live for other programs"),
        icon="share",
        make=lambda _, preferences: SharePanel(preferences.settings.share_addresses),
        area=Qt.DockWidgetArea.RightDockWidgetArea,
        shown=False,
    ),
)
"""In the order of the View menu and of the keys Ctrl+1, Ctrl+2 and so on."""
