"""How long ONNX Runtime takes for one face in float32 and in int8, by turns, on this machine.

::

    python -m benchmarks.precisions --models all

Aligned faces of the demo, one at a time; medians of all calls, and how many of the faces get the
same label in both. Accuracy, macro-F1 and calibration of both stand on the model cards.
"""

import sys
import time
from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.harness import add_models, command, make_parser
from emotion_desktop.cli.benchmark.faces import demo_crops
from emotion_desktop.cli.benchmark.plan import chosen_models
from emotion_desktop.cli.benchmark.statistics import median_ms
from emotion_desktop.vision.predictor import EmotionPredictor

FACES: Final = 40
PRECISIONS: Final = ("fp32", "int8")


def measure(model: str, faces: int = FACES) -> tuple[float, float, int]:
    """Return the medians in ms in float32 and in int8, and how many labels are the same.

    Raises:
        ModelError: If the model cannot be used in both.
    """
    predictors = [
        EmotionPredictor(model, device="cpu", backend="onnx", precision=precision)
        for precision in PRECISIONS
    ]
    crops = demo_crops(faces, predictors[0].size)
    laps: list[list[float]] = [[] for _ in predictors]
    labels = np.zeros((len(predictors), len(crops)), np.int64)
    for row in range(len(crops)):
        for column, predictor in enumerate(predictors):
            began = time.perf_counter()
            probabilities = predictor.predict(crops[row : row + 1])
            laps[column].append(time.perf_counter() - began)
            labels[column, row] = probabilities.argmax()
    fp32, int8 = map(median_ms, laps)
    return fp32, int8, int((labels[0] == labels[1]).sum())


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser("precisions", __doc__)
    add_models(parser)
    names = chosen_models(parser.parse_args(argv).models)
    sys.stdout.write(
        "| model | fp32 ms | int8 ms | faster by | same label |\n|---|---|---|---|---|\n"
    )
    for name in names:
        fp32, int8, same = measure(name)
        sys.stdout.write(
            f"| {name} | {fp32:.2f} | {int8:.2f} | {fp32 / int8:.1f} × | {same} of {FACES} |\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
