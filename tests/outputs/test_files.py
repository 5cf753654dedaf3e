"""Names of new files, snapshots and annotated copies."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import OutputError
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.files.unique_paths import new_file, new_files
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.analysis_inputs import Item, inputs_of, with_unique_names
from emotion_desktop.outputs.annotated import Annotated, enlarged
from emotion_desktop.outputs.snapshots import save_snapshot
from emotion_desktop.vision.opencv import cv2
from tests.full_disk import files_end_at

Maker = Callable[..., FrameResult]

pytestmark = pytest.mark.usefixtures("locked_while_open")
NOW = datetime(2026, 3, 4, 15, 6, 7, 89_000, tzinfo=UTC)


def shape_of(path: Path | None) -> tuple[int, ...]:
    image = cv2.imread(str(path))
    assert image is not None
    return tuple(image.shape)


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    names = [new_file(tmp_path, "table.csv").name for _ in range(3)]
    assert names == ["table.csv", "table-2.csv", "table-3.csv"]


def test_files_of_one_run_share_a_number(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("kept")
    paths = new_files(tmp_path, ["a.csv", "b.json"])
    assert [path.name for path in paths] == ["a-2.csv", "b-2.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2.csv", "b-2.json", "b.json"]
    assert (tmp_path / "b.json").read_text() == "kept"


def test_the_folder_is_made(tmp_path: Path) -> None:
    assert new_file(tmp_path / "new" / "deep", "a.csv").exists()


def test_a_file_in_place_of_the_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="out cannot be written: file exists"):
        new_file(tmp_path / "out", "a.csv")


def test_a_snapshot_is_named_by_its_time(tmp_path: Path, make_result: Maker) -> None:
    path = save_snapshot(make_result((100, 60, 180, 140)), tmp_path, now=NOW)
    assert path.name == "emotion-20260304-150607-089.png"
    assert shape_of(path) == (270, 480, 3)


def test_a_snapshot_is_named_as_was_asked_for(tmp_path: Path, make_result: Maker) -> None:
    result = replace(make_result(), model="cnn48_gray")
    path = save_snapshot(result, tmp_path, now=NOW, name="{model} at {date}")
    assert path.name == "cnn48_gray at 20260304.png"
    assert path.with_suffix(".json").is_file()


def test_a_snapshot_of_a_file_that_loops_names_the_pictures_own_number(
    tmp_path: Path, make_result: Maker
) -> None:
    result = make_result()
    frame = replace(result.frame, index=1234, time_s=41.2, number=7, position_s=0.7)
    path = save_snapshot(replace(result, frame=frame), tmp_path)
    said = json.loads(path.with_suffix(".json").read_text())
    assert (said["frame"], said["time_s"]) == (7, 0.7)


def test_a_snapshot_of_a_comparison_shows_both(tmp_path: Path, make_result: Maker) -> None:
    result = make_result((120, 70, 230, 190), labels=[Emotion.ANGER])
    result = replace(result, comparison=replace(result, model="other", labels=np.array([2])))
    path = save_snapshot(result, tmp_path)
    assert shape_of(path) == (2 * 270, 480, 3)
    said = json.loads(path.with_suffix(".json").read_text())
    assert said["comparison"]["model"] == "other"
    assert said["comparison"]["faces"][0]["label"] == "fear"


def test_snapshots_of_the_same_moment_overwrite_nothing(tmp_path: Path, make_result: Maker) -> None:
    paths = {save_snapshot(make_result(), tmp_path, now=NOW) for _ in range(3)}
    assert {path.name[-6:] for path in paths} == {"89.png", "-2.png", "-3.png"}


def test_a_snapshot_into_a_file_is_one_clear_sentence(tmp_path: Path, make_result: Maker) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="choose another folder"):
        save_snapshot(make_result(), tmp_path / "out")


@pytest.mark.parametrize(
    ("source", "copy"),
    [("a.jpg", "a-annotated.jpg"), ("a.b.png", "a.b-annotated.png"), ("x.WebP", "x-annotated.png")],
)
def test_a_picture_is_copied_as_a_picture(
    tmp_path: Path, make_result: Maker, source: str, copy: str
) -> None:
    annotated = Annotated(tmp_path, Item(source, source, is_picture=True), None)
    annotated.write(make_result((100, 60, 180, 140), size=(480, 400)))
    annotated.close()
    assert annotated.paths[0] == tmp_path / copy
    assert shape_of(annotated.paths[0]) == (400, 480, 3)


def test_a_small_picture_is_enlarged_so_that_texts_fit(tmp_path: Path, make_result: Maker) -> None:
    annotated = Annotated(tmp_path, Item("a.png", "a.png", is_picture=True), None)
    annotated.write(make_result((10, 10, 90, 90), size=(120, 100), heatmaps=True))
    assert shape_of(annotated.paths[0]) == (400, 480, 3)


def test_enlarging_moves_box_and_heatmap_with_the_picture(make_result: Maker) -> None:
    result = enlarged(make_result((10, 20, 58, 68), size=(120, 100), heatmaps=True))
    assert result.faces.boxes.tolist() == [[40, 80, 232, 272]]
    assert result.crop_to_image.tolist() == [[[4, 0, 40], [0, 4, 80]]]


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        ("a.gif", "a-annotated.mp4"),
        ("http://host/live/stream.m3u8", "stream-annotated.mp4"),
        ("rtsp://host:554/", "stream-annotated.mp4"),
    ],
)
def test_everything_else_is_copied_as_a_video(
    tmp_path: Path, make_result: Maker, source: str, copy: str
) -> None:
    annotated = Annotated(tmp_path, Item(source, source, is_picture=False), 10)
    for number in range(3):
        annotated.write(make_result((100, 60, 180, 140), time_s=number / 10))
    annotated.close()
    assert annotated.paths[0] == tmp_path / copy
    with av.open(str(annotated.paths[0])) as container:
        assert len(list(container.decode(video=0))) == 3


def test_no_copy_is_made_before_the_first_frame(tmp_path: Path) -> None:
    Annotated(tmp_path, Item("a.gif", "a.gif", is_picture=False), 10).close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_its_pictures_and_videos(tmp_path: Path) -> None:
    for name in ("b.png", "a.JPG", "c.mp4", "notes.txt", ".hidden.png"):
        (tmp_path / name).touch()
    items = inputs_of(str(tmp_path)).items
    assert [(item.name, item.is_picture) for item in items] == [
        ("a.JPG", True),
        ("b.png", True),
        ("c.mp4", False),
    ]


def test_files_of_one_name_are_told_apart_by_their_paths() -> None:
    groups = with_unique_names(
        [inputs_of("one/a.png").items, inputs_of("two/a.png").items, inputs_of("two/b.png").items]
    )
    assert [group[0].name for group in groups] == ["one/a.png", "two/a.png", "b.png"]


def test_what_cannot_be_written_whole_leaves_nothing_behind_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("kept")
    with files_end_at(1000), pytest.raises(OSError, match="File too large"):
        write_whole(tmp_path / "table.csv", bytes(100_000))
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
    assert (tmp_path / "table.csv").read_text() == "kept"
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "folder", b"")
    assert {path.name for path in tmp_path.iterdir()} == {"table.csv", "folder"}
