"""Programs that use the package pass `mypy --strict`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]

USER_SCRIPT: Final = """
from contextlib import closing

import cv2
import numpy as np
from PIL import Image

from emotion_desktop import EmotionDesktopError, EmotionPredictor, Recording, analyze, draw

image = cv2.imread("photo.jpg")  # its type says that it may be None
result = analyze(image)
with EmotionPredictor("cnn48_gray") as predictor:
    result = predictor.analyze(image, heatmaps=True)
    label, index, probabilities = predictor.predict_emotion_from_frame(image, (10, 10, 90, 90))
    print(label.title(), index + 1, float(probabilities.max()))
    predictor.analyze(np.zeros((9, 9), np.float32))
    with Image.open("photo.jpg") as photo:
        predictor.analyze(photo)
    for each in predictor.iter_video("clip.mp4"):
        print(each.frame.time_s, each.emotion(0), each.faces.boxes.shape)
    with closing(predictor.iter_camera(0)) as results:
        next(results)
cv2.imwrite("painted.png", draw(image, result, heatmap=True))
try:
    print(Recording.open("emotion-20260131-142530").duration_s)
except EmotionDesktopError as error:
    print(error)
"""

MISTAKE: Final = """
from emotion_desktop import EmotionPredictor

EmotionPredictor("cnn48_gray").analyze(7)
"""


def errors_of_mypy(cache: Path, *programs: Path) -> list[str]:
    """Return what mypy says of programs; what is wrong in the package itself is not theirs."""
    options = ("--strict", "--config-file=", "--follow-imports=silent", "--cache-dir", str(cache))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *map(str, programs)],
        env=os.environ | {"MYPYPATH": str(ROOT), "PYTHONPATH": ""},
        cwd=cache,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if " error: " in line]


@pytest.mark.slow
def test_programs_of_users_and_examples_are_typed_and_mistakes_are_found(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    assert pytestconfig.cache is not None
    cache = pytestconfig.cache.mkdir("mypy")
    user_script, mistake = tmp_path / "user_script.py", tmp_path / "mistake.py"
    user_script.write_text(USER_SCRIPT, encoding="utf-8")
    mistake.write_text(MISTAKE, encoding="utf-8")
    programs = [ROOT.joinpath("examples/networks/resnets.py")]
    for path in sorted(ROOT.glob("examples/*.py")):
        if "from emotion_desktop import" in path.read_text(encoding="utf-8"):
            programs.append(path)
    assert len(programs) >= 10
    assert errors_of_mypy(cache, user_script, *programs) == []
    (error,) = errors_of_mypy(cache, mistake)
    assert 'Argument 1 to "analyze" of "EmotionPredictor" has incompatible type "int"' in error
