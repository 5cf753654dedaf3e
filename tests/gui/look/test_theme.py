import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emotion_desktop.config import find_asset
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look import theme as theme_module
from emotion_desktop.gui.look.palettes import (
    DARK,
    LIGHT,
    STRONG_DARK,
    STRONG_LIGHT,
    Colours,
    style_sheet,
)
from emotion_desktop.gui.look.theme import Theme, ThemeChoice


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK, STRONG_LIGHT, STRONG_DARK])
def test_texts_stand_out_from_their_grounds(colours: Colours) -> None:
    for ground in (colours.window, colours.surface, colours.view, colours.raised):
        assert contrast(colours.text, ground) >= 4.5
        assert contrast(colours.muted, ground) >= 4.5
    assert contrast(colours.accent, colours.tint) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.accent, colours.surface) >= 4.5
    for ground in (colours.window, colours.surface):
        assert contrast(colours.warning, ground) >= 4.5
        assert contrast(colours.record, ground) >= 4.5
    for ground in (colours.raised, colours.tint, colours.border):
        assert contrast(colours.text, ground) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK, STRONG_LIGHT, STRONG_DARK])
def test_frames_and_marks_stand_out_from_their_grounds(colours: Colours) -> None:
    # https://www.w3.org/TR/WCAG22/#non-text-contrast
    for ground in (colours.window, colours.surface):
        assert contrast(colours.outline, ground) >= 3
        assert contrast(colours.accent, ground) >= 3
        assert contrast(colours.disabled, ground) >= 3


@pytest.mark.parametrize(("kind", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_pictures_of_controls_have_the_colours_of_their_theme(kind: str, colours: Colours) -> None:
    wanted = {
        "arrow-down": colours.muted,
        "arrow-up": colours.muted,
        "tick": colours.on_accent,
        "menu-tick": colours.accent,
    }
    for name, colour in wanted.items():
        drawn = find_asset(f"controls/{name}-{kind}.svg").read_text(encoding="utf-8")
        assert f'stroke="{colour}"' in drawn
        assert f"/{name}-{kind}.svg" in style_sheet(colours)


@pytest.mark.usefixtures("qapp")
def test_light_and_dark_dress_the_application(settings: QSettings) -> None:
    theme = Theme(settings)
    for choice, colours in ((ThemeChoice.DARK, DARK), (ThemeChoice.LIGHT, LIGHT)):
        theme.choose(choice)
        assert theme.colours == colours
        window = QApplication.palette().color(QPalette.ColorRole.Window)
        assert window == QColor(colours.window)


@pytest.mark.usefixtures("qapp")
def test_the_choice_is_remembered(settings: QSettings) -> None:
    Theme(settings).choose(ThemeChoice.DARK)
    assert Theme(settings).choice is ThemeChoice.DARK
    assert Theme(settings).colours == DARK


@pytest.mark.usefixtures("qapp")
def test_nonsense_in_the_settings_means_the_theme_of_the_system(settings: QSettings) -> None:
    settings.setValue("theme", "purple")
    assert Theme(settings).choice is ThemeChoice.SYSTEM


def test_those_who_wear_the_theme_are_told_of_a_change(qtbot: QtBot, settings: QSettings) -> None:
    theme = Theme(settings)
    with qtbot.waitSignal(theme.changed):
        theme.choose(ThemeChoice.DARK)


@pytest.mark.usefixtures("qapp")
def test_icons_take_the_colour_they_are_given() -> None:
    image = icons.render("pause", "#ff0000", 20, 2.0).toImage()
    assert image.width() == 40
    colours = {
        image.pixelColor(x, y).name()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#ff0000"}


@pytest.mark.parametrize("colours", [STRONG_LIGHT, STRONG_DARK])
def test_strong_colours_have_the_contrast_of_the_highest_level(colours: Colours) -> None:
    # https://www.w3.org/TR/WCAG22/#contrast-enhanced
    for ground in (colours.window, colours.surface, colours.view, colours.raised):
        for text in (colours.text, colours.muted, colours.accent):
            assert contrast(text, ground) >= 7
    for line in (colours.border, colours.outline):
        assert contrast(line, colours.window) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 7


@pytest.mark.parametrize(
    ("choice", "wanted"), [(ThemeChoice.LIGHT, STRONG_LIGHT), (ThemeChoice.DARK, STRONG_DARK)]
)
def test_a_system_that_asks_for_contrast_gets_strong_colours(
    settings: QSettings, monkeypatch: pytest.MonkeyPatch, choice: ThemeChoice, wanted: Colours
) -> None:
    theme = Theme(settings)
    monkeypatch.setattr(theme_module, "prefers_contrast", lambda: True)
    theme.choose(choice)
    assert theme.colours is wanted
    assert QApplication.palette().color(QPalette.ColorRole.Text) == QColor(wanted.text)
    monkeypatch.undo()
    theme.choose(choice)
    assert theme.colours in (LIGHT, DARK)
