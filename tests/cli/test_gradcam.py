"""What `emotion-analyze` shows of what the model looked at."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.cli.analyze import main
from emotion_desktop.domain import Image
from emotion_desktop.vision.opencv import cv2

Analyze = Callable[..., Image]
Maker = Callable[..., Path]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def annotated(model: str, make_picture: Maker, tmp_path: Path) -> Analyze:
    """A function that returns the annotated copy of a picture, made with some arguments."""

    def run(name: str, *arguments: str) -> Image:
        out = str(tmp_path / name)
        command = [str(make_picture()), "--video", "--model", model, "--out", out, *arguments]
        assert main(command) == 0
        return np.asarray(cv2.imread(f"{out}/face-annotated.png"), np.uint8)

    return run


def test_the_opacity_of_heatmaps_changes_the_copies(annotated: Analyze) -> None:
    plain = annotated("plain").astype(int)
    faint = annotated("faint", "--gradcam", "--gradcam-opacity", "0.2")
    strong = annotated("strong", "--gradcam", "--gradcam-opacity", "1")
    assert 0 < np.abs(faint - plain).mean() < np.abs(strong - plain).mean()


def test_heatmaps_explain_the_class_that_was_asked_for(annotated: Analyze) -> None:
    happy = annotated("happy", "--gradcam", "--gradcam-class", "happy")
    sad = annotated("sad", "--gradcam", "--gradcam-class", "sadness")
    assert not np.array_equal(happy, sad)


def test_a_class_the_model_lacks_is_one_line_with_those_it_has(
    make_picture: Maker, model: str, tmp_path: Path, capsys: Capture
) -> None:
    arguments = ["--model", model, "--out", str(tmp_path / "out"), "--gradcam"]
    assert main([str(make_picture()), *arguments, "--gradcam-class", "fear"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "cannot explain fear; its classes: " in line
    assert main([str(make_picture()), *arguments, "--gradcam-class", "boredom"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "unknown emotion 'boredom'; use one of anger" in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--gradcam-opacity", "0.1"], "must be a number from 0.2 to 1, got '0.1'"),
        (["--gradcam-opacity", "much"], "must be a number from 0.2 to 1, got 'much'"),
    ],
)
def test_nonsense_is_code_2_and_says_what_is_allowed(
    arguments: list[str], said: str, capsys: Capture
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["a.png", "--gradcam", *arguments])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
