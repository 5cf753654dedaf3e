"""H.264 videos that keep each frame's own time."""

from fractions import Fraction
from pathlib import Path
from typing import Final, Self

import av
import av.logging
import numpy as np
from av.video.frame import PictureType

from emotion_desktop.config import VideoQuality
from emotion_desktop.domain import Image
from emotion_desktop.errors import OutputError
from emotion_desktop.files.fragmented_mp4 import SteadyFile
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.sound import CopiedSound
from emotion_desktop.vision.opencv import cv2

av.logging.set_level(av.logging.PANIC)

_TIME_BASE: Final = Fraction(1, 90_000)
_FALLBACK_FPS: Final = 25.0
_MUXER: Final = {"movflags": "faststart"}
# Without B-frames: they make FFmpeg state a wrong duration when frames come at uneven times.
_ENCODER: Final = {"crf": "20", "preset": "veryfast", "bf": "0"}

# Half a second is written as soon as it is full, and the whole becomes an ordinary MP4 at the end.
# https://ffmpeg.org/ffmpeg-formats.html#Fragmentation
_STEADY_MUXER: Final = {
    "movflags": "hybrid_fragmented+empty_moov+default_base_moof",
    "frag_duration": "500000",
}
# No frame waits in the encoder; a keyframe comes by time, for frames may come seldom.
_STEADY_ENCODER: Final = {
    "preset": "veryfast",
    "tune": "zerolatency",
    "forced-idr": "1",
    "g": "1000000",
}
_KEYFRAME_S: Final = 1.0
_CONSTANT_RATE_FACTORS: Final[dict[VideoQuality, int]] = {"small": 30, "standard": 23, "high": 17}
_PX_PER_THREAD: Final = 1_000_000


class VideoWriter:
    """Writes BGR frames as an MP4 file that every player and browser plays; a context manager.

    Args:
        path: Is replaced if it is there.
        fps: Usual frames per second; None if unknown. True times come with each frame.
        size: Width and height in px. Odd ones get one more row or column, as H.264's 4:2:0
            wants even ones; frames of another size are scaled into this one, with black around.
        steady: Whether the file can be played at any time up to the last second, also if the
            process is killed. It takes more room for the same picture.
        quality: How true to the pictures a steady file is; a better one takes more room.
        sound: A file whose sound is copied, from the time of the first frame to the last one's end.

    Raises:
        OutputError: If it cannot be written, also by `write` and `close`.
    """

    def __init__(
        self,
        path: Path,
        fps: float | None,
        size: tuple[int, int],
        *,
        steady: bool = False,
        quality: VideoQuality = "standard",
        sound: Path | None = None,
    ) -> None:
        self.path = path
        self._file: SteadyFile | None = None
        self._size = size
        self._step = round(1 / ((fps or _FALLBACK_FPS) * _TIME_BASE))
        self._last_pts = -1
        self._next_key: int | None = 0 if steady else None
        self._closed = False
        self._failed = False
        try:
            if steady:
                self._file = SteadyFile(path)
            self._container = av.open(
                self._file or f"file:{path}",  # else `run:1` is a protocol
                "w",
                format="mp4",
                options=_STEADY_MUXER if steady else _MUXER,
            )
            rate = Fraction(fps or _FALLBACK_FPS).limit_denominator(1001)
            encoder = _steady_encoder(size, quality) if steady else _ENCODER
            self._stream = self._container.add_stream("libx264", rate=rate, options=encoder)
            self._sound = None if sound is None else CopiedSound(sound, self._container)
        except (av.FFmpegError, OSError) as error:
            raise self._failure(error) from error
        self._stream.width, self._stream.height = (side + side % 2 for side in size)
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = _TIME_BASE
        self._stream.codec_context.time_base = _TIME_BASE

    def write(self, image: Image, time_s: float | None = None) -> None:
        """Append a frame shown from `time_s`; one step after the last one if None.

        Times must rise; one that does not is moved just behind the last.
        """
        step = self._step if self._last_pts >= 0 else 1
        pts = self._last_pts + step if time_s is None else round(time_s / _TIME_BASE)
        self._last_pts = max(pts, self._last_pts + 1)
        # OpenCV turns BGR into YUV three times as fast as FFmpeg does.
        planes = np.asarray(cv2.cvtColor(self._fit(image), cv2.COLOR_BGR2YUV_I420), np.uint8)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base, frame.duration = self._last_pts, _TIME_BASE, self._step
        if self._next_key is not None and self._last_pts >= self._next_key:
            frame.pict_type = PictureType.I
            self._next_key = self._last_pts + round(_KEYFRAME_S / _TIME_BASE)
        self._mux(frame)
        self._copy_sound(self._last_pts)

    def _copy_sound(self, pts: int) -> None:
        if self._sound is None:
            return
        try:
            self._sound.write_until(float(pts * _TIME_BASE))
        except (av.FFmpegError, OSError) as error:
            self._failed = True
            raise self._failure(error) from error

    def _fit(self, image: Image) -> Image:
        width, height = self._size
        if image.shape[:2] != (height, width):
            image = _fitted(image, self._size)
        if width % 2 or height % 2:
            odd = (height % 2, width % 2)
            edges = (0, odd[0], 0, odd[1])
            image = np.asarray(cv2.copyMakeBorder(image, *edges, cv2.BORDER_REPLICATE), np.uint8)
        return np.ascontiguousarray(image)

    def _mux(self, frame: av.VideoFrame | None) -> None:
        try:
            for packet in self._stream.encode(frame):
                self._container.mux(packet)
        except (av.FFmpegError, OSError) as error:
            self._failed = True
            raise self._failure(error) from error

    def close(self) -> None:
        """Write what the encoder still holds and close the file; may be called twice."""
        if self._closed:
            return
        self._closed = True
        try:
            # FFmpeg crashes if it is given more after it could not write the header.
            if self._last_pts >= 0 and not self._failed:
                self._mux(None)
                self._copy_sound(self._last_pts + self._step)
        finally:
            if self._sound is not None:
                self._sound.close()
            try:
                self._container.close()
            except (av.FFmpegError, OSError) as error:
                raise self._failure(error) from error
            finally:
                if self._file is not None:
                    self._file.close()

    def _failure(self, error: Exception) -> OutputError:
        if isinstance(error, OSError):
            return output_error(self.path, error)
        return OutputError("{path} cannot be written: {reason}", path=self.path, reason=error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _fitted(image: Image, size: tuple[int, int]) -> Image:
    """Return a picture scaled into a size, with black where its shape leaves room."""
    height, width = image.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    canvas[top : top + inner[1], left : left + inner[0]] = cv2.resize(image, inner)
    return canvas


def _steady_encoder(size: tuple[int, int], quality: VideoQuality) -> dict[str, str]:
    """Return options with as many threads as the picture needs: more cost more in all."""
    threads = min(4, max(1, round(size[0] * size[1] / _PX_PER_THREAD)))
    crf = _CONSTANT_RATE_FACTORS[quality]
    return {**_STEADY_ENCODER, "crf": str(crf), "threads": str(threads)}
