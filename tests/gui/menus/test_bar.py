"""The menu bar."""

from typing import TYPE_CHECKING

from emotion_desktop.gui.menus.bar import with_mnemonics

if TYPE_CHECKING:
    from tests.gui.conftest import App


def test_each_menu_opens_with_alt_and_a_letter_of_its_own(app: "App") -> None:
    titles = [action.text() for action in app.window.menuBar().actions()]
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert titles[0] == "&File"
    assert len(set(letters)) == len(titles)


def test_the_second_title_of_the_same_letter_takes_the_next() -> None:
    assert with_mnemonics(["Analyse", "Ansicht", "A"]) == ["&Analyse", "A&nsicht", "A"]
