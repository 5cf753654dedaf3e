"""Whoever cannot use a mouse, or does not see the window, can use it too."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)

from emotion_desktop.gui.accessibility import install_roles
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.review.actions import REVIEW
from emotion_desktop.gui.tab_order import Place, reading_order
from emotion_desktop.labels import Emotion
from tests.gui.scene_list import DIALOGS, SCENES
from tests.gui.scenes import Scenes

CONTROLS: Final = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
)

BUTTONS: Final = (
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.Graphic,
)

STATES: Final = ("stacked-and-performance", "file-ended", "unplugged", "no-camera", "notices")
MENUS: Final = {"source-menu", "model-menu"}


@pytest.fixture(scope="module")
def standing(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    """The window."""
    install_roles()
    scenes = Scenes(tmp_path_factory.mktemp("window"), "light")
    yield scenes
    scenes.close()


@pytest.fixture
def scenes(standing: Scenes, make_session: Callable[..., Path]) -> Iterator[Scenes]:
    """The window as it is at first."""
    standing.reset()
    people = {1: [(0.0, 2.0, Emotion.HAPPINESS)], 2: [(1.0, 3.0, Emotion.SADNESS)]}
    standing.recording = make_session(people, markers=[(0.5, 4, ""), (2.0, 7, "")])
    yield standing
    standing.close_others()


@pytest.fixture(params=[*STATES, *(name for name in DIALOGS if name not in MENUS)])
def shown(request: pytest.FixtureRequest, scenes: Scenes) -> QWidget:
    """Each window, and the main one in those states that differ in their controls."""
    if request.param in SCENES:
        SCENES[request.param](scenes)
        scenes.settle()
        return scenes.window
    widget = DIALOGS[request.param](scenes)
    widget.activateWindow()
    scenes.settle()
    return widget


def can_be_seen(widget: QWidget, window: QWidget) -> bool:
    """Return whether a widget can be seen in a window, at least when it is scrolled to."""
    corner = widget.mapTo(window, QPoint())
    # Qt keeps tabs of docks that it needs no more, outside the window.
    return widget.isVisible() and corner.x() + widget.width() > 0


def controls(window: QWidget) -> list[QWidget]:
    """Return everything in a window that can be used."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if (isinstance(widget, CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.window() is window
        and can_be_seen(widget, window)
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar | QHeaderView)
        and widget.objectName() != "qt_spinbox_lineedit"
    ]


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget; the value of a chooser is no name."""
    if isinstance(widget, QComboBox):
        window = widget.window()
        buddies = [each.text() for each in window.findChildren(QLabel) if each.buddy() is widget]
        return widget.accessibleName() or "".join(buddies)
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_every_control_has_a_name(shown: QWidget) -> None:
    found = controls(shown)
    assert found
    assert [widget for widget in found if not name_of(widget).strip()] == []


def spoken_tree(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield everything that a screen reader finds in a window and can be seen."""
    yield part
    for number in range(part.childCount()):
        child = part.child(number)
        if child is None or cast("Any", child.state()).invisible:
            continue
        widget = child.object()
        # Qt keeps tabs of docks that it needs no more, outside the window.
        if not isinstance(widget, QWidget) or can_be_seen(widget, widget.window()):
            yield from spoken_tree(child)


def spoken_name(part: QAccessibleInterface) -> str:
    """Return what a screen reader calls a part; Qt on Linux tells a chooser's value as name."""
    if part.role() == QAccessible.Role.ComboBox:
        labels = part.relations(QAccessible.RelationFlag.Label)
        return "".join(label.text(QAccessible.Text.Name) for label, _ in labels)
    return part.text(QAccessible.Text.Name)


ROLELESS: Final = {QAccessible.Role.NoRole, QAccessible.Role.Client}


def test_nothing_that_takes_the_focus_or_is_a_button_or_an_icon_is_nameless(
    shown: QWidget,
) -> None:
    parts = list(spoken_tree(QAccessible.queryAccessibleInterface(shown)))
    assert len(parts) > 5
    nameless = []
    for part in parts:
        usable = bool(cast("Any", part.state()).focusable) or part.role() in BUTTONS
        items = isinstance(part.object(), QAbstractItemView) or part.object() is None
        if usable and not items and (not spoken_name(part).strip() or part.role() in ROLELESS):
            nameless.append(f"{part.role()} {type(part.object())} {part.object().objectName()}")
    assert nameless == []


def test_two_controls_of_a_kind_have_different_names(shown: QWidget) -> None:
    # Buttons for one action may stand in two places; tabs are called like what they show.
    names = [
        (name_of(widget), widget.toolTip())
        for widget in controls(shown)
        if not (widget.actions() or isinstance(widget, QTabBar))
        and name_of(widget) != "Close this message"
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_what_cannot_be_used_says_why(shown: QWidget) -> None:
    disabled = [widget for widget in controls(shown) if not widget.isEnabled()]
    assert [name_of(widget) for widget in disabled if not widget.toolTip()] == []


def window_commands(window: QWidget) -> Actions:
    """Return the actions of a window."""
    commands = getattr(window, "commands", None)
    assert isinstance(commands, Actions)
    return commands


@pytest.mark.parametrize("name", ["one-face", "unplugged", "stopped", "file", "review"])
def test_the_tooltip_of_an_action_carries_its_keys_or_says_why_it_is_disabled(
    scenes: Scenes, name: str
) -> None:
    window: QWidget = scenes.window
    if name == "review":
        window = DIALOGS[name](scenes)
    else:
        SCENES[name](scenes)
    commands = window_commands(window)
    specs = {str(name): spec for name, spec in commands.specs.items()}
    silent = []
    for action in commands:
        tip = action.toolTip()
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if action.isEnabled():
            silent += [action.objectName()] * (not all(key in tip for key in keys))
        else:
            usual = specs[action.objectName()].tooltip
            silent += [action.objectName()] * (tip == usual or not tip.partition(": ")[2])
    assert silent == []


def items(menu: QMenu) -> Iterator[QAction]:
    """Yield everything in a menu and the menus inside."""
    for action in menu.actions():
        yield action
        inside = action.menu()
        if isinstance(inside, QMenu):
            yield from items(inside)


@pytest.mark.parametrize("name", ["window", "review"])
def test_every_action_can_be_reached_by_menu_or_key(scenes: Scenes, name: str) -> None:
    window = scenes.window if name == "window" else DIALOGS["review"](scenes)
    bar = window.menuBar()  # type: ignore[attr-defined]
    menus = [action.menu() for action in bar.actions()]
    listed = [item for menu in menus if isinstance(menu, QMenu) for item in items(menu)]
    assert [
        action.objectName()
        for action in window_commands(window)
        if action not in listed and not (action.shortcuts() and action in window.actions())
    ] == []


@pytest.mark.parametrize("name", ["window", "review"])
def test_no_key_means_two_things_in_a_window(scenes: Scenes, name: str) -> None:
    window = scenes.window if name == "window" else DIALOGS["review"](scenes)
    keys = [
        key.toString()
        for action in set(window.findChildren(QAction))
        for key in action.shortcuts()
        if action.isEnabled()
    ]
    assert len(keys) > len(REVIEW) / 2
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_no_letter_with_alt_opens_two_menus(scenes: Scenes) -> None:
    letters = [
        key.toString()
        for action in scenes.window.menuBar().actions()
        if not (key := QKeySequence.mnemonic(action.text())).isEmpty()
    ]
    assert len(letters) == len(set(letters))


# Tab


def walked(window: QWidget, key: Qt.Key) -> list[QWidget]:
    """Return what has the focus, one after the other, while a key is pressed."""
    found: list[QWidget] = []
    while len(found) < 100:
        QTest.keyClick(window, key)
        widget = window.focusWidget()
        assert widget is not None
        if widget in found:
            return found
        found.append(widget)
    pytest.fail("Tab finds no end")


def test_tab_reaches_every_control_that_can_be_used_and_comes_back(shown: QWidget) -> None:
    found = walked(shown, Qt.Key.Key_Tab)
    wanted = [
        widget
        for widget in controls(shown)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert {name_of(widget) for widget in wanted} - {name_of(widget) for widget in found} == set()
    assert [widget for widget in found if not can_be_seen(widget, shown)] == []


def test_what_tab_reaches_is_scrolled_to(scenes: Scenes) -> None:
    SCENES["unplugged"](scenes)
    scenes.settle()
    window = scenes.window
    more = next(widget for widget in controls(window) if name_of(widget) == "Details")

    def bottom() -> int:
        return more.mapTo(window, QPoint()).y() + more.height()

    panel = next(area for area in window.findChildren(QScrollArea) if area.isAncestorOf(more))
    panel.verticalScrollBar().setValue(0)
    window.setFocus()
    assert bottom() > window.height()
    for _ in range(100):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        if window.focusWidget() is more:
            break
    assert bottom() < window.height()


def test_shift_and_tab_goes_the_same_way_back(shown: QWidget) -> None:
    there = walked(shown, Qt.Key.Key_Tab)
    back = walked(shown, Qt.Key.Key_Backtab)
    start = back.index(there[0])
    assert [*back[start:], *back[:start]] == [there[0], *reversed(there[1:])]


def test_tab_goes_as_people_read(scenes: Scenes) -> None:
    SCENES["file-ended"](scenes)
    scenes.settle()
    scenes.window.tools.source.setFocus()
    names = [name_of(widget) for widget in walked(scenes.window, Qt.Key.Key_Tab)]
    order = [
        "Source", "Model", "Play", "Keys", "Play again", "Live picture", "Step back",
        "Position in the file", "Loop", "Undock Faces", "Face 1: Surprise",
        "Label smoothing, from fast to steady", "Undock Timeline", "Probabilities over time",
        "Undock Model", "Model: vgg48_gray",
    ]  # fmt: skip
    start = names.index("Source")
    names = [*names[start:], *names[:start]]
    assert [name for name in names if name in order] == [
        *order[:6], "Step back", "Play", *order[7:],
    ]  # fmt: skip


def test_tab_leads_into_a_panel_that_floats_and_out_of_it(scenes: Scenes) -> None:
    SCENES["one-face"](scenes)
    window = scenes.window
    dock = window.findChild(QDockWidget, ActionName.FACES_DOCK)
    assert dock is not None
    dock.setFloating(True)
    scenes.settle()
    window.activateWindow()
    window.stage.video.setFocus()
    QApplication.processEvents()
    homes = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        homes.append(focused.window())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        QApplication.processEvents()
    changes = [home for home, before in zip(homes[1:], homes[:-1], strict=True) if home != before]
    assert changes[:3] in ([dock, window, dock], [dock, window])


def test_the_remedy_is_one_tab_away_when_the_picture_is_lost(scenes: Scenes) -> None:
    SCENES["one-face"](scenes)
    SCENES["unplugged"](scenes)
    QTest.keyClick(scenes.window, Qt.Key.Key_Tab)
    widget = scenes.window.focusWidget()
    assert isinstance(widget, QAbstractButton)
    assert widget.text() == "Try now"


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ([], []),
        ([Place(0, 50, 0, 90, 20), Place(0, 0, 5, 40, 25)], [1, 0]),
        ([Place(0, 50, 0, 90, 20), Place(0, 0, 15, 40, 35)], [0, 1]),
        ([Place(1, 0, 0, 10, 10), Place(0, 50, 90, 60, 99)], [1, 0]),
        ([Place(0, 0, 40, 9, 60), Place(0, 90, 0, 99, 90), Place(0, 0, 0, 9, 20)], [2, 1, 0]),
    ],
)
def test_places_are_read_area_by_area_and_row_by_row(places: list[Place], order: list[int]) -> None:
    assert reading_order(places) == order
