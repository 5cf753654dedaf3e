from collections.abc import Callable
from dataclasses import replace

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.docks.faces.rows import FaceRows
from emotion_desktop.gui.menus.source_text import repeats, short_name
from emotion_desktop.gui.status_bar import figures
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.live.stats import LiveStats
from emotion_desktop.vision.sources import SourceSpec

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
UNSURE = (0.2, 0.1, 0.1, 0.2, 0.2, 0.1, 0.1)
Maker = Callable[..., FrameResult]


def test_no_faces_make_no_rows(make_result: Maker) -> None:
    assert FaceRows().update(make_result()) == ()


def test_people_stand_in_the_order_of_their_ids(make_result: Maker) -> None:
    rows = FaceRows().update(make_result(HAPPY, UNSURE, ids=(7, 3)))
    assert [(row.track_id, row.label) for row in rows] == [(3, "Uncertain"), (7, "Happiness")]


def test_bars_stand_in_canonical_order_whatever_the_model(make_result: Maker) -> None:
    classes = (Emotion.NEUTRAL, Emotion.ANGER)
    (row,) = FaceRows().update(make_result((0.25, 0.75), classes=classes))
    assert row.bars == ((Emotion.ANGER, 0.75), (Emotion.NEUTRAL, 0.25))


def test_a_face_missed_for_a_moment_keeps_its_place(make_result: Maker) -> None:
    rows = FaceRows()
    rows.update(make_result(HAPPY, captured_at=10.0))
    (row,) = rows.update(make_result(captured_at=10.5))
    assert not row.present
    assert rows.update(make_result(captured_at=11.5)) == ()


def test_another_model_starts_a_new_list(make_result: Maker) -> None:
    rows = FaceRows()
    rows.update(make_result(HAPPY, captured_at=10.0))
    other = make_result(classes=(Emotion.ANGER, Emotion.NEUTRAL), captured_at=10.1)
    assert rows.update(other) == ()


def test_nobody_stays_from_one_photo_to_the_next_and_no_time_is_counted(make_result: Maker) -> None:
    rows = FaceRows()
    for number in (1, 2):
        result = make_result(HAPPY, ids=(number,), captured_at=10.0 + number / 10)
        found = rows.update(replace(result, frame=replace(result.frame, is_still=True)))
        assert [(row.track_id, row.seen_s) for row in found] == [(number, None)]


def test_of_a_photo_the_status_line_says_nothing_about_time() -> None:
    stats = LiveStats(source="photos", size=(64, 48), source_fps=0.5, fps=0.5, model="cnn48_gray")
    shown = figures(stats, (0.01, 0.02), photo="a.jpg  64×48  ·  7 of 203")
    assert shown["source"] == "a.jpg  64×48  ·  7 of 203"
    assert (shown["fps"], shown["latency"], shown["dropped"]) == ("", "", "")
    assert shown["faces"] == "0 faces"


def test_the_status_line_says_all_there_is_to_say() -> None:
    stats = LiveStats(
        source="demo",
        size=(1280, 720),
        source_fps=30.0,
        fps=29.97,
        dropped=3,
        model="cnn48_gray",
        device="CPU",
        faces=1,
    )
    assert figures(stats, (0.0142, 0.0214)) == {
        "source": "demo  1280×720@30",
        "model": "cnn48_gray · CPU",
        "fps": "30.0 fps",
        "latency": "delay 14 ms",
        "dropped": "dropped 3",
        "faces": "1 face",
    }


def test_the_status_line_is_empty_before_the_start() -> None:
    assert set(figures(None, None).values()) == {""}


def test_a_stream_is_spoken_of_without_its_password() -> None:
    assert short_name(SourceSpec.parse("rtsp://me:secret@cam.example/live")) == "cam.example"


def test_pictures_and_the_demo_repeat_but_videos_end() -> None:
    texts = ("demo", "a.gif", "a.PNG", "a.mp4", "folder")
    repeated = [text for text in texts if repeats(SourceSpec.parse(text))]
    assert repeated == ["demo", "a.gif", "a.PNG"]


def test_the_status_line_says_how_many_faces_the_settings_leave_out() -> None:
    assert figures(LiveStats(faces=1, left_out=29), None)["faces"] == "1 of 30 faces"
