from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.timeline.chart import Chart
from emotion_desktop.gui.docks.timeline.controls import age
from emotion_desktop.gui.docks.timeline.panel import TimelinePanel
from emotion_desktop.gui.look.palettes import LIGHT
from emotion_desktop.labels import Emotion

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SAD = (0.0, 0.0, 0.0, 0.1, 0.9, 0.0, 0.0)
Maker = Callable[..., FrameResult]


@pytest.fixture
def panel(app: "App", make_result: Maker) -> TimelinePanel:
    """The timeline of the window with two people of whom the first was there for 100 s."""
    app.start()
    panel = app.window.docks.timeline
    for second in range(200):
        faces = (HAPPY, SAD) if second > 150 else (HAPPY,)
        panel.add(make_result(*faces, size=(4, 4), captured_at=1000 + second / 2))
    app.qtbot.waitUntil(lambda: panel.chart is not None, timeout=20_000)
    panel.redraw()
    return panel


def chart_of(panel: TimelinePanel) -> Chart:
    """The chart, which is there."""
    assert panel.chart is not None
    return panel.chart


def surface(panel: TimelinePanel) -> QWidget:
    """What the mouse touches."""
    surface: QWidget = chart_of(panel).plot.viewport()
    return surface


def colours_of(panel: TimelinePanel) -> set[int]:
    """All colours in the chart."""
    QApplication.processEvents()
    image = chart_of(panel).grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def values(panel: TimelinePanel) -> dict[Emotion, float | None]:
    """What the legend says."""
    return {entry.emotion: entry.value for entry in panel.legend.entries}


def test_the_chart_has_the_colours_of_the_bars(app: "App", panel: TimelinePanel) -> None:
    app.window.preferences.change(timeline_style="stacked")
    seen = colours_of(panel)
    for emotion in (Emotion.HAPPINESS, Emotion.SURPRISE):
        assert LIGHT.of(emotion).rgb() in seen


def test_a_line_is_painted_in_its_colour(panel: TimelinePanel) -> None:
    wanted = LIGHT.of(Emotion.HAPPINESS)
    near = [
        colour
        for colour in map(QColor, colours_of(panel))
        if abs(colour.hue() - wanted.hue()) < 4 and colour.saturation() > 150
    ]
    assert near


def test_the_legend_tells_the_newest_values(panel: TimelinePanel) -> None:
    assert values(panel)[Emotion.HAPPINESS] == pytest.approx(0.9)
    assert next(iter(values(panel))) is Emotion.ANGER
    assert chart_of(panel).label.toPlainText() == "happiness"


def test_the_likeliest_class_is_named_beside_the_end_of_its_curve_soon_after_the_start(
    panel: TimelinePanel, make_result: Maker
) -> None:
    panel.clear()
    for tenth in range(1, 10):
        panel.add(make_result(HAPPY, size=(4, 4), captured_at=tenth / 10))
        panel.redraw()
        assert tuple(chart_of(panel).label.anchor) == (0, 0.5)


def test_the_legend_has_no_values_of_a_face_that_cannot_be_read(
    panel: TimelinePanel, make_result: Maker
) -> None:
    dark = (UnreadableReason.TOO_DARK, UnreadableReason.TOO_DARK)
    panel.add(make_result(HAPPY, SAD, size=(4, 4), captured_at=1100.0, flaws=dark))
    panel.redraw()
    assert set(values(panel).values()) == {None}
    assert chart_of(panel).label.isVisible() is False


def test_whoever_is_chosen_is_shown(panel: TimelinePanel) -> None:
    person = panel.controls.person
    assert person.itemText(0) == "#1 · Longest in view"
    person.activated.emit(2)
    assert person.currentText() == "#2"
    assert values(panel)[Emotion.SADNESS] == pytest.approx(0.9)
    person.activated.emit(0)
    assert values(panel)[Emotion.HAPPINESS] == pytest.approx(0.9)


def test_a_chosen_person_who_leaves_is_named_and_the_next_can_be_followed(
    panel: TimelinePanel, make_result: Maker
) -> None:
    panel.person_chosen.emit(2)
    assert panel.controls.follow.isHidden()
    panel.add(make_result(HAPPY, size=(4, 4), captured_at=1101.0))
    panel.redraw()
    assert panel.controls.follow.text() == "#2 has left: follow the next"
    panel.controls.follow.click()
    assert panel.choice.current(panel.history) == 1
    assert panel.controls.follow.isHidden()


def test_a_clicked_card_is_shown_in_the_timeline_and_left_again(
    app: "App", panel: TimelinePanel, make_result: Maker
) -> None:
    app.show(make_result(HAPPY, SAD))
    app.qtbot.waitUntil(lambda: len(app.window.docks.faces.cards) == 2)
    second = app.window.docks.faces.cards[1]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert panel.choice.pinned == 2
    assert panel.controls.person.currentText() == "#2"
    app.qtbot.waitUntil(second.isChecked)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert panel.choice.pinned is None


def test_the_span_is_chosen_and_remembered(panel: TimelinePanel, settings: QSettings) -> None:
    texts = [panel.controls.span.itemText(index) for index in range(6)]
    assert texts == ["10 s", "30 s", "1 min", "2 min", "5 min", "10 min"]
    panel.controls.span.activated.emit(0)
    assert chart_of(panel).shown == (-10, 0)
    assert float(str(settings.value("timeline_span_s"))) == 10


def test_the_style_is_chosen_and_remembered(panel: TimelinePanel, settings: QSettings) -> None:
    panel.controls.style_.activated.emit(1)
    assert settings.value("timeline_style") == "stacked"
    assert chart_of(panel).curves.areas


def test_dragging_goes_back_in_time_and_live_returns(panel: TimelinePanel) -> None:
    place = surface(panel)
    middle = place.rect().center()
    QTest.mousePress(place, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(place, middle + QPoint(100, 0))
    QTest.mouseRelease(place, Qt.MouseButton.LeftButton, pos=middle + QPoint(100, 0))
    assert not panel.part.live
    start, end = chart_of(panel).shown
    assert end - start == pytest.approx(60, abs=0.1)
    assert -15 < end < -4
    QTest.mouseClick(panel.controls.live, Qt.MouseButton.LeftButton)
    assert panel.part.end_s == panel.history.latest
    assert "latest results" in panel.controls.live.toolTip()


def test_the_wheel_zooms(panel: TimelinePanel) -> None:
    place = surface(panel)
    for turn, span in ((120, 30), (-120, 60), (-120, 120)):
        event = QWheelEvent(
            QPointF(200, 40),
            place.mapToGlobal(QPointF(200, 40)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 (Qt's own)
        )
        QApplication.sendEvent(place, event)
        assert panel.part.length_s == span
    assert panel.controls.span.currentText() == "2 min"
    chart_of(panel).zoomed.emit(-9, 0.5)
    assert panel.part.length_s == 600


def test_keys_scroll_zoom_and_return(panel: TimelinePanel) -> None:
    chart = chart_of(panel)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.shown == pytest.approx((-72, -12))
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert panel.part.length_s == 30
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.shown == (-30, 0)


def test_the_cursor_tells_the_values_below_the_mouse(
    panel: TimelinePanel, make_result: Maker
) -> None:
    for second in range(60):
        panel.add(make_result(SAD, SAD, size=(4, 4), captured_at=1100 + second / 2))
    panel.redraw()
    assert values(panel)[Emotion.SADNESS] == pytest.approx(0.9)
    chart = chart_of(panel)
    area = chart.plot.field.sceneBoundingRect()
    early = chart.plot.mapFromScene(QPointF(area.left() + 0.25 * area.width(), 30))
    QTest.mouseMove(surface(panel), early)
    assert chart.cursor_line.isVisible()
    assert values(panel)[Emotion.HAPPINESS] == pytest.approx(0.9)
    chart.pointed.emit(-1.0)
    assert not chart.cursor_line.isVisible()
    assert values(panel)[Emotion.SADNESS] == pytest.approx(0.9)


def test_nothing_is_drawn_anew_while_nothing_comes(panel: TimelinePanel) -> None:
    drawn = panel.drawn
    panel.redraw()
    assert panel.drawn is drawn


def test_a_hidden_timeline_is_not_drawn(
    app: "App", panel: TimelinePanel, make_result: Maker
) -> None:
    app.window.commands[ActionName.TIMELINE_DOCK].setChecked(False)
    drawn = panel.drawn
    app.show(make_result(HAPPY))
    app.qtbot.waitUntil(lambda: len(app.window.docks.faces.cards) == 1)
    assert panel.drawn is drawn
    assert panel.history.latest is not None


def test_another_source_starts_another_history_and_the_same_one_goes_on(
    app: "App", panel: TimelinePanel
) -> None:
    app.controller.session.reopen()
    kept = panel.history.people
    assert len(kept) == 2
    app.controller.session.open("/videos/other.mp4")
    assert not panel.history.people
    assert "first face" in panel.nothing.text()
    assert not panel.controls.person.isEnabled()
    assert "No face" in panel.controls.person.toolTip()


def test_every_control_of_the_timeline_has_a_name(panel: TimelinePanel) -> None:
    controls = panel.controls
    named = (controls.person, controls.style_, controls.span, chart_of(panel))
    assert all(widget.accessibleName() for widget in named)
    assert panel.legend.accessibleName().startswith("anger, disgust")


def test_a_narrow_legend_has_more_lines(panel: TimelinePanel) -> None:
    wide, narrow = panel.legend.heightForWidth(2000), panel.legend.heightForWidth(300)
    assert wide < narrow


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "now"), (5, "−5 s"), (59.6, "−1:00"), (90, "−1:30")]
)
def test_the_axis_tells_how_long_ago(seconds: float, text: str) -> None:
    assert age(seconds) == text


def test_chart_and_legend_tell_their_values_to_a_screen_reader(
    panel: TimelinePanel, qtbot: QtBot
) -> None:
    values = "happiness 90\u00a0%, surprise 10\u00a0%, anger 0\u00a0%"
    qtbot.waitUntil(lambda: panel.legend.accessibleDescription().startswith(values))
    told = chart_of(panel).accessibleDescription
    qtbot.waitUntil(lambda: told().startswith(f"Face 1: now: {values}"))


def menu_of(app: "App", panel: TimelinePanel) -> dict[str, QAction]:
    """What the menu of the chart offers, asked for by the right mouse button."""
    place = surface(panel).rect().center()
    QApplication.sendEvent(
        surface(panel), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place)
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    menu.close()
    return {action.text(): action for action in menu.actions()}


def test_the_chart_has_a_menu_that_copies_its_values(app: "App", panel: TimelinePanel) -> None:
    app.window.preferences.change(timeline_span_s=10.0)
    panel.redraw()
    menu_of(app, panel)["Copy values"].trigger()
    rows = [row.split("\t") for row in QApplication.clipboard().text().splitlines()]
    assert rows[0] == ["time_s", *(emotion.value for emotion in panel.history.classes)]
    assert [row[0] for row in (rows[1], rows[-1])] == ["-10.000", "0.000"]
    assert rows[-1][1 + panel.history.classes.index(Emotion.HAPPINESS)] == "0.9000"
    assert app.stage.toast.text == "Copied the values"


def test_the_chart_is_copied_as_a_picture_with_its_legend(app: "App", panel: TimelinePanel) -> None:
    menu_of(app, panel)["Copy chart"].trigger()
    image = QApplication.clipboard().image()
    chart = chart_of(panel)
    assert image.width() == 2 * max(chart.width(), panel.legend.width())
    assert image.height() == 2 * (chart.height() + panel.legend.height())
    seen = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(0, image.height(), 3)
    }
    assert LIGHT.of(Emotion.HAPPINESS).name() in seen


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_the_chart_is_saved_as_it_is_shown(
    app: "App", panel: TimelinePanel, tmp_path: Path, ending: str
) -> None:
    menu_of(app, panel)[f"Save as {ending.upper()}…"].trigger()
    (dialog,) = app.window.findChildren(QFileDialog)
    path = tmp_path / f"chart.{ending}"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    app.qtbot.waitUntil(lambda: app.stage.toast.text == f"Saved chart.{ending}")
    assert app.stage.toast.button.text() == "Open folder"
    if ending == "png":
        assert not QImage(str(path)).isNull()
    elif ending == "svg":
        root = ElementTree.parse(path).getroot()
        kinds = {element.tag.partition("}")[2] for element in root.iter()}
        assert {"path", "polyline"} & kinds
        assert "image" not in kinds
    else:
        assert path.read_text(encoding="utf-8").startswith("time_s,anger,")


def test_a_chart_that_cannot_be_saved_is_said_with_the_reason(
    app: "App", panel: TimelinePanel, tmp_path: Path
) -> None:
    menu_of(app, panel)["Save as CSV…"].trigger()
    (dialog,) = app.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "none" / "chart.csv"))
    dialog.reject()
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    (notice,) = app.stage.notices.notices
    assert notice.text == "The chart could not be saved"
    assert "no such file or directory" in notice.details


def test_the_right_button_does_not_move_the_chart(app: "App", panel: TimelinePanel) -> None:
    before = panel.part.start_s
    centre = surface(panel).rect().center()
    QTest.mousePress(surface(panel), Qt.MouseButton.RightButton, pos=centre)
    QTest.mouseMove(surface(panel), centre + QPoint(80, 0))
    assert panel.part.start_s == before
