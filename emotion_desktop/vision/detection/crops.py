"""Upright squares around faces, looked at one by one and told in pixels of the whole picture."""

import math
from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image, Landmarks
from emotion_desktop.vision.alignment import cut
from emotion_desktop.vision.boxes import at_any, centres, within_any
from emotion_desktop.vision.detection.blazeface import BlazeFace


def rolls(landmarks: Landmarks) -> Floats:
    """Return by how much faces are tilted, (N,) float32 radians; clockwise is positive.

    Eyes and mouth tell it together: in profile the eyes alone would not.
    """
    eyes = (landmarks.right_eye + landmarks.left_eye) / 2
    across = landmarks.left_eye - landmarks.right_eye  # points to the right in an upright face
    down = landmarks.mouth - eyes
    x, y = across[:, 0] + down[:, 1], across[:, 1] - down[:, 0]
    return np.asarray(np.arctan2(y, x), np.float32)


SAME_SHIFT: Final = 0.12
SAME_GROWTH: Final = 1.2
SAME_ROLL: Final = math.radians(20)
"""As long as a pose differs by less, in sides of the face, times and radians, it is held."""


def poses(faces: Faces) -> Floats:
    """Return where faces are, (N, 4) float32: the centre's x and y, the longer side, the roll."""
    boxes = faces.boxes
    extent = np.maximum(np.max(boxes[:, 2:] - boxes[:, :2], axis=1), 1.0)
    return np.column_stack([centres(boxes), extent, rolls(faces.landmarks)]).astype(np.float32)


def held(now: Floats, before: Floats) -> Floats:
    """Return poses (N, 4), each as one of some before (M, 4) if it has hardly changed.

    What a network finds depends a little on where its crop lies. If crops followed each find
    exactly, landmarks of faces that do not move would tremble.
    """
    if not len(before) or not len(now):
        return now
    apart = np.hypot(*(now[:, None, :2] - before[None, :, :2]).transpose(2, 0, 1))
    growth = np.abs(np.log(now[:, None, 2] / before[None, :, 2]))
    turn = np.abs(np.angle(np.exp(1j * (now[:, None, 3] - before[None, :, 3]))))
    same = (apart < SAME_SHIFT * before[:, 2]) & (growth < math.log(SAME_GROWTH))
    same &= turn < SAME_ROLL
    nearest = np.argmin(np.where(same, apart, np.inf), axis=1)
    return np.asarray(np.where(same.any(axis=1)[:, None], before[nearest], now), np.float32)


def squares(at: Floats, room: float, side: int, turn: float = 0.0) -> Floats:
    """Return maps from crops of squares around faces to the picture, (N, 2, 3) float32.

    Args:
        at: (N, 4) poses; each face is upright in its crop.
        room: Side of the square over that of the face's box.
        side: Of the crops in pixels.
        turn: Turns the crops farther, clockwise, in radians.
    """
    x, y, extent, roll = at.T
    turned = extent * room / side * np.exp(1j * (roll + turn))
    shift = x + 1j * y - turned * (1 + 1j) * side / 2
    rows = [[turned.real, -turned.imag, shift.real], [turned.imag, turned.real, shift.imag]]
    return np.array(rows, np.float32).transpose(2, 0, 1)


def detect_in_crops(
    network: BlazeFace, image: Image, crop_to_image: Floats, side: int, confidence: float
) -> list[Faces]:
    """Return the faces seen in each crop of an (H, W, 3) uint8 BGR picture, in its pixels.

    Boxes are as large as in the crop, but upright in the picture. Beyond its border it is black.

    Args:
        network: What looks.
        image: The picture.
        crop_to_image: (N, 2, 3) float32 maps from pixels of the crops to the picture's.
        side: Of the crops, a multiple of the network's alignment.
        confidence: Least score, 0–1.
    """
    if not len(crop_to_image):
        return []
    crops = np.stack([cut(image, matrix, side) for matrix in crop_to_image])
    seen = network.infer(crops, confidence)
    return [_mapped(faces, matrix) for faces, matrix in zip(seen, crop_to_image, strict=True)]


def _mapped(faces: Faces, matrix: Floats) -> Faces:
    linear, shift = matrix[:, :2], matrix[:, 2]
    middle = centres(faces.boxes) @ linear.T + shift
    half = (faces.boxes[:, 2:] - faces.boxes[:, :2]) / 2 * np.hypot(*linear[:, 0])
    return Faces(
        boxes=np.concatenate([middle - half, middle + half], axis=1).astype(np.float32),
        landmarks=Landmarks(faces.landmarks.points @ linear.T + shift),
        scores=faces.scores.copy(),
    )


def best_at(seen: Faces, place: Floats) -> Faces:
    """Return the likeliest of some faces at a place, a box (4,); one or none."""
    if not len(seen):
        return seen
    there = seen[at_any(seen.boxes, place[None])]
    return there[np.argsort(-there.scores, kind="stable")[:1]]


def joined(parts: list[Faces]) -> Faces:
    """Return all faces of some, in turn."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else Faces.none()
    return Faces(
        boxes=np.concatenate([part.boxes for part in parts]),
        landmarks=Landmarks(np.concatenate([p.landmarks.points for p in parts])),
        scores=np.concatenate([part.scores for part in parts]),
    )


def each_once(faces: Faces) -> Faces:
    """Return faces without those at the place of a likelier one, or within it.

    The likeliest come first.
    """
    if len(faces) < 2:
        return faces
    faces = faces[np.argsort(-faces.scores, kind="stable")]
    kept = np.zeros(len(faces), np.bool_)
    for row in range(len(faces)):
        box, before = faces.boxes[row : row + 1], faces.boxes[kept]
        kept[row] = not at_any(box, before)[0] and not within_any(box, before)[0]
    return faces[kept]
