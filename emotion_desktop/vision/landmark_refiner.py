"""Landmarks moved onto eyes, nose and mouth by a network that sees the face closely.

Kartynnik et al. 2019, Real-time Facial Surface Geometry, https://arxiv.org/abs/1907.06724. It
places parts three times as repeatably as a detector does, so crops and labels stay what they are
when a face is turned a little.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image, Ints, Landmarks
from emotion_desktop.vision.alignment import TEMPLATE, crop_transforms, cut
from emotion_desktop.vision.boxes import Mask
from emotion_desktop.vision.detection.crops import poses, squares
from emotion_desktop.vision.networks import open_network

FILE: Final = "face_landmarks.onnx"
SIDE: Final = 192
ROOM: Final = 1.5
"""Side of the square the network looks at, over the face's, as in MediaPipe."""

PARTS_TEMPLATE: Final[Floats] = np.array(
    [
        [0.312, 0.391],  # right eye
        [0.688, 0.385],  # left eye
        [0.501, 0.587],  # nose tip
        [0.505, 0.765],  # mouth
    ],
    np.float32,
)
"""Where the network sees these parts in FER2013's pictures: the medians over the first 2,500
training pictures, 2,404 of which look like a face to it (`tools/measure_template.py`). The
difference to `TEMPLATE` is between what a detector calls these parts and what this network does."""

MOVED: Final = 0.05
"""A live face is refined again when a landmark has moved by more, over the eyes' distance."""

LIVE_REFINEMENTS: Final = 1
"""So many faces are refined in one live picture, those first whose turn is longest ago."""


@dataclass(frozen=True, slots=True, eq=False)
class _Refinement:
    """What came of the last time a face was refined.

    Attributes:
        found: (K, 2) landmarks as the detector had found them.
        refined: (K, 2), as refined.
        number: Of the picture.
    """

    found: Floats
    refined: Floats
    number: int

    def shift(self, found: Floats) -> Floats:
        """Return by how much the face has moved since, (2,); 0 if it hardly has."""
        shifts = found - self.found
        eyes = np.hypot(*(self.found[0] - self.found[1]))
        moved = np.hypot(*shifts.T).max() > MOVED * eyes
        return np.asarray(shifts.mean(axis=0) * moved, np.float32)


class LandmarkRefiner:
    """Refines the landmarks of each face; ears stay where the detector found them.

    Live, a face that has hardly moved keeps its landmarks. Those that have are refined in turns,
    one in a picture, and the others' landmarks move along.

    Args:
        live: Whether it is live.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._live = live
        self.reset()

    def reset(self) -> None:
        """Forget all faces."""
        self._last: dict[int, _Refinement] = {}
        self._number = 0

    def refine(self, image: Image, faces: Faces, track_ids: Ints) -> Faces:
        """Return the same faces with refined landmarks.

        Those that do not look like a face to the network keep the detector's.

        Args:
            image: (H, W, 3) uint8 BGR, where the faces were found.
            faces: N faces.
            track_ids: (N,) int64.

        Raises:
            AssetError: If the network's file is missing or damaged.
        """
        found, ids = faces.landmarks.points, track_ids.tolist()
        points = found.copy()
        due = []
        for row, track in enumerate(ids):
            last = self._last.get(track)
            if last is None:
                due.append((-1, row))
                continue
            shift = last.shift(found[row])
            points[row] = last.refined + shift
            if shift.any():
                due.append((last.number, row))
        rows = [row for _, row in sorted(due)][: LIVE_REFINEMENTS if self._live else None]
        if rows:
            points[rows] = refined(image, faces[np.array(rows)])
        if self._live:
            self._number += 1
            self._last = {track: self._last[track] for track in ids if track in self._last}
            for row in rows:
                self._last[ids[row]] = _Refinement(found[row], points[row], self._number)
        return Faces(boxes=faces.boxes, landmarks=Landmarks(points), scores=faces.scores)


def refined(image: Image, faces: Faces) -> Floats:
    """Return the landmarks (N, K, 2) of N > 0 faces, each as the network places it.

    Args:
        image: (H, W, 3) uint8 BGR.
        faces: As a detector finds them.
    """
    parts, is_face = seen_parts(image, faces)
    turns = crop_transforms(Landmarks(parts), 1, PARTS_TEMPLATE)[:, :, :2]
    known = len(PARTS_TEMPLATE)
    offsets = (TEMPLATE[:known] - PARTS_TEMPLATE) @ turns.transpose(0, 2, 1)
    points = faces.landmarks.points.copy()
    points[is_face, :known] = (parts + offsets)[is_face]
    return points


def seen_parts(image: Image, faces: Faces) -> tuple[Floats, Mask]:
    """Return where the network sees eyes, nose and mouth of N > 0 faces, and which are faces.

    Returns:
        (N, 4, 2) float32 pixels of the picture; (N,) bool.
    """
    matrices = squares(poses(faces), ROOM, SIDE)
    crops = np.stack([cut(image, matrix, SIDE) for matrix in matrices])
    parts, logits = _network().run(["parts", "logits"], {"pictures": crops})
    return parts @ matrices[:, :, :2].transpose(0, 2, 1) + matrices[:, None, :, 2], logits > 0


@lru_cache(maxsize=1)
def _network() -> Any:  # noqa: ANN401 (ONNX Runtime has no types)
    return open_network(FILE)
