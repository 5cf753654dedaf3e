"""Finding faces: a protocol, the detectors that ship by name, and what they are made of.

Another one needs a file of its own that calls `register_detector`; nothing here has to change.
"""

from emotion_desktop.vision.detection.detector import (
    DEFAULT_DETECTOR,
    DetectorEntry,
    Effort,
    FaceDetector,
    check_detector,
    detectors,
    open_detector,
    register_detector,
    usages,
)

__all__ = [
    "DEFAULT_DETECTOR",
    "DetectorEntry",
    "Effort",
    "FaceDetector",
    "check_detector",
    "detectors",
    "open_detector",
    "register_detector",
    "usages",
]


# The imports wait until a detector is chosen: MediaPipe's alone takes a second.
def _blazeface(confidence: float, _: str) -> FaceDetector:
    from emotion_desktop.vision.detection.tiled_detector import TiledDetector

    return TiledDetector(confidence)


def _mediapipe(confidence: float, _: str) -> FaceDetector:
    from emotion_desktop.vision.detection.mediapipe import MediaPipeDetector

    return MediaPipeDetector(confidence)


def _yunet(confidence: float, path: str) -> FaceDetector:
    from emotion_desktop.vision.detection.yunet import YuNetDetector

    return YuNetDetector(path, confidence)


register_detector(
    DEFAULT_DETECTOR,
    DetectorEntry(
        open=_blazeface, summary="near, far, tilted and in crowds; nothing else to install"
    ),
)
register_detector(
    "mediapipe",
    DetectorEntry(open=_mediapipe, summary="the mediapipe package: large, upright faces"),
)
register_detector(
    "yunet",
    DetectorEntry(
        open=_yunet, argument="FILE.onnx", summary="OpenCV's YuNet, from a file of yours"
    ),
)
