from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.gui.docks.faces.card import PADDING, THUMB
from emotion_desktop.gui.docks.faces.panel import PICTURE_S, FacesPanel
from emotion_desktop.gui.docks.faces.rows import FaceRows
from emotion_desktop.gui.docks.faces.thumbnail import square, thumbnail
from emotion_desktop.gui.look.palettes import LIGHT
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import Emotion

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
Maker = Callable[..., FrameResult]


@pytest.fixture
def panel(qtbot: QtBot, settings: QSettings) -> FacesPanel:
    """The list of faces in a window of its own."""
    panel = FacesPanel(Theme(settings))
    qtbot.addWidget(panel)
    panel.resize(300, 900)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def heights(panel: FacesPanel) -> list[int]:
    """How high the cards want to be."""
    return [card.sizeHint().height() for card in panel.cards]


def thumb_colour(panel: FacesPanel, x: float) -> QColor:
    """The colour of the first card's picture at a share of its width, in the middle."""
    picture: QImage = panel.cards[0].grab().toImage()
    return picture.pixelColor(PADDING + round(x * THUMB), PADDING + THUMB // 2)


@pytest.mark.parametrize("flaw", UnreadableReason)
def test_a_face_that_cannot_be_read_says_why_and_its_bars_have_no_values(
    make_result: Maker, flaw: UnreadableReason
) -> None:
    flawed, sound = FaceRows().update(make_result(HAPPY, HAPPY, flaws=(flaw, None)))
    assert flawed.label == flaw.capitalize()
    assert [value for _, value in flawed.bars] == [None] * 7
    assert sound.label == "Happiness"
    assert len(sound.bars) == 7


def test_a_card_keeps_its_height_when_a_face_cannot_be_read_for_a_moment(
    panel: FacesPanel, make_result: Maker
) -> None:
    panel.show_result(make_result(HAPPY, captured_at=1.0))
    before = heights(panel)
    panel.show_result(make_result(HAPPY, captured_at=1.1, flaws=(UnreadableReason.TURNED_AWAY,)))
    assert heights(panel) == before
    assert panel.cards[0].accessibleName() == "Face 1: Turned away"


def test_time_in_view_goes_on_after_a_short_absence_and_not_during_it(make_result: Maker) -> None:
    rows = FaceRows()
    for at in (0.0, 0.5, 1.0):
        rows.update(make_result(HAPPY, captured_at=at))
    rows.update(make_result(captured_at=5.0))
    rows.update(make_result(HAPPY, captured_at=9.0))
    (row,) = rows.update(make_result(HAPPY, captured_at=9.5))
    assert row.seen_s == pytest.approx(1.5)


def test_people_have_their_own_cards_in_the_order_of_their_ids(
    panel: FacesPanel, make_result: Maker
) -> None:
    panel.show_result(make_result(HAPPY, ids=(7,), captured_at=1.0))
    (seven,) = panel.cards
    panel.show_result(make_result(HAPPY, HAPPY, ids=(7, 3), captured_at=1.1))
    assert panel.cards[1] is seven
    assert panel.cards[0].y() <= panel.cards[1].y()
    panel.show_result(make_result(HAPPY, ids=(7,), captured_at=3.0))
    assert panel.cards == (seven,)


def test_with_more_than_three_people_only_the_chosen_one_has_bars(
    panel: FacesPanel, make_result: Maker
) -> None:
    panel.set_chosen(2)
    panel.show_result(make_result(*[HAPPY] * 3, captured_at=1.0))
    three = heights(panel)
    assert len(set(three)) == 1
    panel.show_result(make_result(*[HAPPY] * 4, captured_at=1.1))
    four = heights(panel)
    assert four[1] == three[0]
    assert four[0] == four[2] == four[3] == 2 * PADDING + THUMB


def test_the_chosen_card_is_outlined_where_there_is_a_choice(
    panel: FacesPanel, make_result: Maker, settings: QSettings
) -> None:
    panel.set_chosen(1)
    panel.show_result(make_result(HAPPY, captured_at=1.0))
    assert not panel.cards[0].isChecked()
    panel.show_result(make_result(HAPPY, HAPPY, captured_at=1.1))
    assert [card.isChecked() for card in panel.cards] == [True, False]
    accent = QColor(Theme(settings).colours.accent)
    edges = [card.grab().toImage().pixelColor(40, 1) for card in panel.cards]
    assert [edge == accent for edge in edges] == [True, False]


def test_a_card_is_chosen_by_mouse_by_enter_and_by_the_space_bar(
    panel: FacesPanel, make_result: Maker
) -> None:
    chosen: list[int] = []
    panel.chosen.connect(chosen.append)
    panel.show_result(make_result(HAPPY, HAPPY, ids=(3, 8)))
    first, second = panel.cards
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    QTest.keyClick(first, Qt.Key.Key_Return)
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert chosen == [8, 3, 8]


def test_arrow_keys_go_from_card_to_card(
    panel: FacesPanel, make_result: Maker, qtbot: QtBot
) -> None:
    panel.show_result(make_result(HAPPY, HAPPY))
    first, second = panel.cards
    qtbot.waitUntil(second.isVisible)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert first.hasFocus()


def test_when_a_card_with_the_focus_goes_the_nearest_one_has_it(
    panel: FacesPanel, make_result: Maker, qtbot: QtBot
) -> None:
    panel.show_result(make_result(HAPPY, HAPPY, HAPPY, captured_at=1.0))
    with qtbot.waitActive(panel):
        panel.activateWindow()
    qtbot.waitUntil(panel.cards[1].isVisible)
    panel.cards[1].setFocus()
    assert panel.cards[1].hasFocus()
    panel.show_result(make_result(HAPPY, HAPPY, ids=(1, 3), captured_at=9.0))
    assert panel.cards[0].hasFocus()


def test_a_card_has_a_picture_of_the_face(panel: FacesPanel, make_result: Maker) -> None:
    # The made picture is brown on the left; the first face lies wholly in it.
    panel.show_result(make_result(HAPPY, captured_at=1.0))
    assert thumb_colour(panel, 0.5) == QColor(120, 80, 40)


def test_the_picture_is_mirrored_as_the_large_one_is(panel: FacesPanel, make_result: Maker) -> None:
    result = make_result(HAPPY, captured_at=1.0, size=(260, 360))  # brown left of 130 px
    panel.show_result(result)
    assert thumb_colour(panel, 0.1) == QColor(120, 80, 40)
    assert thumb_colour(panel, 0.9) == QColor(0, 0, 0)
    panel.set_mirrored(on=True)
    panel.show_result(result)
    assert thumb_colour(panel, 0.1) == QColor(0, 0, 0)
    assert thumb_colour(panel, 0.9) == QColor(120, 80, 40)


def test_pictures_are_renewed_a_few_times_a_second(panel: FacesPanel, make_result: Maker) -> None:
    at: list[float] = []
    for index in range(11):
        panel.show_result(make_result(HAPPY, captured_at=10 + index / 10))
        at.append(panel.cards[0].picture_at or 0.0)
    assert sorted(set(at)) == pytest.approx([10.0, 10.4, 10.8], abs=0.11)
    assert len(set(at)) <= 1 / PICTURE_S + 1


def test_everybody_in_a_crowd_gets_a_picture_in_turn(panel: FacesPanel, make_result: Maker) -> None:
    for index in range(3):
        panel.show_result(make_result(*[HAPPY] * 8, size=(3000, 360), captured_at=index / 10))
    assert None not in [card.picture_at for card in panel.cards]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((100, 100, 200, 200), (92, 92, 208, 208)),
        ((0, 0, 100, 100), (0, 0, 115, 115)),
        ((500, 300, 640, 360), (479, 199, 640, 360)),
        ((0, 0, 640, 360), (140, 0, 500, 360)),
        ((50, 50, 50, 50), (50, 50, 51, 51)),
    ],
)
def test_the_square_around_a_face_stays_in_the_picture(
    box: tuple[float, float, float, float], expected: tuple[int, int, int, int]
) -> None:
    found = square(box, (640, 360))
    assert found[2] - found[0] == found[3] - found[1]
    assert found == pytest.approx(expected, abs=1)


def test_a_picture_has_the_pixels_of_the_screen(qtbot: QtBot) -> None:
    picture = thumbnail(
        np.zeros((90, 90, 3), np.uint8), np.array([10, 10, 60, 60]), 44, 2.0, mirrored=False
    )
    assert (picture.width(), picture.devicePixelRatio()) == (88, 2.0)


def test_the_bar_of_the_label_is_painted_in_its_colour(
    panel: FacesPanel, make_result: Maker
) -> None:
    panel.show_result(make_result(HAPPY))
    picture = panel.cards[0].grab().toImage()
    wanted = LIGHT.of(Emotion.HAPPINESS).rgb()
    column = [picture.pixelColor(150, y).rgb() == wanted for y in range(picture.height())]
    assert sum(column) == 8


def test_an_empty_list_says_why(panel: FacesPanel, make_result: Maker) -> None:
    seen = [panel.nobody.text()]
    panel.show_result(make_result())
    seen.append(panel.nobody.text())
    assert seen == ["Faces appear here", "No face in view"]
    panel.show_result(make_result(HAPPY))
    assert not panel.nobody.isVisible()


def test_a_card_says_that_it_is_relative_to_neutral(
    panel: FacesPanel, make_result: Maker, qtbot: QtBot
) -> None:
    plain = make_result(HAPPY, HAPPY)
    panel.show_result(plain)
    before = heights(panel)
    raw = plain.probabilities.copy()
    raw[1] = np.nan
    panel.show_result(replace(plain, raw_probabilities=raw))
    first, second = panel.cards
    assert heights(panel)[0] > before[0]
    assert heights(panel)[1] == before[1]
    qtbot.waitUntil(lambda: "relative to neutral" in first.accessibleDescription())
    assert "relative" not in second.accessibleDescription()


def test_a_card_tells_its_percentages_to_a_screen_reader(
    panel: FacesPanel, make_result: Maker, qtbot: QtBot
) -> None:
    for at, row in ((1.0, (0.0, 0.0, 0.0, 0.1, 0.9, 0.0, 0.0)), (1.5, HAPPY)):
        panel.show_result(make_result(row, captured_at=at))
    (card,) = panel.cards
    qtbot.waitUntil(lambda: card.accessibleDescription() != "")
    told = card.accessibleDescription()
    assert told.startswith("happiness 90\u00a0%, surprise 10\u00a0%, anger 0\u00a0%")
    assert told.endswith(". 0:00 in view")
