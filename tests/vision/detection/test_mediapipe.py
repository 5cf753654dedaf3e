"""The package `mediapipe` as a detector."""

import sys

import pytest

from emotion_desktop.domain import Image
from emotion_desktop.errors import AssetError
from emotion_desktop.vision.detection import FaceDetector, open_detector


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
