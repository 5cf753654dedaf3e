"""The page that browsers are given, and the pictures in it."""

from pathlib import Path
from typing import Final

import numpy as np
from websockets.datastructures import Headers
from websockets.http11 import Response

from emotion_desktop.domain import Image
from emotion_desktop.errors import PublishError

PICTURES_PER_S: Final = 15.0

QUALITY: Final = 80
"""Of the JPEG."""

_PAGE: Final = Path(__file__).with_name("page.html")
_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'"
)


def page() -> Response:
    """Return the page as an answer to `GET /`.

    Raises:
        PublishError: If it is missing.
    """
    try:
        body = _PAGE.read_bytes()
    except OSError as error:
        raise PublishError(
            "The web page cannot be read ({why}); install emotion-desktop again",
            why=error.strerror or error,
        ) from error
    headers = Headers(
        {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }
    )
    return Response(200, "OK", headers, body)


def jpeg(image: Image, width: int) -> bytes:
    """Return a picture, (H, W, 3) uint8 BGR, as JPEG, no wider than so many pixels."""
    from emotion_desktop.vision.opencv import cv2  # no earlier than there are pictures

    height = round(image.shape[0] * width / image.shape[1])
    small = image
    if width < image.shape[1]:
        small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])
