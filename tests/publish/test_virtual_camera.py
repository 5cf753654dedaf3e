"""The virtual camera, on a stand-in for the library: few systems have one."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from emotion_desktop.errors import PublishError
from emotion_desktop.publish import PublishOptions
from emotion_desktop.publish.hub import Hub
from tests.publish.live_output import a_result, wait_until


class Camera:
    """Keeps what it is sent."""

    made: "list[Camera]"

    def __init__(self, *, width: int, height: int, fps: float, fmt: str) -> None:
        assert (fps, fmt) == (30, "BGR")
        self.width, self.height, self.device = width, height, "/dev/video9"
        self.frames: list[Any] = []
        self.closed = False
        Camera.made.append(self)

    def send(self, frame: Any) -> None:  # noqa: ANN401
        assert frame.shape == (self.height, self.width, 3)
        self.frames.append(frame)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What stands in for pyvirtualcam."""
    Camera.made = []
    library = SimpleNamespace(Camera=Camera, PixelFormat=SimpleNamespace(BGR="BGR"))
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library)
    return library


@pytest.mark.usefixtures("library")
def test_other_programs_see_the_picture_with_its_overlay(hub: Hub) -> None:
    hub.start("camera", PublishOptions())
    assert hub.status()["camera"].address == "/dev/video9"
    result = a_result(size=(320, 240))
    hub.put(result)
    wait_until(lambda: Camera.made[-1].frames)
    assert [(camera.width, camera.closed) for camera in Camera.made] == [(640, True), (320, False)]
    assert (Camera.made[-1].frames[0] != result.image).any()
    hub.stop("camera")
    assert all(camera.closed for camera in Camera.made)


def test_where_the_system_has_none_one_sentence_says_so(hub: Hub, library: SimpleNamespace) -> None:
    def refuse(**_: object) -> Camera:
        msg = "'v4l2loopback' backend: No v4l2 loopback device found.\nDid you load it?"
        raise RuntimeError(msg)

    library.Camera = refuse
    with pytest.raises(PublishError) as refused:
        hub.start("camera", PublishOptions())
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("there is no virtual camera here ('v4l2loopback' backend")


def test_without_the_library_the_extra_is_named(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvirtualcam", None)
    with pytest.raises(PublishError, match=r"pip install 'emotion-desktop\[camera\]'"):
        hub.start("camera", PublishOptions())
