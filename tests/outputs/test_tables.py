"""CSV and JSON lines."""

import csv
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.errors import OutputError
from emotion_desktop.labels import CANONICAL_ORDER, FERPLUS_ORDER, Emotion
from emotion_desktop.outputs.tables import CsvWriter, JsonlWriter

Maker = Callable[..., FrameResult]

FACE = [
    *("track_id", "name", "x0", "y0", "x1", "y1", "score"),
    *("label", "confidence", "uncertain", "top", "flaw"),
]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_are_as_documented(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    CsvWriter(path, CANONICAL_ORDER).close()
    assert path.read_text() == (
        "source,frame,time_s,track_id,name,x0,y0,x1,y1,score,label,confidence,uncertain,top,"
        "flaw,p_anger,p_disgust,p_fear,p_happiness,p_sadness,p_surprise,p_neutral,p_contempt\n"
    )


def test_only_the_models_classes_have_columns_and_in_canonical_order(
    tmp_path: Path, make_result: Maker
) -> None:
    classes = (Emotion.NEUTRAL, Emotion.HAPPINESS)
    result = make_result((1, 2, 30, 40), classes=classes, labels=[Emotion.NEUTRAL])
    with CsvWriter(tmp_path / "t.csv", classes) as table:
        table.write(result)
    (row,) = read_csv(table.path)
    assert list(row)[-2:] == ["p_happiness", "p_neutral"]
    assert (row["p_happiness"], row["p_neutral"]) == ("0.1300", "0.8700")


def test_each_face_is_a_row(tmp_path: Path, make_result: Maker) -> None:
    result = make_result(
        (1, 2, 30, 40), (50, 60, 90, 95), classes=FERPLUS_ORDER, index=7, time_s=0.28
    )
    with CsvWriter(tmp_path / "t.csv", FERPLUS_ORDER) as table:
        table.write(result)
    rows = read_csv(table.path)
    assert [row["track_id"] for row in rows] == ["1", "2"]
    assert [float(rows[1][name]) for name in ("x0", "y0", "x1", "y1")] == [50, 60, 90, 95]
    assert (rows[0]["source"], rows[0]["frame"], rows[0]["time_s"]) == ("made.mp4", "7", "0.2800")
    assert sum(float(rows[0][f"p_{name}"]) for name in CANONICAL_ORDER) == pytest.approx(
        1, abs=1e-3
    )


def test_a_frame_without_a_face_is_a_row_with_empty_face_fields(
    tmp_path: Path, make_result: Maker
) -> None:
    with CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER) as table:
        table.write(make_result(index=3))
    (row,) = read_csv(table.path)
    assert row["frame"] == "3"
    assert {row[name] for name in [*FACE, *(f"p_{name}" for name in CANONICAL_ORDER)]} == {""}


def test_an_uncertain_face_keeps_its_label(tmp_path: Path, make_result: Maker) -> None:
    result = make_result((1, 2, 30, 40), labels=[Emotion.FEAR], confidence=0.3, uncertain=[0])
    with CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER) as table:
        table.write(result)
    (row,) = read_csv(table.path)
    assert (row["label"], row["confidence"], row["uncertain"]) == ("fear", "0.3000", "true")


def test_a_label_that_is_held_stands_beside_the_most_probable_class(
    tmp_path: Path, make_result: Maker
) -> None:
    result = make_result((1, 2, 30, 40), labels=[Emotion.FEAR], confidence=0.51)
    held = np.array([CANONICAL_ORDER.index(Emotion.ANGER)])
    result = replace(result, labels=held)
    with (
        CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER) as table,
        JsonlWriter(tmp_path / "t.jsonl") as lines,
    ):
        table.write(result)
        lines.write(result)
    (row,) = read_csv(table.path)
    assert (row["label"], row["confidence"]) == ("anger", "0.0700")
    assert (row["top"], row["uncertain"]) == ("fear", "false")
    (face,) = json.loads(lines.path.read_text())["faces"]
    assert (face["label"], face["top"]) == ("anger", "fear")


def test_the_wall_clock_tells_when_a_frame_arrived(tmp_path: Path, make_result: Maker) -> None:
    result = make_result((1, 2, 30, 40))
    result = replace(result, frame=replace(result.frame, captured_at=time.monotonic() - 60))
    with (
        CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER, with_wall_time=True) as table,
        JsonlWriter(tmp_path / "t.jsonl", with_wall_time=True) as lines,
    ):
        table.write(result)
        lines.write(result)
    for said in (read_csv(table.path)[0], json.loads(lines.path.read_text())):
        ago = datetime.now(UTC) - datetime.fromisoformat(said["wall_time"])
        assert ago.total_seconds() == pytest.approx(60, abs=5)


@pytest.mark.parametrize("name", ['a, "b".mp4', "naïve 日本.mp4", "line\nbreak.mp4"])
def test_odd_source_names_survive(tmp_path: Path, make_result: Maker, name: str) -> None:
    result = make_result((1, 2, 30, 40), source=name)
    with (
        CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER) as table,
        JsonlWriter(tmp_path / "t.jsonl") as lines,
    ):
        table.write(result)
        lines.write(result)
    assert read_csv(table.path)[0]["source"] == name
    assert json.loads(lines.path.read_text(encoding="utf-8"))["source"] == name


def test_json_lines_hold_one_object_per_frame(tmp_path: Path, make_result: Maker) -> None:
    with JsonlWriter(tmp_path / "t.jsonl") as lines:
        lines.write(make_result(index=0))
        lines.write(make_result((1, 2, 30, 40), index=1, time_s=0.04, uncertain=[0]))
    empty, full = map(json.loads, lines.path.read_text().splitlines())
    assert empty == {"source": "made.mp4", "frame": 0, "time_s": 0.0, "faces": []}
    (face,) = full["faces"]
    assert face["box"] == [1, 2, 30, 40]
    assert (face["label"], face["confidence"], face["uncertain"]) == ("happiness", 0.87, True)
    assert list(face["probabilities"]) == list(CANONICAL_ORDER)


def test_a_face_with_a_flaw_has_a_box_and_its_flaw_but_no_label(
    tmp_path: Path, make_result: Maker
) -> None:
    result = make_result((1, 2, 30, 40), (50, 60, 90, 95), flaws=[UnreadableReason.TOO_SMALL, None])
    with (
        CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER) as table,
        JsonlWriter(tmp_path / "t.jsonl") as lines,
    ):
        table.write(result)
        lines.write(result)
    flawed, sound = read_csv(table.path)
    assert (flawed["x1"], flawed["flaw"]) == ("30.0", "too small")
    assert {flawed[name] for name in ("label", "confidence", "p_anger", "p_contempt")} == {""}
    assert (sound["flaw"], sound["label"]) == ("", "happiness")
    flawed_record, sound_record = json.loads(lines.path.read_text())["faces"]
    assert (flawed_record["flaw"], flawed_record["label"]) == ("too small", None)
    assert flawed_record["probabilities"] is None
    assert (sound_record["flaw"], sound_record["label"]) == (None, "happiness")


def test_rows_are_on_disk_before_the_table_is_closed(tmp_path: Path, make_result: Maker) -> None:
    table = CsvWriter(tmp_path / "t.csv", CANONICAL_ORDER)
    table.write(make_result((1, 2, 30, 40)))
    assert len(read_csv(table.path)) == 1
    table.close()


def test_an_unwritable_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot be written: .*choose another folder"):
        CsvWriter(tmp_path / "file" / "t.csv", CANONICAL_ORDER)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux' always full device")
def test_a_full_disk_is_one_clear_sentence() -> None:
    with pytest.raises(OutputError, match="no space left on device"):
        CsvWriter(Path("/dev/full"), CANONICAL_ORDER)
