"""Charts, figures and reports of a review become files."""

import csv
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pympi
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.action_name import ActionName
from tests.gui.reviewing import MARKERS, PEOPLE, Opener, SessionMaker, wait_for_toast


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(value and "//" in value for name, value in attrs if name in {"src", "href"})
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_charts_report_and_figures_are_saved(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE, markers=MARKERS)
    window = open_review(folder)
    names = {
        ActionName.REPORT: f"{folder.name}-report.html",
        ActionName.CHART_PNG: f"{folder.name}-person-1.png",
        ActionName.CHART_SVG: f"{folder.name}-person-1.svg",
        ActionName.SUMMARY_CSV: f"{folder.name}-summary.csv",
    }
    for kind, name in names.items():
        window.commands[kind].trigger()
        (dialog,) = window.findChildren(QFileDialog)
        assert dialog.selectedFiles() == [str(folder / name)]
        dialog.fileSelected.emit(dialog.selectedFiles()[0])
        dialog.reject()
        dialog.setParent(None)
        wait_for_toast(window, qtbot, f"Saved {name}")
        assert window.toast.button.text() == "Open folder"
    picture = QImage(str(folder / names[ActionName.CHART_PNG]))
    assert (picture.width(), picture.height()) == (1920, 800)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1920, 7) for y in range(0, 800, 3)}
    assert {"#ffffff", "#f0c400", "#1b1f26"} <= colours
    root = ElementTree.parse(folder / names[ActionName.CHART_SVG]).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    page = _Page()
    html = (folder / names[ActionName.REPORT]).read_text(encoding="utf-8")
    page.feed(html)
    assert page.open == []
    assert html.count("<svg") == 2
    with (folder / names[ActionName.SUMMARY_CSV]).open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 7


def test_a_recording_is_saved_for_the_program_that_is_chosen(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE)
    window = open_review(folder)
    window.commands[ActionName.EXPORT].trigger()
    (dialog,) = window.findChildren(QFileDialog)
    (elan,) = [name for name in dialog.nameFilters() if "eaf" in name]
    dialog.selectNameFilter(elan)
    dialog.filterSelected.emit(elan)
    assert dialog.selectedFiles() == [str(folder / f"{folder.name}.eaf")]
    dialog.fileSelected.emit(dialog.selectedFiles()[0])
    dialog.reject()
    wait_for_toast(window, qtbot, f"Saved {folder.name}.eaf")
    tiers = pympi.Elan.Eaf(str(folder / f"{folder.name}.eaf")).get_tier_names()
    assert set(tiers) == {f"person {track_id}" for track_id in PEOPLE}


def test_a_zoomed_chart_is_saved_as_it_is_seen(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener, tmp_path: Path
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    window.commands[ActionName.ZOOM_IN].trigger()
    window.exports.save("chart_svg", tmp_path / "part.svg")
    wait_for_toast(window, qtbot, "Saved part.svg")
    words = (tmp_path / "part.svg").read_text(encoding="utf-8")
    assert ">0:01.4<" in words
    assert ">0:02.0<" not in words


def test_a_file_that_cannot_be_saved_is_said(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener, tmp_path: Path
) -> None:
    window = open_review(make_session(PEOPLE))
    for kind in ("report", "chart_png", "chart_svg", "summary_csv", "elan", "people", "parquet"):
        window.notices.clear("export")
        window.exports.save(kind, tmp_path / "nowhere" / "file.png")
        qtbot.waitUntil(lambda: bool(window.notices.notices), timeout=10_000)
        (notice,) = window.notices.notices
        assert notice.text == "The file could not be saved"
        assert "cannot be written" in notice.details


def test_the_chart_has_a_menu_that_copies_it_and_saves_it(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    viewport = window.timeline.chart.plot.viewport()
    place = viewport.rect().center()
    QApplication.sendEvent(
        viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place)
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    menu.close()
    offered = {action.text(): action for action in menu.actions()}
    assert {"Save chart as PNG…", "Save chart as SVG…", "Save summary as CSV…"} <= offered.keys()
    offered["Copy chart"].trigger()
    image = QApplication.clipboard().image()
    assert (image.width(), image.height()) == (1920, 800)
    offered["Copy values"].trigger()
    rows = [row.split("\t") for row in QApplication.clipboard().text().splitlines()]
    assert rows[0][:3] == ["time_s", "anger", "disgust"]
    assert len(rows) > 10
    assert window.toast.text == "Copied the values"
