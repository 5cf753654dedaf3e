"""Short clips with portraits of known size in known places."""

import itertools
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.cli.benchmark.faces import demo_frames
from emotion_desktop.domain import Floats, Image
from emotion_desktop.errors import DataError
from emotion_desktop.vision.boxes import shared
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.images import read_image

Signed = NDArray[np.int16]

SIZE: Final = (1280, 720)
FPS: Final = 30.0
SUFFIXES: Final = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
CLOSE: Final = 0.65
"""Least width of the face over the photo's: of the others little is left around the face."""

FADE: Final = 0.15
"""Part of a photo's half that fades into the background."""

APART: Final = 30
"""Frames of the demo from one background to the next."""

WATCHFUL: Final = 0.3
"""Least score of faces that the demo is held to show: also of those half out of the picture."""

HEAD: Final = 0.3
"""What a head has on each side of the face's box, over the box's side."""

SWAY: Final = 0.2
"""How far a face moves to each side, over its width."""

WALK: Final = 350
"""How far in someone comes, in pixels."""

NOISE: Final = 3.0
"""Standard deviation of the camera's noise in gray values."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A photo of one face.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        box: (4,) float32 pixels, the face as the detector sees it in the photo itself.
    """

    image: Image
    box: Floats

    def scaled(self, width: float) -> tuple[Image, Floats]:
        """Return the photo so large that the face has that width in pixels, and its box."""
        scale = width / float(self.box[2] - self.box[0])
        height, length = (max(1, round(side * scale)) for side in self.image.shape[:2])
        small = cv2.resize(self.image, (length, height), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8), self.box * np.float32(scale)

    def cutout(self, width: float, tilt: float = 0.0) -> "Cutout":
        """Return the photo with a face so wide, tilted by so many degrees, to be pasted."""
        photo, box = self.scaled(width)
        height, length = photo.shape[:2]
        fade = _fade(height, length)
        if not tilt:
            return Cutout(photo, fade, box)
        side = math.ceil(math.hypot(height, length))
        matrix = cv2.getRotationMatrix2D((length / 2, height / 2), tilt, 1)
        matrix[:, 2] += np.array([(side - length) / 2, (side - height) / 2])
        turned = cv2.warpAffine(photo, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
        fade = np.asarray(cv2.warpAffine(fade, matrix, (side, side))[..., None], np.float32)
        middle = matrix[:, :2] @ ((box[:2] + box[2:]) / 2) + matrix[:, 2]
        half = (box[2:] - box[:2]) / 2
        place = np.concatenate([middle - half, middle + half]).astype(np.float32)
        return Cutout(np.asarray(turned, np.uint8), fade, place)


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """A face to be pasted.

    Attributes:
        photo: (h, w, 3) uint8 BGR.
        fade: (h, w, 1) float32 in 0–1: how much of the photo is seen.
        box: (4,) float32, the face in pixels of the photo.
    """

    photo: Image
    fade: Floats
    box: Floats

    def paste(self, image: Image, left: int, top: int) -> Floats:
        """Paste it with its corner at a place, which may be off the picture; return the face's box.

        The box (4,) float32 is clipped to the picture.
        """
        height, width = image.shape[:2]
        rows = slice(max(0, -top), max(0, height - top))
        columns = slice(max(0, -left), max(0, width - left))
        photo, fade = self.photo[rows, columns], self.fade[rows, columns]
        y, x = max(0, top), max(0, left)
        under = image[y : y + photo.shape[0], x : x + photo.shape[1]]
        under[:] = fade * photo + (1 - fade) * under
        box = self.box + np.tile((left, top), 2)
        return np.asarray(np.clip(box, 0, (width, height, width, height)), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One person before a background, or nobody.

    Attributes:
        background: (720, 1280, 3) uint8 BGR.
        strangers: (K, 4) float32 pixels, faces that the background itself shows.
        portrait: Who is pasted; None: nobody.
        width: Of the face, in pixels.
        seed: Of the place, the motion and the noise.
        count: Frames.
        tilt: Of the face, in degrees; positive to the left.
        outside: Part of the face's width or height that is off the picture.
    """

    background: Image
    strangers: Floats
    portrait: Portrait | None
    width: float
    seed: int
    count: int = 90
    tilt: float = 0.0
    outside: float = 0.0

    def frames(self) -> Iterator[tuple[Image, Floats]]:
        """Yield each picture, uint8 BGR, and the true boxes in it, (0 or 1, 4) float32."""
        rng = np.random.default_rng(self.seed)
        noise = [_noise(rng) for _ in range(3)]
        if self.portrait is None:
            for number in range(self.count):
                yield self._noisy(self.background, noise[number % 3]), np.zeros((0, 4), np.float32)
            return
        face = self.portrait.cutout(self.width, self.tilt)
        low, high = self._range(face)
        start, phase = self._place(rng, low, high, face.box), rng.uniform(0, 2 * np.pi, 2)
        for number in range(self.count):
            turn = 2 * np.pi * 0.5 * number / FPS + phase
            x, y = np.clip(start + SWAY * self.width * np.sin(turn), low, high).round().astype(int)
            image = self.background.copy()
            box = face.paste(image, int(x), int(y))
            yield self._noisy(image, noise[number % 3]), box[None]

    def _range(self, face: Cutout) -> tuple[Floats, Floats]:
        """Return the least and greatest place (x, y) of a photo's corner."""
        size = np.array(face.photo.shape[1::-1], np.float32)
        low, high = np.zeros(2, np.float32), np.array(SIZE, np.float32) - size
        if self.outside:
            side = self.seed % 4  # left, right, top, bottom
            axis, lost = side // 2, self.outside * self.width
            beyond = SIZE[axis] - face.box[2 + axis] + lost if side % 2 else -face.box[axis] - lost
            low[axis] = high[axis] = beyond
        elif self.tilt:  # the face itself has to be in the picture
            low, high = -face.box[:2], np.array(SIZE, np.float32) - face.box[2:]
        return np.minimum(low, high), np.maximum(low, high)

    def _place(self, rng: np.random.Generator, low: Floats, high: Floats, box: Floats) -> Floats:
        """Return where the photo begins: if possible, no face of the background is near."""
        places = low + rng.uniform(0.02, 0.98, (100, 2)) * (high - low)  # (100, 2)
        boxes = np.tile(places, 2) + box
        margin = (self.strangers[:, 2:] - self.strangers[:, :2]) * HEAD
        heads = self.strangers + np.concatenate([-margin, margin], axis=1)
        near = shared(boxes.astype(np.float32), heads).sum(axis=1)  # (100,)
        return np.asarray(places[np.argmin(near)], np.float32)

    def _noisy(self, image: Image, noise: Signed) -> Image:
        return np.asarray(cv2.add(image, noise, dtype=cv2.CV_8U), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """Someone walks into a clip from the left or the right, past nobody's face, and stops.

    Attributes:
        clip: Who is there already, or nobody.
        portrait: Who comes.
        width: Of that face, in pixels.
        start: Frame in which they set out.
    """

    clip: Clip
    portrait: Portrait
    width: float
    start: int = 20

    def frames(self) -> Iterator[tuple[Image, Floats]]:
        """Yield as `Clip.frames` does, the box of who comes once the face is wholly in view."""
        rng = np.random.default_rng(self.clip.seed)
        face = self.portrait.cutout(self.width)
        height, width = face.photo.shape[:2]
        speed = rng.uniform(60, 200) / FPS
        from_left, top = self._way_in(rng, width, height)
        for number, (image, _) in enumerate(self.clip.frames()):
            way = round(min(speed * max(0, number - self.start), WALK))
            left = way - width if from_left else SIZE[0] - way
            place = face.box[::2] + left
            there = place[0] >= 0 and place[1] <= SIZE[0]
            yield image, face.paste(image, left, top)[None][: int(there)]

    def _way_in(self, rng: np.random.Generator, width: int, height: int) -> tuple[bool, int]:
        """Return whether a photo so large comes from the left, and at which height.

        If possible, its way leads past nobody's face.
        """
        _, first = next(self.clip.frames())
        known = np.concatenate([self.clip.strangers, first])
        margin = (known[:, 2:] - known[:, :2]) * (HEAD + 2 * SWAY)
        faces = known + np.concatenate([-margin, margin], axis=1)
        from_left = rng.random(100) < 0.5
        tops = rng.uniform(0.1, 0.7, 100) * (SIZE[1] - height)
        left = np.where(from_left, 0, SIZE[0] - WALK - width)
        ways = np.column_stack([left, tops, left + WALK + width, tops + height])
        best = np.argmin(shared(ways.astype(np.float32), faces).sum(axis=1))
        return bool(from_left[best]), round(float(tops[best]))


def read_portraits(folder: Path, count: int) -> list[Portrait]:
    """Return photos of a folder, evenly chosen, that show exactly one face, at close range.

    Raises:
        DataError: If there is none.
        SourceError: If a picture cannot be read.
    """
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
    found = []
    with closing(open_detector()) as detector:
        for path in paths:
            image = read_image(path)
            boxes = detector.detect(image, effort=Effort.STILL).boxes
            if len(boxes) == 1 and boxes[0, 2] - boxes[0, 0] >= CLOSE * image.shape[1]:
                found.append(Portrait(image, boxes[0]))
    if not found:
        msg = f"no photo in {folder} shows one face at close range; give a folder of portraits"
        raise DataError(msg)
    return found[:: max(1, len(found) // count)][:count]


def backgrounds(count: int) -> Iterator[tuple[Image, Floats]]:
    """Yield pictures, 1280 x 720, and the faces (K, 4) they show.

    In turn a drawn texture, a frame of the demo without its people, and one with them.
    """
    nobody = np.zeros((0, 4), np.float32)
    with closing(open_detector(confidence=WATCHFUL)) as detector:
        frames = itertools.cycle(_demo_frames(count))
        for number in range(count):
            if number % 3 == 0:
                yield texture(number), nobody
                continue
            image = next(frames)
            if number % 3 == 1:
                image = _without(image, detector.detect(image, effort=Effort.STILL).boxes)
            yield image, detector.detect(image, effort=Effort.STILL).boxes


def texture(seed: int) -> Image:
    """Return a 1280 x 720 picture of coloured patches, edges and discs: a cluttered room."""
    rng = np.random.default_rng(seed)
    light = rng.integers(60, 190, (3, 5, 1)) + rng.integers(-15, 15, (3, 5, 3))
    image = np.asarray(cv2.resize(light.astype(np.uint8), SIZE), np.uint8)
    for _ in range(60):
        x, y, w, h = (int(v) for v in rng.integers((0, 0, 8, 8), (*SIZE, 240, 240)))
        colour = [int(v) for v in rng.integers(30, 220) + rng.integers(-25, 25, 3)]
        if rng.random() < 0.6:
            cv2.rectangle(image, (x, y), (x + w, y + h), colour, int(rng.choice([-1, 2, 5])))
        else:
            cv2.circle(image, (x, y), w // 4 + 2, colour, int(rng.choice([-1, 2])))
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 1.0), np.uint8)


def _demo_frames(count: int) -> Iterator[Image]:
    """Yield frames of the demo, 1280 x 720, half a second apart; at most so many."""
    for frame in itertools.islice(demo_frames(), 0, APART * count, APART):
        yield np.asarray(cv2.resize(frame.image, SIZE), np.uint8)


def _without(image: Image, boxes: Floats) -> Image:
    """Return a picture with the wall drawn over people whose faces (K, 4) are known."""
    small = np.asarray(cv2.resize(image, (SIZE[0] // 8, SIZE[1] // 8)), np.uint8)
    mask = np.zeros(small.shape[:2], np.uint8)
    for x0, y0, x1, _ in (boxes / 8).tolist():
        side = x1 - x0
        left, top = max(0, round(x0 - 0.8 * side)), max(0, round(y0 - 0.8 * side))
        mask[top:, left : round(x1 + 0.8 * side)] = 255
    wall = cv2.resize(cv2.inpaint(small, mask, 3, cv2.INPAINT_TELEA), SIZE)
    share = cv2.GaussianBlur(cv2.resize(mask, SIZE), (0, 0), 8)[..., None] / 255
    return np.asarray(share * wall + (1 - share) * image, np.uint8)


def _fade(height: int, width: int) -> Floats:
    """Return (H, W, 1) float32 in 0–1: 1 within a rounded rectangle, 0 on its border."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    radius = np.sqrt(np.hypot((2 * x / width - 1) ** 2, (2 * y / height - 1) ** 2))
    return np.asarray(np.clip((1 - radius) / FADE, 0, 1)[..., None], np.float32)


def _noise(rng: np.random.Generator) -> Signed:
    noise = np.zeros((SIZE[1], SIZE[0], 3), np.int16)
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    cv2.randn(noise, np.zeros(3), np.full(3, NOISE))
    return noise
