"""Tables for statistics and coding programs, opened by the readers those programs use."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pympi
import pytest

from emotion_desktop.domain import FrameResult, Person, UnreadableReason
from emotion_desktop.errors import OutputError, SettingError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.api import to_dataframe
from emotion_desktop.outputs.data_dictionary import CLOCK, describe
from emotion_desktop.outputs.episode_tables import WINDOW_COLUMNS
from emotion_desktop.outputs.episodes import EpisodeBuilder
from emotion_desktop.outputs.markers import TimeMarker, read_marker_file
from emotion_desktop.outputs.result_files import OutputSelection, ResultFiles
from emotion_desktop.outputs.tables import writers

Maker = Callable[..., FrameResult]
BOX, OTHER = (10, 20, 110, 140), (200, 20, 300, 140)
HAPPY, SAD, FEAR = Emotion.HAPPINESS, Emotion.SADNESS, Emotion.FEAR


@pytest.fixture
def film(make_result: Maker) -> list[FrameResult]:
    """One second at ten frames a second.

    The first person is happy, not sure, happy, then sad; the second is afraid from .3 to .5 s and
    turned away until .6 s.
    """
    results = []
    for index in range(10):
        labels, boxes = [SAD if index >= 7 else HAPPY], [BOX]
        flaws: list[UnreadableReason | None] = [None]
        if 3 <= index < 6:
            boxes.append(OTHER)
            labels.append(FEAR)
            flaws.append(UnreadableReason.TURNED_AWAY if index == 5 else None)
        results.append(
            make_result(
                *boxes,
                labels=labels,
                flaws=flaws,
                uncertain=[0] if index == 4 else [],
                index=index,
                time_s=index / 10,
            )
        )
    return results


def written(folder: Path, name: str, results: Iterable[FrameResult]) -> Path:
    entry = writers()[name]
    path = folder / f"results{entry.endings[0] if entry.endings else f'.{name}'}"
    table = entry.open(path, CANONICAL_ORDER)
    for result in results:
        table.write(result)
    table.close()
    table.close()
    return path


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    if path.suffix == ".xlsx":
        return read_workbook(path, dtype=str, keep_default_na=False)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def read_workbook(path: Path, **how: object) -> list[dict[str, Any]]:
    """Return the rows of a workbook as BORIS reads it."""
    rows: list[dict[str, Any]] = pd.read_excel(path, engine="openpyxl", **how).to_dict("records")
    return rows


def spans(rows: Iterable[tuple[float, float, str]]) -> list[tuple[object, object, str]]:
    return [(pytest.approx(start), pytest.approx(end), state) for start, end, state in rows]


FIRST = [(0.0, 0.4, "happiness"), (0.4, 0.5, "uncertain"), (0.5, 0.7, "happiness")]
FIRST = [*FIRST, (0.7, 1.0, "sadness")]
SECOND = [(0.3, 0.5, "fear"), (0.5, 0.6, "turned away")]


def test_episodes_are_the_times_of_one_label(film: list[FrameResult], tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "episodes", film))
    for track, expected in (("1", FIRST), ("2", SECOND)):
        of_person = [row for row in rows if row["track_id"] == track]
        found = [(float(r["onset_s"]), float(r["offset_s"]), r["state"]) for r in of_person]
        assert found == spans(expected)
    assert [int(row["episode"]) for row in rows] == list(range(1, 7))
    assert float(rows[0]["mean_p_happiness"]) == pytest.approx(0.87, abs=1e-4)
    (away,) = [row for row in rows if row["state"] == "turned away"]
    assert away["mean_p_fear"] == ""


def test_a_person_is_a_row_of_figures(film: list[FrameResult], tmp_path: Path) -> None:
    first, second = rows_of(written(tmp_path, "people", film))
    assert float(first["in_view_s"]) == pytest.approx(1.0)
    assert float(first["share_happiness"]) == pytest.approx(0.6)
    assert float(first["share_sadness"]) == pytest.approx(0.3)
    assert float(first["share_uncertain"]) == pytest.approx(0.1)
    assert (first["episodes"], first["changes"]) == ("3", "1")
    assert (first["n_happiness_to_sadness"], first["n_sadness_to_happiness"]) == ("1", "0")
    assert first["longest"] == "happiness"
    assert float(first["longest_s"]) == pytest.approx(0.4)
    assert float(first["mean_episode_s_happiness"]) == pytest.approx(0.3)
    assert float(first["first_onset_s_sadness"]) == pytest.approx(0.7)
    assert first["first_onset_s_anger"] == ""
    # Seven tenths of the time p(happiness) is .87, else (1 - .87) / 7.
    assert float(first["mean_p_happiness"]) == pytest.approx(0.7 * 0.87 + 0.3 * 0.13 / 7, abs=1e-4)
    assert second["track_id"] == "2"
    assert float(second["share_unread"]) == pytest.approx(1 / 3, abs=1e-4)
    assert float(second["mean_p_fear"]) == pytest.approx(0.87, abs=1e-4)


def test_nothing_is_counted_over_a_gap(make_result: Maker) -> None:
    builder = EpisodeBuilder("film.mp4")
    for time_s in (0.0, 0.1, 0.2, 9.0, 9.1):
        builder.add(make_result(BOX, time_s=time_s))
    found = builder.finish()
    edges = [edge for episode in found.episodes for edge in (episode.start_s, episode.end_s)]
    assert edges == pytest.approx([0.0, 0.3, 9.0, 9.2])


def test_frames_that_are_always_far_apart_have_no_gap(make_result: Maker) -> None:
    builder = EpisodeBuilder("film.mp4")
    for time_s in (0.0, 5.0, 10.0):
        builder.add(make_result(BOX, time_s=time_s))
    (episode,) = builder.finish().episodes
    assert episode.seconds == pytest.approx(15)


def test_elan_files_hold_a_tier_per_person(film: list[FrameResult], tmp_path: Path) -> None:
    document = pympi.Elan.Eaf(str(written(tmp_path, "elan", film)))
    assert set(document.get_tier_names()) == {"person 1", "person 2"}
    for name, expected in (("person 1", FIRST), ("person 2", SECOND)):
        found = sorted(document.get_annotation_data_for_tier(name))
        assert found == [(round(s * 1000), round(e * 1000), state) for s, e, state in expected]


def test_textgrids_hold_a_tier_per_person_without_holes(
    film: list[FrameResult], tmp_path: Path
) -> None:
    grid = pympi.Praat.TextGrid(str(written(tmp_path, "praat", film)))
    assert (grid.xmin, grid.xmax) == (0, pytest.approx(1.0))
    first, second = grid.get_tiers()
    assert (first.name, second.name) == ("person 1", "person 2")
    assert list(first.get_all_intervals()) == spans(FIRST)
    assert list(second.get_all_intervals()) == spans(
        [(0.0, 0.3, ""), *SECOND, (0.6, 1.0, "")],
    )


def test_boris_gets_a_start_and_a_stop_of_each_state(
    film: list[FrameResult], tmp_path: Path
) -> None:
    rows = read_workbook(written(tmp_path, "boris", film))
    assert list(rows[0]) == ["time", "subject", "code", "modifier", "comment"]
    times = [row["time"] for row in rows]
    assert times == sorted(times)
    active: dict[str, str] = {}
    for row in rows:
        if row["comment"] == "START":
            assert row["subject"] not in active
            active[row["subject"]] = row["code"]
        else:
            assert active.pop(row["subject"]) == row["code"]
    assert not active
    assert len(rows) == 2 * (len(FIRST) + len(SECOND))


BORIS = """
import json, sys
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace

package = ModuleType("boris")  # its own would open the window
package.__path__ = find_spec("boris").submodule_search_locations
sys.modules["boris"] = package
for unused in ("boris.dialog", "boris.utilities"):  # they want a player and its libraries
    sys.modules[unused] = ModuleType(unused)
from boris import config, import_observations

observation = {"events": []}
window = SimpleNamespace(
    pj={config.OBSERVATIONS: {"one": observation}},
    observationId="one",
    load_tw_events=lambda _: None,
    project_changed=lambda: None,
)
import_observations.QMessageBox = SimpleNamespace(information=lambda *_: None)
import_observations.load_observations_from_spreadsheet(window, sys.argv[1])
print(json.dumps(observation["events"], default=float))
"""
"""A program for the Python in which BORIS is: what its import makes of a file."""


@pytest.mark.long
def test_boris_itself_imports_it(film: list[FrameResult], tmp_path: Path) -> None:
    python = os.environ.get("BORIS_PYTHON")
    if not python:
        pytest.skip("BORIS_PYTHON names no Python with boris-behav-obs")
    path = written(tmp_path, "boris", film)
    said = subprocess.run(
        [python, "-c", BORIS, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "", "QT_QPA_PLATFORM": "offscreen"},
    )
    events = json.loads(said.stdout.splitlines()[-1])
    assert events == [
        [float(row["time"]), row["subject"], row["code"], "", row["comment"]]
        for row in rows_of(path)
    ]
    assert events[0] == [0.0, "person 1", "happiness", "", "START"]


def test_bids_events_have_their_columns_first_and_a_side_car(
    film: list[FrameResult], tmp_path: Path
) -> None:
    path = written(tmp_path, "bids", film)
    assert path.name == "results_events.tsv"
    rows = rows_of(path, "\t")
    assert list(rows[0])[:3] == ["onset", "duration", "trial_type"]
    onsets = [float(row["onset"]) for row in rows]
    assert onsets == sorted(onsets)
    assert {row["mean_confidence"] for row in rows if row["trial_type"] == "uncertain"} == {"n/a"}
    side_car = json.loads((tmp_path / "results_events.json").read_text())
    assert set(side_car) == set(rows[0])
    assert side_car["onset"]["Units"] == "s"


@pytest.mark.long
def test_the_validator_of_bids_finds_nothing_wrong_with_a_data_set_of_them(
    film: list[FrameResult], tmp_path: Path
) -> None:
    validator = os.environ.get("BIDS_VALIDATOR")
    if not validator:
        pytest.skip("BIDS_VALIDATOR names no bids-validator, as bids-validator-deno installs it")
    named = [replace(film[0], people=(Person(name='=Ada "A" ä'),) * len(film[0])), *film[1:]]
    folder = tmp_path / "study"
    events = folder / "sub-01" / "beh" / "sub-01_task-film_events.tsv"
    events.parent.mkdir(parents=True)
    written(tmp_path, "bids", named).rename(events)
    (tmp_path / "results_events.json").rename(events.with_suffix(".json"))
    (folder / "README.md").write_text("Faces that were seen in a film. " * 10)
    about = {"Name": "Film", "BIDSVersion": "1.10.0", "DatasetType": "raw"}
    (folder / "dataset_description.json").write_text(json.dumps(about))

    def judged() -> list[tuple[str, str, str]]:
        said = subprocess.run(
            [validator, "--format", "json", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        return [
            (issue["severity"], issue["code"], issue.get("subCode", ""))
            for issue in json.loads(said.stdout)["issues"]["issues"]
            if "events" in issue.get("location", "")
            # Of the task and the institution, which only the researcher knows.
            and issue["code"] != "SIDECAR_KEY_RECOMMENDED"
        ]

    assert judged() == []
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("onset", "time", 1), encoding="utf-8")
    assert judged(), "it does look at the table"


def test_parquet_has_the_values_of_the_table_with_types(
    film: list[FrameResult], make_result: Maker, tmp_path: Path
) -> None:
    results = [*film, make_result(index=10, time_s=1.0)]
    table = pq.read_table(written(tmp_path, "parquet", results))
    plain = rows_of(written(tmp_path, "csv", results))
    assert table.column_names == list(plain[0])
    assert str(table.schema.field("time_s").type) == "double"
    assert str(table.schema.field("uncertain").type) == "bool"
    for typed, text in zip(table.to_pylist(), plain, strict=True):
        for name, value in typed.items():
            if isinstance(value, bool) or value is None:
                assert text[name] == ("" if value is None else str(value).lower())
            elif isinstance(value, str):
                assert text[name] == value
            else:
                assert float(text[name]) == pytest.approx(value)


def test_without_pyarrow_one_sentence_says_what_to_install_and_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as if it were not installed
    with pytest.raises(OutputError, match=r"pyarrow; install emotion-desktop\[export\]"):
        ResultFiles(OutputSelection(folder=tmp_path, tables=["parquet"]), tuple(Emotion))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [name for name, e in writers().items() if e.columns])
def test_every_column_of_every_table_is_defined(
    name: str, film: list[FrameResult], tmp_path: Path
) -> None:
    entry = writers()[name]
    assert entry.columns is not None
    columns = list(entry.columns(CANONICAL_ORDER))
    for column in columns:
        assert describe(column)["Description"]
    if name != "parquet":
        delimiter = "\t" if name == "bids" else ","
        assert list(rows_of(written(tmp_path, name, film), delimiter)[0]) == columns


def test_moments_say_what_their_clock_is_and_durations_do_not() -> None:
    for column in ("time_s", "onset_s", "first_onset_s_fear", "onset", "time"):
        assert CLOCK in describe(column)["Description"], column
    for column in ("duration_s", "in_view_s", "longest_s_fear", "duration"):
        assert CLOCK not in describe(column)["Description"], column


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0.mp4", "+1.mp4", "-1.mp4", "@SUM(A1).mp4"])
@pytest.mark.parametrize("table", ["csv", "people", "episodes"])
def test_a_name_is_never_a_formula(
    name: str, table: str, make_result: Maker, tmp_path: Path
) -> None:
    path = written(tmp_path, table, [make_result(BOX, source=name)])
    assert rows_of(path)[0]["source"] == f"'{name}"


@pytest.mark.parametrize("name", ['a "b" <&>.mp4', "naïve 日本.mp4", "bell\x07.mp4", "\udce9.mp4"])
def test_odd_names_of_files_make_files_that_can_be_read(
    name: str, make_result: Maker, tmp_path: Path
) -> None:
    results = [make_result(BOX, source=name)]
    assert pympi.Elan.Eaf(str(written(tmp_path, "elan", results))).get_tier_names()
    for table in ("people", "episodes", "parquet", "boris", "bids", "praat"):
        assert written(tmp_path, table, results).stat().st_size


@pytest.mark.parametrize("name", ["elan", "praat", "boris", "bids", "people", "episodes"])
def test_a_source_without_a_face_makes_a_file_without_episodes(
    name: str, make_result: Maker, tmp_path: Path
) -> None:
    path = written(tmp_path, name, [make_result(index=0), make_result(index=1, time_s=0.1)])
    if name == "elan":
        assert not pympi.Elan.Eaf(str(path)).get_tier_names()
    elif name == "praat":
        assert not list(pympi.Praat.TextGrid(str(path)).get_tiers())
    else:
        assert not rows_of(path)


@pytest.mark.parametrize(
    "name", ["elan", "praat", "parquet", "people", "episodes", "boris", "bids"]
)
def test_the_same_results_make_the_same_bytes(
    name: str, film: list[FrameResult], tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    assert written(one, name, film).read_bytes() == written(other, name, film).read_bytes()


def test_names_are_the_subjects_of_programs_that_know_no_numbers(
    make_result: Maker, tmp_path: Path
) -> None:
    plain = make_result(BOX, OTHER)
    people = (Person(name='=Ada "A" <&>'), Person())
    results = [replace(plain, people=people)]
    # A text of a workbook is no formula, whatever it begins with.
    assert rows_of(written(tmp_path, "boris", results))[0]["subject"] == '=Ada "A" <&> (#1)'
    tiers = set(pympi.Elan.Eaf(str(written(tmp_path, "elan", results))).get_tier_names())
    assert {'=Ada "A" <&> (#1)', "person 2"} <= tiers
    text = written(tmp_path, "praat", results).read_text(encoding="utf-8")
    assert 'name = "=Ada ""A"" <&> (#1)"' in text


@pytest.mark.parametrize("kind", ["csv", "people", "episodes", "bids"])
def test_names_stand_beside_the_number_and_are_no_formulas(
    film: list[FrameResult], tmp_path: Path, kind: str
) -> None:
    named = [replace(result, people=(Person(name="=cmd/ä"), *result.people[1:])) for result in film]
    rows = rows_of(written(tmp_path, kind, named), "\t" if kind == "bids" else ",")
    names = {row["track_id"]: row["name"] for row in rows}
    assert names == {"1": "'=cmd/ä", "2": "n/a" if kind == "bids" else ""}
    columns = list(rows[0])
    assert columns.index("name") == columns.index("track_id") + 1
    assert describe("name")["Description"]


def test_people_keep_their_name_in_windows_before_it_was_given(
    film: list[FrameResult], tmp_path: Path
) -> None:
    table = writers()["people"].with_markers(MARKS).open(tmp_path / "p.csv", CANONICAL_ORDER)
    for result in [*film[:9], replace(film[9], people=(Person(name="Ada"),))]:
        table.write(result)
    table.close()
    rows = [row for row in rows_of(tmp_path / "p.csv") if row["track_id"] == "1"]
    assert {row["name"] for row in rows} == {"Ada"}


def test_programs_that_know_types_get_the_name_as_it_is(
    film: list[FrameResult], tmp_path: Path
) -> None:
    named = replace(film[3], people=(Person(name="=Ada"), Person()))
    table = pq.read_table(written(tmp_path, "parquet", [named]))
    assert table.column("name").to_pylist() == ["=Ada", None]
    assert to_dataframe(named)["name"].tolist() == ["=Ada", pd.NA]


MARKS = (TimeMarker(0.25, "=film"), TimeMarker(0.55, "rest"))


def test_people_have_a_row_for_the_whole_and_one_for_each_window_between_markers(
    film: list[FrameResult], tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    entry = writers()["people"].with_markers(MARKS)
    table = entry.open(path, CANONICAL_ORDER)
    for result in [*film, *film]:  # the second time is another source
        table.write(result)
    table.close()
    rows = rows_of(path)
    assert entry.columns is not None
    assert list(rows[0]) == list(entry.columns(CANONICAL_ORDER))
    one = rows[: len(rows) // 2]
    assert rows[len(rows) // 2 :] == one
    assert [(row["window"], row["window_label"], row["track_id"]) for row in one] == [
        *(("", "", "1"), ("", "", "2"), ("0", "", "1")),
        *(("1", "'=film", "1"), ("1", "'=film", "2"), ("2", "rest", "1")),
    ]
    plain = rows_of(written(tmp_path, "people", film))
    assert [{name: row[name] for name in plain[0]} for row in one[:2]] == plain
    film_window, rest = one[3], one[5]
    assert (float(film_window["window_start_s"]), float(film_window["window_end_s"])) == (
        0.25,
        0.55,
    )
    assert float(film_window["in_view_s"]) == pytest.approx(0.3)
    assert float(film_window["share_uncertain"]) == pytest.approx(1 / 3, abs=1e-4)
    assert float(rest["share_sadness"]) == pytest.approx(3 / 4, abs=1e-4)
    assert float(rest["window_end_s"]) == pytest.approx(1.0)
    for column in WINDOW_COLUMNS:
        assert describe(column)["Description"]


def test_the_report_of_a_file_is_one_page_with_a_chart_for_each_person(
    film: list[FrameResult], tmp_path: Path
) -> None:
    path = written(tmp_path, "report", film)
    html = path.read_text(encoding="utf-8")
    assert html.count("<svg") == 2
    assert film[0].frame.source in html
    assert "How it was analysed" in html
    assert "1970" not in html
    assert "http" not in html.replace("http://www.w3.org", "")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_report_of_a_file_tells_what_was_between_markers(
    film: list[FrameResult], tmp_path: Path
) -> None:
    path = tmp_path / "marked.html"
    table = writers()["report"].with_markers(MARKS).open(path, CANONICAL_ORDER)
    for result in film:
        table.write(result)
    table.close()
    html = path.read_text(encoding="utf-8")
    assert "Between the markers" in html
    assert "=film" in html


def test_markers_are_read_from_a_table_of_times_and_labels(tmp_path: Path) -> None:
    path = tmp_path / "markers.csv"
    path.write_text("label,time\nrest,1:30\nfilm,2.5\n", encoding="utf-8")
    assert read_marker_file(path) == (TimeMarker(2.5, "film"), TimeMarker(90.0, "rest"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("start,name\n1,a\n", "no columns time and label"),
        ("time,label\n1,a\nsoon,b\n", "line 3"),
        ("time,label\n-1,a\n", "line 2"),
        ("time,label\nnan,a\n", "line 2"),
        ("", "no columns time and label"),
    ],
)
def test_a_table_that_holds_no_markers_is_refused_in_one_sentence(
    text: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "markers.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=said):
        read_marker_file(path)
    with pytest.raises(SettingError, match="cannot be read"):
        read_marker_file(tmp_path / "nowhere.csv")
