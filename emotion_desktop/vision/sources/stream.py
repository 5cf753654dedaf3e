"""Network streams: HTTP (MJPEG, HLS, files), RTSP, RTMP, UDP, SRT."""

import time
from typing import Final

import av

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import SourceEndedError, StreamLostError
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of
from emotion_desktop.vision.sources.decoder import Decoder, FrameSizeError
from emotion_desktop.vision.sources.naming import public_name

TIMEOUT_S: Final = 5.0
"""Longest silence of a server, in seconds."""

# Half a second is enough to know the codec, and a camera's picture should not start 5 s late.
_OPTIONS: Final = {"analyzeduration": "500000", "rtsp_transport": "tcp"}


class StreamSource(ClosableSource):
    """Frames of a network stream, as they come; a file on a server is played at its speed.

    Args:
        url: Its address.
        timeout_s: Longest wait for the server, in seconds.

    Raises:
        StreamLostError: If it does not answer in time or sends no video.
    """

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        super().__init__()
        self.name = public_name(url)
        self.is_live = True
        self.frame_count: int | None = None
        self._timeout_s = timeout_s
        try:
            self._decoder = Decoder(url, timeout_s=timeout_s, options=_OPTIONS)
        except (av.FFmpegError, OSError) as error:
            # Without FFmpeg's own error, which holds the whole address.
            raise self._unreachable(error) from None
        except FrameSizeError as error:
            raise StreamLostError("{name} sends {reason}", name=self.name, reason=error) from error
        except LookupError as error:
            raise StreamLostError(
                "{name} sends no video; check the address", name=self.name
            ) from error
        self._frames = self._decoder.frames()
        first = self._decode()
        if first is None:
            self._decoder.close()
            raise StreamLostError(
                "{name} sends no pictures; check the address and retry", name=self.name
            )
        self._first: tuple[Image, float] | None = first
        self.size = (first[0].shape[1], first[0].shape[0])
        # FFmpeg takes the rate of a stream without time stamps for 25; better none than wrong.
        self._pacer = Pacer(self._closed.wait) if self._decoder.duration_s else None
        self.fps = self._decoder.fps if self._pacer else None
        self._began = time.monotonic()
        self._index = 0

    def _unreachable(self, error: Exception) -> StreamLostError:
        if isinstance(error, av.HTTPUnauthorizedError | av.HTTPForbiddenError):
            return StreamLostError(
                "{name} requires a user name and password: {example}",
                name=self.name,
                example="http://user:password@host/...",
            )
        if isinstance(error, av.HTTPNotFoundError):
            return StreamLostError(
                "{name} does not recognise this address; check it", name=self.name
            )
        if isinstance(error, av.ExitError | TimeoutError):
            return StreamLostError(
                "{name} did not answer within {time:g} s; check address and network",
                name=self.name,
                time=self._timeout_s,
            )
        return StreamLostError(
            "{name} cannot be reached; check address and network, then retry", name=self.name
        )

    def _decode(self) -> tuple[Image, float] | None:
        try:
            return next(self._frames, None)
        except (av.FFmpegError, OSError):
            raise StreamLostError(
                "{name} stopped sending; check the network and retry", name=self.name
            ) from None

    def _read(self) -> Frame:
        item, self._first = self._first or self._decode(), None
        if item is None:
            if self._pacer is not None:
                raise SourceEndedError("{name} has been played to its end", name=self.name)
            raise StreamLostError(
                "{name} stopped sending; check the network and retry", name=self.name
            )
        image, time_s = item
        if self._pacer is not None:
            self._pacer.until(time_s)
        else:
            time_s = time.monotonic() - self._began
        frame = frame_of(image, self._index, time_s, self.name)
        self._index += 1
        return frame

    def _release(self) -> None:
        self._decoder.close()
