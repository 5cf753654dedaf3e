"""With a large font of the system everything is still seen whole."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.dialogs import help_dialog
from emotion_desktop.gui.dialogs.help_dialog import HelpDialog
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.look.fonts import USUAL_HEIGHT, line_height, scaled
from emotion_desktop.gui.main_window import MainWindow
from tests.gui.conftest import App
from tests.gui.reviewing import MARKERS, PEOPLE, Opener, SessionMaker

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
LARGE_PT = 20


@pytest.fixture(autouse=True)
def _large_font(qapp: QApplication) -> Iterator[None]:
    usual = qapp.font()
    qapp.setFont(QFont(usual.family(), LARGE_PT))
    yield
    qapp.setFont(usual)


def test_sizes_grow_with_the_font_and_are_never_smaller() -> None:
    large, small = QFont("DejaVu Sans", LARGE_PT), QFont("DejaVu Sans", 4)
    assert scaled(100, large) == round(100 * QFontMetrics(large).height() / USUAL_HEIGHT) > 150
    assert scaled(100, small) == 100
    assert line_height(large, 4) == QFontMetrics(large).height() + 4


def test_lines_of_a_card_do_not_overlap(app: App, make_result: Callable[..., FrameResult]) -> None:
    app.start()
    app.show(make_result(HAPPY))
    (card,) = app.window.docks.faces.cards
    text = card.fontMetrics().height()
    assert card.thumb >= 2 * text
    assert card.sizeHint().height() >= card.thumb + 7 * text


def test_each_line_of_a_legend_has_its_own_place(
    app: App, make_result: Callable[..., FrameResult], qtbot: QtBot
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    legend = app.window.docks.timeline.legend
    qtbot.waitUntil(lambda: len(legend.entries) == 7)
    width = max(legend.entry_width(entry) for entry in legend.entries) + 1
    assert legend.heightForWidth(width) >= 7 * legend.fontMetrics().height()


def test_the_timeline_keeps_room_for_its_chart(
    app: App, make_result: Callable[..., FrameResult], qtbot: QtBot
) -> None:
    app.window.resize(1280, 720)
    app.start()
    panel = app.window.docks.timeline
    app.show(make_result(HAPPY))
    qtbot.waitUntil(lambda: panel.chart is not None, timeout=20_000)
    qtbot.waitUntil(lambda: panel.chart is not None and panel.chart.isVisible())
    QApplication.processEvents()
    assert panel.chart is not None
    assert panel.chart.plot.field.height() >= 60
    axis = QFontMetrics(panel.chart.font()).horizontalAdvance("100 %")
    assert panel.chart.plot.left.width() >= axis


def test_keys_are_scrolled_to_where_the_screen_is_too_small(qtbot: QtBot) -> None:
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    room = dialog.screen().availableGeometry().size()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    scroll = dialog.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert scroll.verticalScrollBar().maximum() > 0
    assert scroll.horizontalScrollBar().maximum() == 0


def test_keys_are_not_scrolled_where_there_is_room(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    qapp.setFont(QFont(qapp.font().family(), 9))
    monkeypatch.setattr(help_dialog, "OF_SCREEN", 3)
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    scroll = dialog.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    bars = (scroll.verticalScrollBar(), scroll.horizontalScrollBar())
    assert [bar.maximum() for bar in bars] == [0, 0]


@pytest.mark.parametrize(("wide", "columns"), [(1280, 3), (1024, 2), (480, 1)])
def test_keys_stand_in_as_many_columns_as_have_room(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, wide: int, columns: int
) -> None:
    qapp.setFont(QFont(qapp.font().family(), 9))
    screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, wide, 800))
    monkeypatch.setattr(HelpDialog, "screen", lambda _: screen)
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    scroll = dialog.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    inside = scroll.widget()
    assert inside is not None
    layout = inside.layout()
    assert layout is not None
    assert layout.count() == columns
    assert dialog.width() <= wide
    assert scroll.horizontalScrollBar().maximum() == 0


def test_notes_of_settings_are_not_cut_off(app: App, qtbot: QtBot) -> None:
    dialog = SettingsDialog(app.window.preferences, app.window.theme, app.window.commands)
    qtbot.addWidget(dialog)
    dialog.show_page(1)
    QApplication.processEvents()
    labels = [each for each in dialog.findChildren(QLabel) if each.isVisible() and each.wordWrap()]
    assert len(labels) > 3
    assert [
        label.text() for label in labels if label.height() < label.heightForWidth(label.width())
    ] == []


def test_the_review_fits_a_small_screen(
    make_session: SessionMaker, open_review: Opener, qapp: QApplication
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    room = qapp.primaryScreen().availableGeometry()
    assert window.minimumWidth() <= room.width()
    assert window.width() <= room.width()
    assert window.height() < room.height()
    assert window.side.width() < room.width() / 2
    assert window.video.height() >= 72


def test_a_window_on_a_small_screen_has_the_picture_alone(
    settings: QSettings, qtbot: QtBot
) -> None:
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.fit(QRect(0, 0, 683, 384))
    window.show()
    qtbot.wait(50)
    assert window.size() == QSize(683, 344)
    assert not window.docks.faces.isVisible()
    window.resize(1280, 800)
    qtbot.waitUntil(window.docks.faces.isVisible)
