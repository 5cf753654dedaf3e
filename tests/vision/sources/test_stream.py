"""Network streams, from servers that die, stall or say no."""

import http.server
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.errors import SourceEndedError, StreamLostError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import FrameSource, open_source
from emotion_desktop.vision.sources.naming import public_address
from emotion_desktop.vision.sources.stream import StreamSource
from tests.memory import run_measured

VideoMaker = Callable[..., Path]
SENT = 40


class Handler(http.server.BaseHTTPRequestHandler):
    """Sends `SENT` JPEG pictures at /live, then hangs up; at /stalls it goes silent instead."""

    files: Path
    stop: threading.Event

    def do_GET(self) -> None:
        if self.path in {"/live", "/stalls"}:
            self.send_pictures()
        elif self.path == "/endless":
            self.send_one_picture_for_ever()
        elif self.path == "/secret":
            self.send_error(401)
        elif (self.files / self.path[1:]).is_file():
            data = (self.files / self.path[1:]).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        else:
            self.send_error(404)

    def send_pictures(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        for number in range(SENT):
            image = np.full((96, 128, 3), 4 * number, np.uint8)
            data = cv2.imencode(".jpg", image)[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            self.wfile.write(head.encode() + data + b"\r\n")
        if self.path == "/stalls":
            self.stop.wait(30)

    def send_one_picture_for_ever(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        head = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 2000000000\r\n\r\n"
        with suppress(OSError):
            self.wfile.write(head.encode() + b"\xff\xd8\xff\xe0")
            while not self.stop.is_set():
                self.wfile.write(b"\x12" * 1_000_000)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401
        """Say nothing."""


def read_on(source: FrameSource) -> None:
    for _ in range(2 * SENT):
        source.read()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Address of a server that also has the files of `tmp_path`."""
    stop = threading.Event()
    handler = type("Handler", (Handler,), {"files": tmp_path, "stop": stop})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"127.0.0.1:{running.server_address[1]}"
        stop.set()
        running.shutdown()
        thread.join()


def test_a_stream_delivers_until_its_server_dies_and_says_so(server: str) -> None:
    source = open_source(f"http://{server}/live")
    assert (source.size, source.is_live, source.frame_count) == ((128, 96), True, None)
    first = source.read()
    assert first.image.shape == (96, 128, 3)
    with pytest.raises(StreamLostError, match=f"http://{server}/live stopped sending"):
        read_on(source)
    source.close()


def test_a_server_that_goes_silent_is_given_up_in_time(server: str) -> None:
    source = StreamSource(f"http://{server}/stalls", timeout_s=1.0)
    began = time.monotonic()
    with pytest.raises(StreamLostError, match="stopped sending"):
        read_on(source)
    assert time.monotonic() - began < 15  # the server holds its breath for 30
    source.close()


def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        began = time.monotonic()
        with pytest.raises(StreamLostError, match=r"did not answer within 0\.5 s"):
            StreamSource(f"http://127.0.0.1:{port}/", timeout_s=0.5)
        assert time.monotonic() - began < 15


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measured elsewhere")
def test_a_picture_that_never_ends_takes_no_more_memory_than_the_largest_may(server: str) -> None:
    script = """
import sys
from emotion_desktop.errors import StreamLostError
from emotion_desktop.vision.sources import open_source
try:
    open_source(sys.argv[1])
except StreamLostError as error:
    print(error)
"""
    error, peak = run_measured(script, f"http://{server}/endless")
    assert "stopped sending" in error or "sends no" in error
    assert peak < 800e6


@pytest.mark.parametrize(
    ("path", "reason"),
    [("nowhere", "does not recognise this address"), ("secret", "user name and password"),
     ("text.txt", "check the")],
)  # fmt: skip
def test_what_a_server_refuses_is_said(
    server: str, tmp_path: Path, path: str, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.txt").write_text("no video at all " * 1000)
    with pytest.raises(StreamLostError, match=reason):
        open_source(f"http://{server}/{path}")
    assert capfd.readouterr().err == ""


def test_no_server_at_all_is_said_without_the_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(StreamLostError) as caught:
        open_source(f"http://admin:geheim@127.0.0.1:{port}/live?token=1234")
    assert f"http://127.0.0.1:{port}/live cannot be reached" in str(caught.value)


def test_a_file_on_a_server_is_played_at_its_speed_and_ends(
    server: str, make_video: VideoMaker, numbered: Callable[[int], list[Image]]
) -> None:
    make_video(numbered(4), [0, 0.1, 0.2, 0.3], "film.mkv")
    source = open_source(f"http://{server}/film.mkv")
    frames = [source.read() for _ in range(4)]
    assert 0.2 < frames[-1].captured_at - frames[0].captured_at < 3
    with pytest.raises(SourceEndedError):
        source.read()
    source.close()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://me:pw@cam.local:554/h264", "rtsp://cam.local:554/h264"),
        ("http://host/a@b?key=1", "http://host/a@b"),
        ("udp://239.0.0.1:1234", "udp://239.0.0.1:1234"),
    ],
)
def test_addresses_are_shown_without_secrets(url: str, shown: str) -> None:
    assert public_address(url) == shown
