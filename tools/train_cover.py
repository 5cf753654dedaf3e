"""Trains what tells whether eyes or mouth of a face are covered, for `vision.quality`.

::

    python -m tools.train_cover --data fer2013.csv.xz

Faces of FER2013's training pictures, slightly moved and turned as an alignment may be wrong, are
left as they are or covered: the eyes, the mouth, one half; in one colour, that of the skin, in a
gradient, noise, or part of another picture. A small network learns to tell them apart and is
written to `assets/cover.onnx`, with the threshold that calls one in 200 of the uncovered faces
held out covered.
"""

import argparse
import gzip
import lzma
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image
from emotion_desktop.vision.face_quality import COVER_FILE
from emotion_desktop.vision.opencv import cv2
from tools.measure_template import SIDE, read_pictures

if TYPE_CHECKING:
    import torch
    from torch import nn

BATCH: Final = 128
HELD_OUT: Final = 6
"""One picture in so many is held out."""

SPECIFICITY: Final = 0.995

PLACES: Final = (
    (0.10, 0.28, 0.90, 0.52),  # eyes
    (0.22, 0.64, 0.78, 0.98),  # mouth
    (0.08, 0.52, 0.92, 1.00),  # the lower face, as a mask covers it
    (0.50, 0.08, 1.00, 1.00),  # one half
    (0.00, 0.08, 0.50, 1.00),
)
"""In parts of the picture: x0, y0, x1, y1."""


def moved(picture: Image, rng: np.random.Generator) -> Image:
    """Return a (48, 48) picture moved, turned and scaled a little."""
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), rng.normal(0, 5), rng.normal(1, 0.06))
    matrix[:, 2] = matrix[:, 2] + rng.normal(0, 0.04 * SIDE, 2)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def covered(picture: Image, other: Image, rng: np.random.Generator) -> Image:
    """Return a (48, 48) picture with a part covered, some of it by another picture's."""
    place = np.array(PLACES[int(rng.integers(len(PLACES)))]) + rng.normal(0, 0.03, 4)
    x0, y0, x1, y1 = np.clip(place * SIDE, 0, SIDE).round().astype(int)
    height, width = max(2, y1 - y0), max(2, x1 - x0)
    cheek = float(np.median(picture[26:34, 12:36]))
    kind = rng.integers(6)
    if kind == 0:
        fill = np.full((height, width), rng.choice([5, 128, 250]))
    elif kind == 1:
        fill = np.full((height, width), rng.uniform(0, 255))
    elif kind == 2:
        fill = np.full((height, width), cheek + rng.normal(0, 6))
    elif kind == 3:
        fill = np.linspace(rng.uniform(0, 255), cheek, width)[None].repeat(height, axis=0)
    elif kind == 4:
        fill = rng.normal(rng.uniform(30, 220), rng.uniform(3, 40), (height, width))
    else:
        part = other[rng.integers(0, 12) :, rng.integers(0, 12) :]
        turned = np.rot90(part, int(rng.integers(1, 4)))
        fill = cv2.resize(np.ascontiguousarray(turned[:24, :24]), (width, height)).astype(float)
    result = picture.copy()
    under = result[y0 : y0 + height, x0 : x0 + width]
    result[y0 : y0 + height, x0 : x0 + width] = np.clip(fill, 0, 255)[
        : under.shape[0], : under.shape[1]
    ]
    return result


def samples(
    pictures: Sequence[Image], rng: np.random.Generator
) -> tuple["torch.Tensor", "torch.Tensor"]:
    """Return (2 N, 48, 48) uint8 faces, each left as it is and covered, and (2 N,) which is."""
    import torch

    faces, truth = [], []
    for picture in pictures:
        other = pictures[int(rng.integers(len(pictures)))]
        faces += [moved(picture, rng), moved(covered(picture, other, rng), rng)]
        truth += [0.0, 1.0]
    return torch.from_numpy(np.stack(faces)), torch.tensor(truth)


def make_network() -> "nn.Module":
    """Return a network from (N, 48, 48) uint8 gray faces to (N,) logits, above 0: covered."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(
                *(nn.Conv2d(1, 12, 5, 2, 2), nn.ReLU()),
                *(nn.Conv2d(12, 24, 3, 2, 1), nn.ReLU()),
                *(nn.Conv2d(24, 32, 3, 2, 1), nn.ReLU()),
                *(nn.Flatten(), nn.Dropout(0.2)),
                *(nn.Linear(32 * 36, 24), nn.ReLU(), nn.Linear(24, 1)),
            )
            self.threshold = nn.Parameter(torch.zeros(()), requires_grad=False)

        def forward(self, faces: torch.Tensor) -> torch.Tensor:
            values = faces.float()
            mean = values.mean((1, 2), keepdim=True)
            spread = (values - mean).square().mean((1, 2), keepdim=True).sqrt()
            logits: torch.Tensor = self.layers(((values - mean) / (spread + 1))[:, None])
            return logits[:, 0] - self.threshold

    return Network()


def train(pictures: Sequence[Image], epochs: int) -> tuple["nn.Module", float]:
    """Return the network, and the share of covered faces held out that it tells."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    held, rest = pictures[: len(pictures) // HELD_OUT], pictures[len(pictures) // HELD_OUT :]
    network = make_network()
    steps = 2 * len(rest) // BATCH
    optimizer = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=epochs * steps)
    for _ in range(epochs):
        network.train()
        faces, truth = samples(rest, rng)
        order = torch.randperm(len(faces))
        for step in range(steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            loss = nn.functional.binary_cross_entropy_with_logits(network(faces[rows]), truth[rows])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    network.eval()
    faces, truth = samples(held, rng)
    with torch.inference_mode():
        logits = network(faces)
    threshold = torch.quantile(logits[truth == 0], SPECIFICITY)
    network.get_parameter("threshold").copy_(threshold)
    return network, float((logits[truth == 1] > threshold).float().mean())


def export(network: "nn.Module", path: Path) -> None:
    """Write the network as ONNX, for any number of faces."""
    import torch

    program = torch.onnx.export(
        network,
        (torch.zeros((2, SIDE, SIDE), dtype=torch.uint8),),
        input_names=["faces"],
        output_names=["logits"],
        dynamic_shapes=({0: torch.export.Dim("N")},),
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    for node in program.model.graph:
        node.metadata_props.clear()  # where in the files of this machine each came from
        node.doc_string = None
    program.save(str(path), external_data=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, write the asset and print what it is worth."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.train_cover",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz|.xz]")
    parser.add_argument("--count", type=int, default=12000, help="training pictures to use")
    parser.add_argument("--epochs", type=int, default=10)
    arguments = parser.parse_args(argv)
    openers: dict[str, Callable[..., TextIO]] = {".xz": lzma.open, ".gz": gzip.open}
    with openers.get(arguments.data.suffix, open)(arguments.data, "rt") as file:
        pictures = list(read_pictures(file, arguments.count))
    network, sensitivity = train(pictures, arguments.epochs)
    export(network, find_asset("demo.mp4").with_name(COVER_FILE))
    sys.stdout.write(f"of those covered {sensitivity:.1%} are told, of others 0.5 %\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
