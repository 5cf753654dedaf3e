"""Videos that show a chosen number of faces, put together from the demo's."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from emotion_desktop.cli.benchmark.faces import source_frames
from emotion_desktop.cli.benchmark.records import Scene
from emotion_desktop.domain import Image
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.detection import open_detector
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.pipeline import largest
from emotion_desktop.vision.sources import DEMO

WIDTH: Final = 1280
HEIGHT: Final = 720
FPS: Final = 30.0
ROWS: Final = 4
MOST_FACES: Final = ROWS**2
TILE: Final = HEIGHT // ROWS
ROOM: Final = 1.4
"""Side of a tile over that of the face's box: at 16 % of the square the detector finds them all."""

MOMENTS: Final = 60
"""Frames before the scene runs back to its start, so that no face jumps when it repeats."""

APART: Final = 12
"""Frames by which each face is ahead of the one before: no two do the same at once."""

_BACKGROUND: Final = 190


def make_scenes(folder: str, faces: Sequence[int]) -> Iterator[Scene]:
    """Write a video for each number of faces and yield where it is."""
    tiles = list(_tiles(MOMENTS + APART * max(faces)))
    there_and_back = [*range(MOMENTS), *range(MOMENTS - 2, 0, -1)]
    for count in faces:
        path = Path(folder) / f"{count} {'face' if count == 1 else 'faces'}.mp4"
        with VideoWriter(path, FPS, (WIDTH, HEIGHT)) as video:
            for moment in there_and_back:
                video.write(_picture([tiles[moment + APART * face] for face in range(count)]))
        yield Scene(path=str(path), faces=count)


def _tiles(count: int) -> Iterator[Image]:
    """Yield (TILE, TILE, 3) uint8 BGR pictures of the largest face of consecutive frames."""
    before: Image | None = None
    with closing(open_detector()) as detector:
        for frame in source_frames(DEMO, count / FPS):
            boxes = largest(detector.detect(frame.image), frame.image, 1)[0].boxes
            if len(boxes):
                x0, y0, x1, y1 = boxes[0].tolist()
                side = round(ROOM * max(x1 - x0, y1 - y0))
                centre = ((x0 + x1) / 2, (y0 + y1) / 2)
                patch = cv2.getRectSubPix(frame.image, (side, side), centre)
                tile = cv2.resize(patch, (TILE, TILE), interpolation=cv2.INTER_AREA)
                before = np.asarray(tile, np.uint8)
            if before is not None:
                yield before


def _picture(tiles: Sequence[Image]) -> Image:
    """Return (HEIGHT, WIDTH, 3) uint8 BGR, the tiles in its central square, inner cells first."""
    picture = np.full((HEIGHT, WIDTH, 3), _BACKGROUND, np.uint8)
    middle = (ROWS - 1) / 2
    cells = [divmod(cell, ROWS) for cell in range(MOST_FACES)]
    cells.sort(key=lambda cell: (max(abs(cell[0] - middle), abs(cell[1] - middle)), cell))
    left = (WIDTH - HEIGHT) // 2
    for (row, column), tile in zip(cells, tiles, strict=False):
        x, y = left + column * TILE, row * TILE
        picture[y : y + TILE, x : x + TILE] = tile
    return picture
