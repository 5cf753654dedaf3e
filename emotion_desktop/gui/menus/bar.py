"""The menu bar: a menu for each group of the action table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import ACTIONS, GROUPS
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.menus.theme_menu import ThemeMenu

if TYPE_CHECKING:
    from emotion_desktop.gui.main_window import MainWindow


def fill_menu_bar(window: "MainWindow") -> None:
    """Give a window its menus; those of sources and models are the ones of the toolbar."""
    menus: dict[str, QMenu] = {"Source": window.source_menu, "Model": window.model_menu}
    for group in GROUPS:
        if group not in menus:
            menus[group] = QMenu(translate("Actions", group), window)
            menus[group].setToolTipsVisible(True)
            names = [spec.name for spec in ACTIONS if spec.group == group and spec.in_menu]
            menus[group].addActions([window.commands[name] for name in names])
        window.menuBar().addMenu(menus[group])
    for menu, title in zip(
        menus.values(), with_mnemonics([m.title() for m in menus.values()]), strict=True
    ):
        menu.menuAction().setText(title)
    file, view = menus["File"], menus["View"]
    first = file.actions()[0]
    openers = (ActionName.OPEN_FILE, ActionName.OPEN_FOLDER, ActionName.OPEN_URL)
    file.insertActions(first, [window.commands[name] for name in openers])
    file.insertMenu(first, window.recent_menu)
    file.insertSeparator(first)
    for name in (ActionName.RECORD, ActionName.REVIEW, ActionName.SETTINGS, ActionName.QUIT):
        file.insertSeparator(window.commands[name])
    view.insertMenu(window.commands[ActionName.BARS], window.heatmap_menu)
    for name in (ActionName.REPORT_PROBLEM, ActionName.ABOUT):
        menus["Help"].insertSeparator(window.commands[name])
    for name in (
        ActionName.ZOOM_IN,
        ActionName.FACES_DOCK,
        ActionName.RESET_LAYOUT,
        ActionName.FULL_SCREEN,
    ):
        view.insertSeparator(window.commands[name])
    view.addSeparator()
    view.addMenu(ThemeMenu(window.theme, window))


def with_mnemonics(titles: Sequence[str]) -> list[str]:
    """Return titles with an ampersand before a letter that is no other's, where there is one."""
    taken: set[str] = set()
    marked = []
    for title in titles:
        place = next((i for i, letter in enumerate(title.lower()) if letter not in taken), None)
        if place is None:
            marked.append(title)
        else:
            taken.add(title[place].lower())
            marked.append(f"{title[:place]}&{title[place:]}")
    return marked
