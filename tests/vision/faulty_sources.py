"""Sources that go wrong in the middle, each in each way that it can: for the fault matrix."""

import http.server
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import FrameSource, open_source
from emotion_desktop.vision.sources.base import CameraInfo
from emotion_desktop.vision.sources.camera.source import CameraSource

SOUND: Final = 12
"""So many pictures come before something goes wrong, and after it if they come at all."""

LARGE: Final = (2560, 1440)
"""Width and height of a picture that takes more than 10 MB."""

STEP_S: Final = 0.03

Opener = Callable[..., FrameSource]


class FaultySources:
    """Makes sources that go wrong.

    Args:
        folder: For their files.
        images: Pictures with faces.
        stack: Ends what has been started.

    Attributes:
        over: Set to let those end that wait for ever.
    """

    def __init__(self, folder: Path, images: Sequence[Image], stack: ExitStack) -> None:
        self.over = threading.Event()
        self._folder = folder
        self._stack = stack
        self._small = [np.ascontiguousarray(image[::4, ::4]) for image in images[:SOUND]]
        stack.callback(self.over.set)

    def make(self, source: str, fault: str) -> tuple[str, Opener]:
        """Return the text of a source that goes wrong, and what opens it."""
        makers = {
            "camera": self._camera,
            "demo": self._demo,
            "file": self._file,
            "folder": self._pictures_in_a_folder,
            "stream": self._stream,
        }
        return makers[source](fault)

    def _pictures(self, fault: str) -> Iterator[Image]:
        """Yield sound pictures, then what the fault makes of them, without an end."""
        yield from self._small
        after = self._small
        if fault == "changes size":
            after = [np.ascontiguousarray(image[:-60, :-80]) for image in self._small]
        elif fault == "10 MB frames":
            after = [np.asarray(cv2.resize(self._small[0], LARGE), np.uint8)]
        elif fault == "garbage":
            after = [np.random.default_rng(0).integers(0, 256, after[0].shape, np.uint8)]
        while True:
            yield from after

    def _camera(self, fault: str) -> tuple[str, Opener]:
        camera = FakeCamera(self._pictures(fault), fault, self.over)
        opener = partial(CameraSource, find=camera.find, capture=camera)
        return (
            "camera",
            lambda text, **how: opener() if text == "camera" else open_source(text, **how),
        )

    def _stream(self, fault: str) -> tuple[str, Opener]:
        handler = type("Handler", (FaultyServer,), {
            "pictures": staticmethod(partial(self._pictures, fault)),
            "fault": fault, "over": self.over,
        })  # fmt: skip
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._stack.callback(server.server_close)
        self._stack.callback(server.shutdown)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/live", open_source

    def _file(self, fault: str) -> tuple[str, Opener]:
        path = self._folder / "film.ts"
        if fault == "never answers":
            os.mkfifo(path)
            return str(path), open_source
        pictures = self._pictures(fault)
        sound = self._film([next(pictures) for _ in range(SOUND)])
        data = sound + self._film([next(pictures) for _ in range(SOUND)])
        if fault == "dies":
            data = data[: len(data) * 2 // 3]
        elif fault == "garbage":
            noise = np.random.default_rng(0).bytes(len(sound) // 2)
            data = sound[: len(sound) // 2] + noise + data[len(sound) :]
        path.write_bytes(data)
        return str(path), open_source

    def _demo(self, fault: str) -> tuple[str, Opener]:
        file = self._folder / "assets" / "demo.mp4"
        file.parent.mkdir()
        if fault == "garbage":
            file.write_bytes(find_asset("demo.mp4").read_bytes()[1000:9000])

        def open_it(text: str, **how: Any) -> FrameSource:  # noqa: ANN401
            if text != "broken demo":
                return open_source(text, **how)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("emotion_desktop.config.PACKAGE", self._folder / "none")
                return open_source("demo", **how)

        return "broken demo", open_it

    def _pictures_in_a_folder(self, fault: str) -> tuple[str, Opener]:
        folder = self._folder / "pictures"
        folder.mkdir()
        pictures = self._pictures(fault)
        for place in range(4):
            image = next(pictures)
            if place == 2 and fault in {"changes size", "10 MB frames"}:
                image = next(picture for picture in pictures if picture.shape != image.shape)
            cv2.imwrite(str(folder / f"{place}.bmp"), image)
        second = folder / "1.bmp"
        if fault == "garbage":
            second.write_bytes(b"BM" + bytes(range(256)) * 40)
        elif fault == "never answers":
            second.unlink()
            os.mkfifo(second)

        def open_it(text: str, **how: Any) -> FrameSource:  # noqa: ANN401
            source = open_source(text, **how)
            if fault == "dies" and text == str(folder):
                for path in folder.iterdir():
                    path.unlink()
            return source

        return str(folder), open_it

    def _film(self, images: Sequence[Image]) -> bytes:
        path = self._folder / "part.ts"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("mpeg2video", rate=25)
            assert isinstance(stream, av.VideoStream)
            stream.height, stream.width = images[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            for image in images:
                container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
            container.mux(stream.encode())
        return path.read_bytes()


class FakeCamera:
    """Stands in for `cv2.VideoCapture`; goes wrong after the sound pictures."""

    def __init__(self, pictures: Iterator[Image], fault: str, over: threading.Event) -> None:
        self._pictures = pictures
        self._fault = fault
        self._over = over
        self._left = SOUND

    def find(self) -> list[CameraInfo]:
        """List the camera as long as it is there."""
        return [] if self._fault == "dies" and self._left < 0 else [CameraInfo(0, "Webcam", 0)]

    def __call__(self, _index: int, _backend: int) -> "FakeCamera":
        if self._fault == "never answers":
            self._over.wait()
        return self

    def isOpened(self) -> bool:  # noqa: N802
        return self._fault != "never answers"

    def set(self, _what: int, _value: float) -> bool:
        return True

    def get(self, _what: int) -> float:
        return 30.0

    def read(self) -> tuple[bool, Image | None]:
        self._left -= 1
        if self._left < 0 and self._fault in {"dies", "stalls"}:
            return False, None
        self._over.wait(STEP_S)
        return True, next(self._pictures)

    def release(self) -> None:
        """Nothing is held."""


class FaultyServer(http.server.BaseHTTPRequestHandler):
    """Sends pictures as a network camera does, until it goes wrong."""

    pictures: Callable[[], Iterator[Image]]
    fault: str
    over: threading.Event

    def do_GET(self) -> None:
        """Answer, or don't."""
        if self.fault == "never answers":
            self.over.wait()
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        with suppress(OSError):
            for number, image in enumerate(self.pictures()):
                if number >= SOUND and self.fault == "dies":
                    return
                if number >= SOUND and self.fault == "stalls":
                    self.over.wait()
                self._send(image, is_sound=number < SOUND or self.fault != "garbage")
                if self.over.wait(STEP_S):
                    return

    def _send(self, image: Image, *, is_sound: bool) -> None:
        data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 100])[1].tobytes()
        if image.shape[1] == LARGE[0]:  # a comment as long as it takes
            comment = b"\xff\xfe\xff\xff" + bytes(65_533)
            data = data[:2] + comment * 160 + data[2:]
        if not is_sound:
            data = np.random.default_rng(0).bytes(len(data))
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
        self.wfile.write(head.encode() + data + b"\r\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""
