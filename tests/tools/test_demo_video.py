"""The shipped demo clip, decoded and searched for faces once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from emotion_desktop.vision.detection.blazeface import SHORT_RANGE, BlazeFace
from emotion_desktop.vision.opencv import cv2
from tools.demo_source.render import VIDEO, Frame, application, frame_bgr
from tools.demo_source.timeline import FPS, FRAME_COUNT, GUEST_IN_VIEW_S, guest_presence

Box = tuple[int, int, int, int]

COMPARED = (0, 160, 400)
"""Frames that are drawn again: one person, two people, another expression."""
NEIGHBOURS = (29, 30, 119, 120, 239, 240, 320, 321, 500, 501, 659, 660)
"""Pairs of frames that follow each other, most of them across a key frame as the loop is."""
SAMPLED_EVERY = 3


@dataclass
class Clip:
    """What was read from the shipped video.

    Attributes:
        size: Width and height in pixels.
        fps: Frames per second the container promises.
        frame_count: Frames that could be decoded.
        kept: Some frames by index, each (720, 1280, 3) uint8 BGR.
        faces: Boxes (x, y, width, height) in pixels by time in seconds, for the sampled frames.
    """

    size: tuple[int, int]
    fps: float
    frame_count: int = 0
    kept: dict[int, Frame] = field(default_factory=dict)
    faces: dict[float, list[Box]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def drawing() -> Iterator[QCoreApplication]:
    """Keeps the Qt application that drawing needs."""
    application_ = application()
    yield application_
    del application_


@pytest.fixture(scope="module")
def clip() -> Clip:
    capture = cv2.VideoCapture(str(VIDEO))
    read = Clip(
        size=(
            round(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            round(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        ),
        fps=capture.get(cv2.CAP_PROP_FPS),
    )
    keep = {*COMPARED, *NEIGHBOURS, FRAME_COUNT - 1}
    network = BlazeFace(SHORT_RANGE)
    while capture.grab():
        index = read.frame_count
        if index in keep or index % SAMPLED_EVERY == 0:
            bgr = np.asarray(capture.retrieve()[1], dtype=np.uint8)
            if index in keep:
                read.kept[index] = bgr
            if index % SAMPLED_EVERY == 0:
                read.faces[index / FPS] = _faces(network, bgr)
        read.frame_count += 1
    capture.release()
    return read


def _faces(network: BlazeFace, bgr: Frame) -> list[Box]:
    boxes = network.detect(bgr, 0.5).boxes.round().astype(int).tolist()
    return [(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes]


def _difference(first: Frame, second: Frame) -> float:
    """Return the mean absolute difference in grey levels."""
    return float(np.abs(first.astype(np.int16) - second.astype(np.int16)).mean())


def test_the_clip_is_720p_at_30_frames_a_second_and_as_long_as_its_timeline(clip: Clip) -> None:
    assert (clip.size, clip.fps, clip.frame_count) == ((1280, 720), FPS, FRAME_COUNT)


def test_the_clip_is_small_enough_to_ship() -> None:
    assert VIDEO.stat().st_size <= 3_000_000


def test_the_clip_loops_without_a_jump(clip: Clip) -> None:
    steps = [
        _difference(clip.kept[first], clip.kept[second])
        for first, second in zip(NEIGHBOURS[::2], NEIGHBOURS[1::2], strict=True)
    ]
    assert _difference(clip.kept[FRAME_COUNT - 1], clip.kept[0]) <= max(steps)


@pytest.mark.parametrize("index", COMPARED)
def test_the_code_still_draws_the_frames_that_are_shipped(
    clip: Clip, drawing: QCoreApplication, index: int
) -> None:
    error = (clip.kept[index].astype(np.float64) - frame_bgr(index)) ** 2
    psnr_db = 10.0 * np.log10(255.0**2 / error.mean())
    assert psnr_db > 32.0


def test_the_frame_after_the_last_is_the_first(drawing: QCoreApplication) -> None:
    assert np.array_equal(frame_bgr(FRAME_COUNT), frame_bgr(0))


def test_a_face_is_found_in_nearly_every_frame(clip: Clip) -> None:
    found = [bool(boxes) for boxes in clip.faces.values()]
    assert np.mean(found) >= 0.98


def test_the_second_person_is_found_while_in_view(clip: Clip) -> None:
    start, end = GUEST_IN_VIEW_S
    found = [
        any(x > 640 for x, _, _, _ in boxes)
        for time_s, boxes in clip.faces.items()
        if start <= time_s <= end
    ]
    assert np.mean(found) >= 0.95


def test_nobody_else_is_found_while_person_one_is_alone(clip: Clip) -> None:
    counts = [len(boxes) for time_s, boxes in clip.faces.items() if guest_presence(time_s) == 0.0]
    assert max(counts) == 1


def test_faces_are_large_enough_for_the_detector(clip: Clip) -> None:
    start, end = GUEST_IN_VIEW_S
    widths = [
        width
        for time_s, boxes in clip.faces.items()
        if not (start - 1.2 <= time_s <= end + 1.2) or start <= time_s <= end
        for _, _, width, _ in boxes
    ]
    assert min(widths) >= 200
