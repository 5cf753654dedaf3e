"""A real camera server on this computer: MJPEG over HTTP."""

import http.server
import threading
from typing import Any

import numpy as np

from emotion_desktop.domain import Image
from emotion_desktop.vision.opencv import cv2


class MjpegHandler(http.server.BaseHTTPRequestHandler):
    """Sends one picture again and again until the test lets the server die."""

    dead: threading.Event
    picture: bytes

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        data = self.picture
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
        try:
            while not self.dead.wait(0.02):
                self.wfile.write(head.encode() + data + b"\r\n")
        except OSError:
            return

    def log_message(self, *_: Any) -> None:  # noqa: ANN401
        """Say nothing."""


class MjpegServer:
    """A server that can die and come back on the same port.

    Args:
        image: (H, W, 3) uint8 BGR, the picture that it sends; gray if None.
    """

    def __init__(self, image: Image | None = None) -> None:
        gray = np.full((96, 128, 3), 120, np.uint8)
        picture = gray if image is None else image
        self._picture = cv2.imencode(".jpg", picture)[1].tobytes()
        self.port = 0
        self._server: http.server.ThreadingHTTPServer | None = None

    def live(self) -> None:
        """Listen from now on."""
        self._dead = threading.Event()
        handler = type("Handler", (MjpegHandler,), {"dead": self._dead, "picture": self._picture})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def die(self) -> None:
        """Hang up, in the middle of a picture perhaps."""
        if self._server is not None:
            self._dead.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
