"""A recorded session as files for other programs."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.export import export_session
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.summary import runs, summarise

SessionMaker = Callable[..., Path]
PEOPLE = {
    1: [(0, 1, Emotion.HAPPINESS), (1, 3, Emotion.SADNESS)],
    2: [(0.5, 1, Emotion.FEAR)],
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_exports_say_what_the_review_says(make_session: SessionMaker, tmp_path: Path) -> None:
    session = read_session(make_session(PEOPLE, with_video=False))
    episodes = rows_of(export_session(session, "episodes", tmp_path / "e.csv"))
    people = rows_of(export_session(session, "people", tmp_path / "p.csv"))
    for person, row, summary in zip(session.people, people, summarise(session), strict=True):
        mine = [e for e in episodes if e["track_id"] == str(person.track_id)]
        for run, episode in zip(runs(session, person), mine, strict=True):
            assert episode["state"] == run.label
            edges = [float(episode["onset_s"]), float(episode["offset_s"])]
            assert edges == pytest.approx([run.start_s, run.end_s], abs=1e-3)
        assert float(row["in_view_s"]) == pytest.approx(summary.in_view_s, abs=1e-3)
        assert int(row["changes"]) == summary.changes
        for emotion, share in summary.shares.items():
            assert float(row[f"share_{emotion}"]) == pytest.approx(share, abs=1e-3)
            mean = float(row[f"mean_p_{emotion}"])
            assert mean == pytest.approx(summary.means[emotion], abs=1e-3)


def test_what_the_columns_mean_lies_beside_the_table(
    make_session: SessionMaker, tmp_path: Path
) -> None:
    session = read_session(make_session(PEOPLE, with_video=False))
    table = pq.read_table(export_session(session, "parquet", tmp_path / "faces.parquet"))
    meanings = json.loads((tmp_path / "faces-columns.json").read_text())
    assert list(meanings) == table.column_names
    assert table.num_rows == len(session.faces.frames)
