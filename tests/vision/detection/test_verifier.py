"""Whether candidates are faces: four looks decide, told here by networks of known scores."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Image
from emotion_desktop.vision.detection import verifier
from emotion_desktop.vision.detection.blazeface import BACK, FULL_RANGE, BlazeFace, Variant
from emotion_desktop.vision.detection.crops import joined, rolls
from emotion_desktop.vision.detection.verifier import Verifier

Maker = Callable[..., Faces]
FACE = (100, 60, 180, 140)


class Told:
    """A network that sees an upright face in the middle of each crop, with the next scores.

    A score of 0 is nobody. It keeps the crops that it was shown, and the confidences.
    """

    def __init__(self, faces_at: Maker, *scores: float) -> None:
        self.variant = SimpleNamespace(side=128)
        self.scores = list(scores)
        self.crops: list[Image] = []
        self.confidences: list[float] = []
        self._faces_at = faces_at

    def infer(self, crops: Image, confidence: float) -> list[Faces]:
        self.crops += list(crops)
        self.confidences.append(confidence)
        middle, half = crops.shape[1] / 2, crops.shape[1] / 4
        box = (middle - half, middle - half, middle + half, middle + half)
        scores = [self.scores.pop(0) for _ in crops]
        return [self._faces_at(box, score=s) if s else Faces.none() for s in scores]


MadeBy = Callable[..., tuple[Verifier, Told, dict[Variant, Told]]]


@pytest.fixture
def told(faces_at: Maker, monkeypatch: pytest.MonkeyPatch) -> MadeBy:
    """A function that makes a verifier from the scores of its three networks."""

    def make(
        short: tuple[float, ...], full: tuple[float, ...] = (), back: tuple[float, ...] = ()
    ) -> tuple[Verifier, Told, dict[Variant, Told]]:
        others = {FULL_RANGE: Told(faces_at, *full), BACK: Told(faces_at, *back)}
        monkeypatch.setattr(verifier, "BlazeFace", others.__getitem__)
        network = Told(faces_at, *short)
        return Verifier(cast("BlazeFace", network)), network, others

    return make


def picture(size: int = 240) -> Image:
    """Return a black picture in which the place of the face is white."""
    image = np.zeros((size, size + 80, 3), np.uint8)
    image[FACE[1] : FACE[3], FACE[0] : FACE[2]] = 255
    return image


def widths(crop: Image) -> tuple[int, int]:
    """Return how wide and high the white part of a crop is."""
    rows, columns = np.nonzero(crop[..., 0] > 127)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


OWN = np.float32(0.5)
LIMIT = float(OWN + 0.05)


@pytest.mark.parametrize(
    ("scores", "degrees"),
    [
        ((0.5, 0.4, 0.3, 0.2), 0),
        ((0.5, 0.54, 0.1, 0.1), 0),
        ((0.5, LIMIT, 0, 0), 90),
        ((0.5, 0.2, 0.3, 0.56), -90),
        ((0.2, 0, 0.3, 0), 180),
        ((0, 0, 0.06, 0.07), -90),
        ((0.9, 0, 0, 0), 0),
        ((0, 0.3, 0.3, 0.3), 90),
    ],
)
def test_a_candidate_is_turned_to_the_position_that_scores_clearly_highest(
    told: MadeBy, faces_at: Maker, scores: tuple[float, ...], degrees: int
) -> None:
    checks, network, _ = told(scores)
    turned = checks.turned_upright(picture(), faces_at(FACE, score=0.35))
    assert turned.scores.tolist() == pytest.approx([0.35])
    error = (np.degrees(rolls(turned.landmarks)[0]) - degrees + 180) % 360 - 180
    assert abs(error) < 1
    assert network.confidences == [0.05]
    assert [crop.shape for crop in network.crops] == [(96, 96, 3)] * 4
    assert widths(network.crops[0]) == pytest.approx((96 / 1.8, 96 / 1.8), abs=1)


def test_what_looks_like_a_face_in_no_position_is_left_out(told: MadeBy, faces_at: Maker) -> None:
    checks, *_ = told((0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.8, 0, 0))
    candidates = joined([faces_at(FACE, score=s) for s in (0.3, 0.4, 0.6)])
    turned = checks.turned_upright(picture(), candidates)
    assert turned.scores.tolist() == pytest.approx([0.4, 0.6])
    assert np.degrees(rolls(turned.landmarks)).tolist() == pytest.approx([0, 90], abs=1)
    assert len(checks.turned_upright(picture(), Faces.none())) == 0


def test_the_score_is_the_mean_of_four_looks_and_a_little_more(
    told: MadeBy, faces_at: Maker
) -> None:
    scores = (0.5,), (0.4,), (0.3,)
    for confidence, is_face in ((0.499, True), (0.501, False)):
        checks, network, others = told(*scores)
        face = checks.confirmed(picture(), faces_at(FACE, score=0.6), confidence)
        assert face.scores.tolist() == pytest.approx([0.5] * is_face)
        assert [other.confidences for other in (network, *others.values())] == [[0.05]] * 3
    assert network.crops[0].shape == (128, 128, 3)
    assert widths(network.crops[0]) == pytest.approx((128 / 1.8, 128 / 1.8), abs=1)
    for other in others.values():
        assert other.crops[0].shape == (96, 96, 3)
        # the face that was seen is half of its crop: 0.9 times as large
        white = 80 * 96 / (1.5 * 72)
        assert widths(other.crops[0]) == pytest.approx((white, white), abs=1)


def test_four_looks_that_are_certain_are_no_more_than_certain(
    told: MadeBy, faces_at: Maker
) -> None:
    checks, *_ = told((1,), (1,), (1,))
    assert checks.confirmed(picture(), faces_at(FACE, score=1), 0.5).scores.tolist() == [1]
    checks, *_ = told((1,), (1,), (0,))  # the last sees nobody
    face = checks.confirmed(picture(), faces_at(FACE, score=1), 0.5)
    assert face.scores.tolist() == pytest.approx([0.8])


@pytest.mark.parametrize(
    ("score", "short", "full", "asked"),
    [
        (0.5, 0.5, 1.0, (1, 1)),  # both others could just make up for it
        (0.5, 0.48, 1.0, (0, 0)),
        (0.5, 0.5, 0.9, (1, 0)),
        (0.9, 0, 1, (0, 0)),
    ],
)
def test_who_cannot_be_confirmed_any_more_is_not_looked_at_again(
    told: MadeBy, faces_at: Maker, score: float, short: float, full: float, asked: tuple[int, ...]
) -> None:
    checks, _, others = told((short,), (full,), (1.0,))
    face = checks.confirmed(picture(), faces_at(FACE, score=score), 0.8)
    assert len(face) == asked[1]
    assert tuple(len(other.crops) for other in others.values()) == asked


def test_each_of_several_is_confirmed_by_itself(told: MadeBy, faces_at: Maker) -> None:
    checks, *_ = told((0.6, 0, 0.9, 0.3), (0.6, 0.9, 0.1), (0.6, 0.9, 0.1))
    candidates = joined([faces_at(FACE, score=s) for s in (0.6, 0.5, 0.9, 0.4)])
    confirmed = checks.confirmed(picture(), candidates, 0.5)
    assert confirmed.scores.tolist() == pytest.approx([0.65, 0.95])
    np.testing.assert_allclose(confirmed.boxes, [[104, 64, 176, 136]] * 2, atol=1e-3)
    assert len(checks.confirmed(picture(), Faces.none(), 0.5)) == 0
