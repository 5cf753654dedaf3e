"""What a recorded session shows: summary, chart and report."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import OutputError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.chart import ChartTexts, chart_svg
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.report import DISCLAIMER, ReportLanguage, report_html
from emotion_desktop.outputs.recording.session_format import (
    ModelChange,
    RecordedModel,
    RecordedSource,
)
from emotion_desktop.outputs.recording.summary import (
    runs,
    segments,
    summarise,
    summary_csv,
    write_text,
)
from emotion_desktop.outputs.recording.time_axis import clock, thinned, ticks

SessionMaker = Callable[..., Path]
HAPPY, SAD = Emotion.HAPPINESS, Emotion.SADNESS
SVG = "{http://www.w3.org/2000/svg}"


def test_shares_are_of_the_time_in_view_with_uncertain_and_unread_apart(
    make_session: SessionMaker,
) -> None:
    looks = [
        (0.0, 1.0, HAPPY),
        (1.0, 1.5, None),
        (1.5, 2.0, UnreadableReason.TOO_SMALL),
        (2.0, 2.5, SAD),
    ]
    (person,) = summarise(read_session(make_session({4: looks}, with_video=False)))
    assert person.track_id == 4
    assert person.in_view_s == pytest.approx(2.5)
    assert (person.first_s, person.last_s) == pytest.approx((0.0, 2.5))
    assert person.shares[HAPPY] == pytest.approx(0.4)
    assert person.shares[SAD] == pytest.approx(0.2)
    assert (person.uncertain, person.unread) == pytest.approx((0.2, 0.2))
    assert sum(person.shares.values()) + person.uncertain + person.unread == pytest.approx(1)
    assert person.most is HAPPY
    # Of 2 s that were read: 1 s at 0.9, 0.5 s at 1/7, 0.5 s at 0.1/6.
    assert person.means[HAPPY] == pytest.approx((0.9 + 0.5 / 7 + 0.5 * 0.1 / 6) / 2, abs=1e-3)


def test_changes_are_counted_over_uncertain_moments_and_absences(
    make_session: SessionMaker,
) -> None:
    looks = [(0.0, 0.5, HAPPY), (0.5, 0.6, None), (0.6, 1.0, HAPPY), (2.0, 2.5, HAPPY)]
    session = read_session(make_session({1: [*looks, (2.5, 3.0, SAD)]}, with_video=False))
    (person,) = summarise(session)
    assert person.changes == 1
    assert person.longest is not None
    assert person.longest.label is HAPPY
    assert (person.longest.start_s, person.longest.end_s) == pytest.approx((0.0, 0.5))
    found = [
        (round(run.start_s, 3), round(run.end_s, 3), run.label)
        for run in runs(session, session.people[0])
    ]
    assert found == [
        (0.0, 0.5, HAPPY),
        (0.5, 0.6, None),
        (0.6, 1.0, HAPPY),
        (2.0, 2.5, HAPPY),
        (2.5, 3.0, SAD),
    ]


def test_someone_who_was_never_named_has_no_longest_expression(
    make_session: SessionMaker,
) -> None:
    (person,) = summarise(read_session(make_session({1: [(0, 3, None)]}, with_video=False)))
    assert (person.longest, person.most, person.changes) == (None, None, 0)


def test_markers_cut_a_session_into_stretches(make_session: SessionMaker) -> None:
    folder = make_session(
        {1: [(0, 1, HAPPY), (1, 3, SAD)], 2: [(0, 1, SAD)]},
        markers=[(0.5, 7, ""), (2.0, 3, "")],
        with_video=False,
    )
    session = read_session(folder)
    parts = segments(session)
    assert [(part.after, part.before) for part in parts] == [(None, 7), (7, 3), (3, None)]
    middle = summarise(session, parts[1])
    assert [person.track_id for person in middle] == [1, 2]
    assert middle[0].in_view_s == pytest.approx(1.5)
    assert middle[0].shares[HAPPY] == pytest.approx(1 / 3)
    assert middle[0].changes == 1
    assert (middle[1].first_s, middle[1].last_s) == pytest.approx((0.5, 1.0))
    assert [person.track_id for person in summarise(session, parts[2])] == [1]
    assert segments(read_session(make_session({}, name="plain", with_video=False))) == ()


def test_the_summary_as_csv_has_a_row_per_person_and_stretch(make_session: SessionMaker) -> None:
    people = {1: [(0, 3, HAPPY)], 2: [(0, 1, SAD)]}
    session = read_session(make_session(people, markers=[(2.0, 5, "")], with_video=False))
    rows = list(csv.DictReader(io.StringIO(summary_csv(session))))
    assert [(row["track_id"], row["after_marker"], row["before_marker"]) for row in rows] == [
        ("1", "", ""),
        ("2", "", ""),
        ("1", "", "5"),
        ("2", "", "5"),
        ("1", "5", ""),
    ]
    assert rows[1]["share_sadness"] == "1.0000"
    assert rows[0]["longest"] == "happiness"
    assert rows[0]["mean_p_happiness"] == "0.9000"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "nowhere" / "report.html", "")


def test_a_chart_breaks_its_lines_where_nobody_was_in_view(make_session: SessionMaker) -> None:
    looks = [(0, 1, HAPPY), (1, 1.5, UnreadableReason.TOO_DARK), (1.5, 2, SAD), (2.5, 3, SAD)]
    session = read_session(make_session({1: looks}, markers=[(1.2, 4, "a < b")], with_video=False))
    texts = ChartTexts(title="One & only", emotions={HAPPY: "Freude"})
    root = ElementTree.fromstring(chart_svg(session, session.people[0], texts))
    lines = root.findall(f"{SVG}polyline[@class='line happiness']")
    assert len(lines) == 3
    blocks = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "sadness"]
    assert len(blocks) == 2
    words = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {"One & only", "4", "Freude", "sadness", "0:02.0"} <= words


def test_a_chart_shows_each_probability_at_its_height_and_time(make_session: SessionMaker) -> None:
    session = read_session(
        make_session(
            {1: [(0, 1.5, HAPPY), (1.5, 3, SAD)]}, markers=[(1.5, 4, "")], with_video=False
        )
    )
    texts = ChartTexts(title="", emotions={})
    root = ElementTree.fromstring(chart_svg(session, session.people[0], texts, size=(672, 328)))
    # 500 x 200 px are left for the lines: from 52 to 552 and from 56, which is 100 %, to 256.
    words = [(text.text, float(text.get("y", 0))) for text in root.iter(f"{SVG}text")]
    axis = [(f"{share} %", 260.0 - 2 * share) for share in (0, 25, 50, 75, 100)]
    assert [word for word in words if "%" in (word[0] or "")] == axis
    lines = [line for line in root.iter(f"{SVG}line") if line.get("class") == "grid"]
    assert [line.get("y1") for line in lines[:5]] == ["256.0", "206.0", "156.0", "106.0", "56.0"]
    heights = {}
    for emotion in (HAPPY, SAD):
        (line,) = root.findall(f"{SVG}polyline[@class='line {emotion}']")
        points = [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
        assert points[0][0] == 52
        assert points[-1][0] == pytest.approx(52 + 500 * 59 / 60, abs=0.1)
        heights[emotion] = {point[1] for point in points if abs(point[0] - 302) > 12}
    assert heights == {HAPPY: {76.0, 252.7}, SAD: {252.7, 76.0}}  # 90 % and 1/60
    strip = [
        (rect.get("class"), rect.get("x"), rect.get("width"), rect.get("y"), rect.get("height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("class") in {HAPPY.value, SAD.value}
    ]
    assert strip == [
        ("happiness", "52.0", "250.0", "268.0", "24"),
        ("sadness", "302.0", "250.0", "268.0", "24"),
    ]
    (flag,) = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "flag"]
    assert (flag.get("x"), flag.get("y")) == ("294.0", "34.0")


def test_a_chart_of_a_part_shows_that_part(make_session: SessionMaker) -> None:
    session = read_session(
        make_session({1: [(0, 3, HAPPY)]}, markers=[(0.2, 4, "")], with_video=False)
    )
    texts = ChartTexts(title="", emotions={})
    svg = chart_svg(session, session.people[0], texts, span=(1.0, 2.0))
    root = ElementTree.fromstring(svg)
    words = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert "4" not in words
    assert {"0:01.0", "0:01.4", "0:02.0"} <= words
    (line,) = root.findall(f"{SVG}polyline[@class='line happiness']")
    across = [float(point.split(",")[0]) for point in line.get("points", "").split()]
    assert (min(across), max(across)) == pytest.approx((52, 840), abs=60)


@pytest.mark.parametrize(
    ("seconds", "tenths", "text"),
    [
        (0, False, "0:00"),
        (59.99, False, "0:59"),
        (3725.5, False, "1:02:05"),
        (0.3, True, "0:00.3"),
        (61.95, True, "1:01.9"),
        (7 * 0.1, True, "0:00.7"),
    ],
)
def test_times_read_as_on_a_clock(seconds: float, tenths: bool, text: str) -> None:
    assert clock(seconds, tenths=tenths) == text


def test_times_of_what_is_an_hour_long_all_have_hours() -> None:
    texts = [clock(61.0, tenths=True, length_s=length_s) for length_s in (62.0, 3600.0)]
    assert texts == ["1:01.0", "0:01:01.0"]


@pytest.mark.parametrize("end", [0.4, 3, 26, 600, 7200])
def test_ticks_are_few_and_round(end: float) -> None:
    times, tenths = ticks(0.0, end, 10)
    assert 3 <= len(times) <= 10
    assert times[0] == 0
    assert tenths == (times[1] < 1)


def test_a_thinned_line_keeps_every_peak() -> None:
    times = np.arange(10_000, dtype=np.float64)
    values = np.zeros(10_000, np.float32)
    values[[17, 5003, 9998]] = 1, -1, 2
    few, kept = thinned(times, values, 100)
    assert len(few) <= 200
    assert {17.0, 5003.0, 9998.0} <= set(few.tolist())
    assert (np.diff(few) > 0).all()
    assert (kept.max(), kept.min()) == (2, -1)


class _Page(HTMLParser):
    """Takes note of tags, of what would be loaded, and of unclosed tags."""

    void = frozenset({"meta", "link", "img", "br", "hr", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.count: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1
        self.loads += [
            value
            for name, value in attrs
            if name in {"src", "href", "srcset", "data", "action"} and value and value[0] != "#"
        ]
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tables(html: str) -> list[list[list[str]]]:
    """Return the cells of all rows of all tables of a page."""
    return [
        [
            [
                unescape(re.sub("<[^>]*>", "", cell))
                for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)
            ]
            for row in re.findall(r"<tr>(.*?)</tr>", table, flags=re.S)
        ]
        for table in re.findall(r"<table.*?</table>", html, flags=re.S)
    ]


def test_the_tables_of_the_report_hold_the_figures(make_session: SessionMaker) -> None:
    folder = make_session(
        {
            1: [(0, 1, HAPPY), (1, 1.5, None), (1.5, 2, UnreadableReason.TOO_DARK), (2, 3, SAD)],
            2: [(0, 0.5, SAD)],
        },
        markers=[(1.0, 4, "door")],
        with_video=False,
    )
    html = report_html(read_session(folder))
    summary, first, first_parts, second, second_parts, markers = tables(html)
    assert summary[1:] == [
        [
            *("Person 1", "0:00.0", "0:03.0", "3.0 s", "happiness (33 %)"),
            *("happiness, 1.0 s from 0:00.0", "1", "17 %", "17 %"),
        ],
        [
            *("Person 2", "0:00.0", "0:00.5", "0.5 s", "sadness (100 %)"),
            *("sadness, 0.5 s from 0:00.0", "0", "0 %", "0 %"),
        ],
    ]
    shares = {row[0]: (row[1], row[3]) for row in first[1:]}
    assert shares[HAPPY] == ("33 %", "40 %")
    assert shares[SAD] == ("33 %", "40 %")
    assert shares[Emotion.FEAR] == ("0 %", "4 %")
    assert shares["uncertain"] == shares["not readable"] == ("17 %", "")
    assert {row[0]: row[3] for row in second[1:]}[SAD] == "90 %"
    assert first_parts[0][2:] == [*map(str, CANONICAL_SEVEN), "uncertain", "not readable"]
    assert first_parts[1:] == [
        ["start to marker 4, 0:00–0:01", "1.0 s", *shares_of(HAPPY, "100 %"), "0 %", "0 %"],
        ["marker 4 to end, 0:01–0:03", "2.0 s", *shares_of(SAD, "50 %"), "25 %", "25 %"],
    ]
    assert second_parts[2][1:] == ["not in view", *["–"] * 9]
    assert markers[1:] == [["0:01.0", "4", "door"]]
    assert re.findall(r"<i style=.width: ([1-9][0-9.]+)%", html) == ["33.3", "33.3", "100.0"]


CANONICAL_SEVEN = [emotion for emotion in Emotion if emotion is not Emotion.CONTEMPT]


def shares_of(named: Emotion, share: str) -> list[str]:
    """Return the cells of a table of the report where one class alone was named."""
    return [share if emotion is named else "0 %" for emotion in CANONICAL_SEVEN]


def test_the_report_needs_nothing_but_itself(make_session: SessionMaker) -> None:
    folder = make_session(
        {1: [(0, 1, HAPPY), (1, 3, SAD)], 2: [(1, 2, UnreadableReason.TURNED_AWAY)]},
        markers=[(1.5, 4, "<b>door</b>")],
        with_video=False,
        ended_at=None,
        dropped=3,
        model_changes=(
            ModelChange(time_s=1.0, model=RecordedModel(name="vgg48_gray", classes=())),
        ),
    )
    html = report_html(read_session(folder))
    page = _Page()
    page.feed(html)
    assert page.open == []
    assert page.loads == []
    assert page.count["svg"] == 2
    assert "script" not in page.count
    assert not re.search(r"url\(|@import", html)
    assert set(re.findall(r"https?://[^\"]+", html)) == {"http://www.w3.org/2000/svg"}
    assert DISCLAIMER in html
    assert "&lt;b&gt;door&lt;/b&gt;" in html
    for text in (
        "Person 1",
        "Person 2",
        "interrupted",
        "3 frames are missing",
        "vgg48_gray",
        "prefers-color-scheme: dark",
        "marker 4 to end",
        "No expression ever reached",
    ):
        assert text in html


def facts(html: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", unescape(html)))


def test_the_report_tells_how_it_was_recorded(make_session: SessionMaker) -> None:
    seven = ", ".join(CANONICAL_SEVEN)
    model = RecordedModel(
        name="both", classes=(), sha256=("ab", "cd"), temperatures=(1.25, 0.5), device="CPU"
    )
    later = ModelChange(time_s=1.0, model=RecordedModel(name="vgg48_gray", classes=()))
    folder = make_session(
        {1: [(0, 3, HAPPY)]}, app_version="7", model=model, model_changes=(later,),
        settings={"smoothing_s": 0.3, "max_faces": 64},
        source=RecordedSource(name="cam", width=240, height=120, fps=29.97),
    )  # fmt: skip
    assert facts(report_html(read_session(folder))) == {
        "Source": "cam, 240×120, 30 frames per second",
        "Video": "clean",
        "Model": "both on CPU",
        "Model from 0:01.0": "vgg48_gray",
        "SHA-256 1": "ab",
        "SHA-256 2": "cd",
        "Temperature": "1.250, 0.500",
        "Classes": seven,
        "smoothing s": "0.3",
        "max faces": "64",
        "Ended": "stopped",
        "App": "emotion-desktop 7",
    }
    one = RecordedModel(name="one", classes=(), sha256=("ab",))
    source = RecordedSource(name="cam", width=240, height=120)
    folder = make_session(
        {1: [(0, 3, HAPPY)]}, name="cut", with_video=False, ending=None, model=one, source=source
    )
    assert facts(report_html(read_session(folder))) == {
        "Source": "cam, 240×120",
        "Video": "none",
        "Model": "one",
        "SHA-256 of its weights": "ab",
        "Classes": seven,
        "Ended": "cut off",
        "App": "emotion-desktop 0",
    }


def test_the_report_remarks_on_pauses_and_names_its_axes_and_markers(
    make_session: SessionMaker,
) -> None:
    times = [i / 20 for i in range(20)] + [5 + i / 20 for i in range(20)]
    folder = make_session(
        {1: [(0, 9, HAPPY)]}, times=times, markers=[(5.2, 4, "door")], with_video=False
    )
    language = ReportLanguage(say=lambda text: f"«{text}»" if "{" not in text else text)
    html = unescape(report_html(read_session(folder), language))
    assert "Nothing was recorded for 4.0 s in total" in html
    assert "«Probability of each expression»</text>" in html
    assert "<title>«Marker» 4 0:05 door</title>" in html
    assert "frames are missing" not in html
    assert "interrupted" not in html
    assert "2026-01-31 14:25:30 · 0:06 · 1 «person» · 40 frames" in html


def test_a_report_is_written_in_another_language(make_session: SessionMaker) -> None:
    looks = [(0, 1, HAPPY), (1, 3, SAD)]
    folder = make_session({1: looks}, markers=[(1.5, 4, "door")], with_video=False, dropped=3)
    language = ReportLanguage(
        code="xx",
        say="«{}»".format,
        emotion="~{}~".format,
        number=lambda text: text.replace(".", "·"),
    )
    html = report_html(read_session(folder), language)
    assert '<html lang="xx">' in html
    for text in ("«Summary»", "«3 frames are missing", "~sadness~, 2·0 s", "«Person 1»", "~anger~"):
        assert text in html
    words = re.sub(
        r"<style>.*?</style>|<svg.*?</svg>|<[^>]*>|«[^»]*»+|~[a-z]+~", " ", html, flags=re.S
    )
    assert set(re.findall(r"[A-Za-z]{3,}", words)) <= KEPT


KEPT = {"emotion", "desktop", "door", "test", "cnn", "rgb", "gray", "CPU", "made"}
"""Names and notes, which are the same in every language."""


def test_the_report_of_a_session_without_faces_says_so(make_session: SessionMaker) -> None:
    html = report_html(read_session(make_session({}, with_video=False)))
    assert "No face was seen" in html
