"""The seam for detectors, and the parts of the default one."""

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from emotion_desktop.config import PipelineSettings, find_asset
from emotion_desktop.domain import Faces, Floats, Frame, Image, Landmarks
from emotion_desktop.errors import AssetError, SettingError
from emotion_desktop.vision.boxes import at_any, same_place
from emotion_desktop.vision.detection import (
    DetectorEntry,
    Effort,
    FaceDetector,
    check_detector,
    detector,
    open_detector,
    register_detector,
)
from emotion_desktop.vision.detection.crops import (
    best_at,
    each_once,
    held,
    joined,
    poses,
    rolls,
    squares,
)
from emotion_desktop.vision.detection.motion import CELL, Motion, cells_of
from emotion_desktop.vision.detection.tile_scheduler import (
    OVERLAP,
    TILE,
    Tile,
    TileScheduler,
    every_tile,
    levels,
)
from emotion_desktop.vision.detection.yunet import faces_of
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor

SHAPES = [(720, 1280), (480, 640), (1280, 720), (1080, 1920), (4000, 6000)]


def found(*boxes: tuple[float, float, float, float], score: float = 0.9) -> Faces:
    corners = np.array(boxes, np.float32).reshape(-1, 4)
    points = np.repeat(corners[:, None, :2], 6, axis=1)
    return Faces(
        boxes=corners,
        landmarks=Landmarks(points),
        scores=np.full(len(boxes), score, np.float32),
    )


def shifted(points: NDArray[np.floating], by: list[int]) -> Floats:
    return np.asarray(points + np.array(by), np.float32)


class FivePoints:
    """A detector someone might add: one face in the middle, without ears."""

    def __init__(self, confidence: float) -> None:
        self.confidence = confidence

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        middle = np.array([image.shape[1::-1]], np.float32) / 2
        return Faces(
            boxes=np.concatenate([middle - 60, middle + 60], axis=1),
            landmarks=Landmarks.named(
                right_eye=shifted(middle, [-22, -20]),
                left_eye=shifted(middle, [22, -20]),
                nose=shifted(middle, [0, 5]),
                mouth=shifted(middle, [0, 27]),
            ),
            scores=np.array([0.9], np.float32),
        )

    def search(self, image: Image) -> None: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def five_points(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(detector, "registered", dict(detector.registered))
    register_detector(
        "five-points", DetectorEntry(open=lambda confidence, _: FivePoints(confidence))
    )
    return "five-points"


def test_a_detector_without_ears_enters_by_one_file(
    five_points: str, predictor: EmotionPredictor
) -> None:
    pipeline = FramePipeline(
        predictor, PipelineRequest(settings=PipelineSettings(detector=five_points))
    )
    image = np.full((240, 320, 3), 120, np.uint8)
    for index in range(3):
        frame = Frame(
            image=image, captured_at=0.0, index=index, time_s=index / 30, source="made up"
        )
        result = pipeline.process(frame)
    assert result.track_ids.tolist() == [1]
    assert result.flaws == (None,)
    assert result.probabilities.sum() == pytest.approx(1)
    assert result.faces.landmarks.right_ear is None
    pipeline.close()


def test_a_name_that_is_taken_is_refused() -> None:
    entry = DetectorEntry(open=lambda confidence, _: FivePoints(confidence))
    with pytest.raises(ValueError, match="detector 'blazeface' is registered already"):
        register_detector("blazeface", entry)
    with pytest.raises(ValueError, match="letters, digits"):
        register_detector("with:colon", entry)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "nobody",
            "unknown detector 'nobody'; choose one of blazeface, mediapipe, yunet:FILE.onnx",
        ),
        ("", "unknown detector ''"),
        ("yunet", "the detector yunet needs a file: yunet:FILE.onnx"),
        ("blazeface:x", "the detector blazeface takes nothing after its name"),
    ],
)
def test_what_names_no_detector_is_said_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        check_detector(text)


def test_a_yunet_that_is_not_there_or_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"there is no file .*none\.onnx"):
        open_detector(f"yunet:{tmp_path / 'none.onnx'}")
    other = find_asset("blazeface_short_range.onnx")
    for path in (other, tmp_path / "text.onnx"):
        (tmp_path / "text.onnx").write_text("no network")
        with pytest.raises(SettingError, match="is no YuNet"):
            open_detector(f"yunet:{path}")


def save_yunet(path: Path) -> None:
    """Write a network with YuNet's inputs and outputs, which takes all that is white for a face.

    Its boxes are four cells wide.
    """
    nodes, weights, outputs = [], [], []
    for stride in (8, 16, 32):
        cells, side = f"cells{stride}", [stride, stride]
        pool = helper.make_node("AveragePool", ["input"], [cells], kernel_shape=side, strides=side)
        nodes.append(pool)
        for kind, values in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            name = f"{kind}_{stride}"
            weight = np.full((values, 3, 1, 1), 1 / 765 if values == 1 else 0, np.float32)
            bias = np.zeros(values, np.float32)
            if kind == "bbox":
                bias[2:] = np.log(4)
            shape = np.array([1, -1, values], np.int64)
            weights += [
                numpy_helper.from_array(weight, f"{name}.0"),
                numpy_helper.from_array(bias, f"{name}.1"),
                numpy_helper.from_array(shape, f"{name}.2"),
            ]
            nodes += [
                helper.make_node("Conv", [cells, f"{name}.0", f"{name}.1"], [f"{name}.conv"]),
                helper.make_node(
                    "Transpose", [f"{name}.conv"], [f"{name}.last"], perm=[0, 2, 3, 1]
                ),
                helper.make_node("Reshape", [f"{name}.last", f"{name}.2"], [name]),
            ]
            outputs.append(
                helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, None, values])
            )
    image = helper.make_tensor_value_info("input", onnx.TensorProto.FLOAT, [1, 3, 640, 640])
    outputs.sort(key=lambda output: ("cls", "obj", "bbox", "kps").index(output.name.split("_")[0]))
    graph = helper.make_graph(nodes, "yunet", [image], outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=8)
    onnx.save(model, str(path))


def test_a_yunet_finds_faces_of_pictures_of_any_shape_where_they_are(tmp_path: Path) -> None:
    save_yunet(tmp_path / "yunet.onnx")
    detector = open_detector(f"yunet:{tmp_path / 'yunet.onnx'}", confidence=0.9)
    for height, width, effort in (
        (720, 1280, Effort.VIDEO),
        (720, 1280, Effort.STILL),
        (1000, 400, Effort.LIVE),
    ):
        image = np.zeros((height, width, 3), np.uint8)
        image[300:400, 200:300] = 255
        boxes = detector.detect(image, effort=effort).boxes
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        assert len(boxes)
        np.testing.assert_allclose(middle.mean(axis=0), (250, 350), atol=35)


def test_rows_of_a_yunet_are_faces_with_a_mouth_between_its_corners() -> None:
    row = [10, 20, 40, 50, 20, 30, 40, 30, 30, 45, 22, 60, 38, 62, 0.8]
    faces = faces_of(np.array([row], np.float32), 2.0)
    assert faces.boxes.tolist() == [[20, 40, 100, 140]]
    assert faces.landmarks.mouth.tolist() == [[60, 122]]
    assert faces.landmarks.left_ear is None
    assert faces.scores.tolist() == pytest.approx([0.8])


def test_without_the_package_the_mediapipe_detector_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(AssetError, match=r"mediapipe cannot be used .*--detector blazeface"):
        open_detector("mediapipe")


def test_the_mediapipe_package_is_still_a_detector(demo_images: tuple[Image, ...]) -> None:
    pytest.importorskip("mediapipe")
    detector: FaceDetector = open_detector("mediapipe")
    assert len(detector.detect(demo_images[0])) >= 1
    detector.confidence = 1.0
    assert len(detector.detect(demo_images[0])) == 0
    detector.close()
    detector.close()


def test_part_of_a_face_is_the_same_face_and_a_small_face_before_it_is_not() -> None:
    face = found((0, 0, 100, 100)).boxes
    part, small = found((20, 20, 75, 75)).boxes, found((20, 20, 50, 50)).boxes
    assert same_place(part, face).tolist() == [[True]]
    assert same_place(small, face).tolist() == [[False]]
    assert at_any(part, face[:0]).tolist() == [False]


def test_of_two_looks_at_one_face_the_likelier_counts() -> None:
    looks = joined(
        [found((0, 0, 100, 100), score=0.6), found((10, 0, 110, 100), (300, 0, 400, 99))]
    )
    assert each_once(looks).boxes.tolist() == [[10, 0, 110, 100], [300, 0, 400, 99]]
    assert len(best_at(looks, np.array([0, 0, 100, 100], np.float32))) == 1
    assert len(each_once(joined([Faces.none(), Faces.none()]))) == 0


@pytest.mark.parametrize("degrees", range(-170, 180, 50))
def test_a_tilted_face_lies_upright_in_the_middle_of_its_square(degrees: int) -> None:
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    upright = np.array([[-20, -20], [20, -20], [0, 5], [0, 25], [-45, -10], [45, -10]])
    faces = Faces(
        boxes=np.array([[150, 50, 250, 150]], np.float32),
        landmarks=Landmarks(((upright @ turn.T) + (200, 100))[None].astype(np.float32)),
        scores=np.ones(1, np.float32),
    )
    assert np.rad2deg(rolls(faces.landmarks)[0]) == pytest.approx(degrees, abs=1e-3)
    matrix = squares(poses(faces), 1.6, 128)[0]
    inside = (faces.landmarks.points[0] - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
    np.testing.assert_allclose(inside, upright * 128 / 160 + 64, atol=1e-3)


def test_a_square_stays_where_it_is_until_its_face_has_clearly_moved() -> None:
    before = np.array([[200, 100, 100, 0], [500, 100, 100, 3.1]], np.float32)
    still = before + np.array([5, -5, 10, 0.1], np.float32)  # 3.2 is -3.08
    np.testing.assert_array_equal(held(still, before), before)
    for moved in ([20, 0, 0, 0], [0, 0, 30, 0], [0, 0, 0, 0.5]):
        now = before[:1] + np.array(moved, np.float32)
        np.testing.assert_array_equal(held(now, before), now)
    assert held(before[:0], before).shape == (0, 4)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_face_lies_within_a_tile_of_each_level(shape: tuple[int, int]) -> None:
    for level in list(levels(shape, TILE))[1:]:
        face = int(OVERLAP / level[0].scale)
        corners = np.array([(t.left, t.top, t.left + t.width, t.top + t.height) for t in level])
        for top, left in np.random.default_rng(0).integers(0, np.array(shape) - face, (200, 2)):
            inside = (corners[:, 0] <= left) & (left + face <= corners[:, 2])
            inside &= (corners[:, 1] <= top) & (top + face <= corners[:, 3])
            assert inside.any(), (level[0], left, top)


def test_a_tile_shows_its_part_of_the_picture_at_its_scale_and_black_beyond() -> None:
    image = np.zeros((400, 600, 3), np.uint8)
    image[100:300, 200:400] = (0, 0, 255)  # BGR
    seen = Tile(100, 0, 400, 400, 0.2).cut(image)
    assert seen.shape == (96, 96, 3)
    assert seen[40, 40].tolist() == [255, 0, 0]
    rows, columns = np.nonzero(seen[..., 0] > 127)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (20, 59, 20, 59)
    beyond = Tile(-300, -300, 1200, 1000, 0.16).cut(np.full((400, 600, 3), 255, np.uint8))
    rows, columns = np.nonzero(beyond[..., 0] > 127)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (48, 111, 48, 143)


def test_the_scheduler_comes_to_every_tile() -> None:
    scheduler = TileScheduler((720, 1280))
    every = {tile for level in levels((720, 1280), TILE) for tile in level}
    assert {scheduler.next() for _ in range(3 * len(every))} == every


def test_what_has_moved_is_looked_at_first_and_nothing_is_left_out_for_it() -> None:
    scheduler = TileScheduler((720, 1280))
    every = {tile for level in levels((720, 1280), TILE) for tile in level}
    moving = np.zeros(cells_of((720, 1280)), np.bool_)
    moving[30:34, 60:64] = True  # around (992, 512)
    seen = []
    for _ in range(6 * len(every)):
        scheduler.add_motion(moving)
        seen.append(scheduler.next())
    there = [t.left < 992 < t.left + t.width and t.top < 512 < t.top + t.height for t in seen]
    assert sum(there) > 0.5 * len(there)
    assert set(seen) == every


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (128, 128), (900, 3)])
def test_small_pictures_are_looked_at_as_a_whole(shape: tuple[int, int]) -> None:
    assert len(list(levels(shape, TILE))[1]) == 1
    assert TileScheduler(shape).next().cut(np.zeros((*shape, 3), np.uint8)).any() == 0


def test_levels_get_finer_and_end_for_the_largest_pictures() -> None:
    for shape in [*SHAPES, (9000, 12000)]:
        scales = [level[0].scale for level in levels(shape, TILE)]
        assert scales == sorted(scales)
        assert len(every_tile(shape)) < 80
        assert all(tile.width * tile.scale <= 500 for tile in every_tile(shape, 3))


def test_motion_is_what_changes_more_than_noise_and_belongs_to_nobody_known() -> None:
    motion, rng = Motion(), np.random.default_rng(0)
    nobody = np.zeros((0, 4), np.float32)

    def picture(*places: tuple[int, int]) -> Image:
        image = rng.normal(100, 5, (360, 640, 3)).clip(0, 255).astype(np.uint8)
        for x, y in places:
            image[y : y + 40, x : x + 40] = 200
        return image

    assert not motion.add(picture((100, 100)), nobody).any()
    assert not motion.add(picture((100, 100)), nobody).any()
    rows, columns = np.nonzero(motion.add(picture((140, 100)), nobody))
    assert (CELL * columns.min(), CELL * columns.max()) == (96, 176)
    assert (CELL * rows.min(), CELL * rows.max()) == (96, 128)
    known = np.array([[130, 90, 190, 150]], np.float32)
    assert not motion.add(picture((150, 100)), known).any()
    assert not motion.add(np.zeros((3, 5, 3), np.uint8), known).any()


def test_landmarks_need_both_ears_or_none() -> None:
    point = np.zeros((1, 2), np.float32)
    parts = {"right_eye": point, "left_eye": point, "nose": point, "mouth": point}
    assert Landmarks.named(**parts).points.shape == (1, 4, 2)
    with pytest.raises(ValueError, match="both ears or none"):
        Landmarks.named(**parts, right_ear=point)
    with pytest.raises(ValueError, match="landmarks must be"):
        Landmarks(np.zeros((1, 5, 2), np.float32))
