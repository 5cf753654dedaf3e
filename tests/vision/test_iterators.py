"""Videos and cameras as generators of results, and several pictures at once."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import (
    CameraUnpluggedError,
    InputError,
    NoCameraError,
    SourceError,
    UnreadableFileError,
)
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources import CAMERA, SourceEntry, source_spec
from tests.vision.live_helpers import FakeSource, VideoMaker


def test_a_video_is_read_frame_by_frame(predictor: EmotionPredictor, clip: Path) -> None:
    results = list(predictor.iter_video(clip))
    assert [result.frame.index for result in results] == list(range(10))
    assert all(result.track_ids.tolist() == [1] for result in results[-3:])
    assert {result.frame.source for result in results} == {"clip.mp4"}


def test_every_nth_frame_is_analysed(predictor: EmotionPredictor, clip: Path) -> None:
    results = list(predictor.iter_video(str(clip), every=4))
    assert [result.frame.index for result in results] == [0, 4, 8]
    assert [result.frame.time_s for result in results] == pytest.approx([0.0, 0.2, 0.4])


@pytest.mark.parametrize("every", [0, -1, 1.5, "2", None])
def test_every_is_a_whole_number_from_1_on(
    predictor: EmotionPredictor, clip: Path, every: int
) -> None:
    with pytest.raises(InputError, match="every must be a whole number from 1 on; got"):
        next(predictor.iter_video(clip, every=every))


def test_all_pictures_of_a_folder_are_read(
    predictor: EmotionPredictor, tmp_path: Path, demo_images: tuple[Image, ...]
) -> None:
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), demo_images[0][::2, ::2])
    results = list(predictor.iter_video(tmp_path, every=2))
    assert [len(result) for result in results] == [1, 1]


def test_a_video_that_is_not_there_is_named(predictor: EmotionPredictor, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"demo cannot be read|demo"):
        next(predictor.iter_video(tmp_path / "demo"))


def test_a_path_is_a_file_whatever_its_name(
    predictor: EmotionPredictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableFileError):
        next(predictor.iter_video(Path("demo")))


def test_two_videos_can_be_read_at_once_by_one_predictor(
    predictor: EmotionPredictor, clip: Path, make_video: VideoMaker
) -> None:
    other = make_video(
        [np.zeros((90, 160, 3), np.uint8)] * 10, [i / 20 for i in range(10)], "b.mp4"
    )
    alone = [result.faces.boxes.tolist() for result in predictor.iter_video(clip)]
    both = zip(predictor.iter_video(clip), predictor.iter_video(other), strict=True)
    assert [(one.faces.boxes.tolist(), len(two)) for one, two in both] == [
        (boxes, 0) for boxes in alone
    ]


def test_heatmaps_come_if_asked_for(predictor: EmotionPredictor, clip: Path) -> None:
    with closing(predictor.iter_video(clip, heatmaps=True)) as results:
        first = next(results)
    assert first.heatmaps is not None
    assert first.heatmaps.shape == (1, 48, 48)
    assert next(predictor.iter_video(clip)).heatmaps is None


def test_a_picture_has_heatmaps_if_asked_for(
    predictor: EmotionPredictor, demo_images: tuple[Image, ...]
) -> None:
    result = predictor.analyze(demo_images[0], heatmaps=True)
    assert result.heatmaps is not None
    assert result.heatmaps.max() > 0
    assert predictor.analyze(demo_images[0]).heatmaps is None


def test_several_pictures_give_what_each_gives_alone_in_their_order(
    predictor: EmotionPredictor, demo_images: tuple[Image, ...]
) -> None:
    small = np.ascontiguousarray(demo_images[0][::2, ::2])
    pictures = [small, np.zeros_like(small), np.hstack([small, small])] * 2
    results = predictor.analyze_batch(iter(pictures))
    assert [len(result) for result in results] == [1, 0, 2] * 2
    for picture, result in zip(pictures, results, strict=True):
        alone = predictor.analyze(picture)
        np.testing.assert_allclose(result.probabilities, alone.probabilities, atol=1e-5)
    stacked = predictor.analyze_batch(np.stack(pictures[:2]))
    assert [len(result) for result in stacked] == [1, 0]


@pytest.mark.parametrize("images", ["photo.jpg", np.zeros((9, 9, 3), np.uint8), None, 7])
def test_one_picture_is_not_several(predictor: EmotionPredictor, images: list[Image]) -> None:
    with pytest.raises(InputError, match="images must be several pictures"):
        predictor.analyze_batch(images)


class Camera(FakeSource):
    """Sends pictures of one gray each: its number."""

    def read(self) -> Frame:
        frame = super().read()
        image = np.full((48, 64, 3), frame.index % 256, np.uint8)
        return Frame(
            image=image,
            captured_at=frame.captured_at,
            index=frame.index,
            time_s=frame.time_s,
            source=self.name,
        )


Plug = Callable[[FakeSource | SourceError], None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """A function that lets every camera be this one, or fail so."""

    def put(camera: FakeSource | SourceError) -> None:
        def open_it(name: str, **_: object) -> FakeSource:
            if isinstance(camera, SourceError):
                raise camera
            camera.name = name or "first"
            return camera

        entry = SourceEntry(open=open_it, argument="NAME", is_live=True)
        monkeypatch.setitem(source_spec.registered, CAMERA, entry)

    return put


def capture_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "capture"]


def test_closing_the_generator_frees_the_camera(predictor: EmotionPredictor, plug: Plug) -> None:
    camera = Camera()
    plug(camera)
    results = predictor.iter_camera(0)
    assert next(results).frame.source == "0"
    assert not camera.closed.is_set()
    results.close()
    assert camera.closed.is_set()
    assert capture_threads() == []


def test_an_error_in_the_loop_frees_the_camera(predictor: EmotionPredictor, plug: Plug) -> None:
    camera = Camera()
    plug(camera)

    def fail() -> None:
        with closing(predictor.iter_camera("C920")) as results:
            assert next(results).frame.source == "C920"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert camera.closed.is_set()


def test_a_slow_loop_gets_the_newest_frame_and_drops_those_before(
    predictor: EmotionPredictor, plug: Plug
) -> None:
    camera = Camera()
    plug(camera)
    with closing(predictor.iter_camera()) as results:
        before = next(results).frame
        time.sleep(0.3)
        after = next(results).frame
    assert after.index > before.index + 10
    assert after.captured_at - before.captured_at > 0.25
    assert before.source == "first"


def test_a_camera_that_is_not_there_is_an_error(predictor: EmotionPredictor, plug: Plug) -> None:
    plug(NoCameraError("there is no camera"))
    with pytest.raises(NoCameraError, match="there is no camera"):
        next(predictor.iter_camera())
    assert capture_threads() == []


def test_a_camera_that_goes_away_ends_the_loop_with_its_error(
    predictor: EmotionPredictor, plug: Plug
) -> None:
    camera = Camera()
    plug(camera)
    results = predictor.iter_camera()
    next(results)
    camera.failure = CameraUnpluggedError("Webcam has been unplugged")

    def read_on() -> None:
        for _ in results:
            pass

    with pytest.raises(CameraUnpluggedError, match="unplugged"):
        read_on()
    assert camera.closed.is_set()
