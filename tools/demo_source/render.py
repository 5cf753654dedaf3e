"""Draws every frame and writes them as an H.264 video."""

import os
import sys
from pathlib import Path
from typing import Final

import av
import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from tools.demo_source.scene import HEIGHT, WIDTH, draw_frame
from tools.demo_source.timeline import FPS, FRAME_COUNT
from trainer.drawn.geometry import pixels

Frame = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

VIDEO: Final = Path(__file__).resolve().parents[2] / "assets" / "demo.mp4"
"""Where the app looks for the clip."""

# libx264's colour numbers: BT.601 is what OpenCV assumes of every video it decodes.
_BT601 = 6
_BT709 = 1
_LIMITED = 1

# Key frames hardly better than the others, so that the still background does not pulse with them.
_X264: Final = {
    "crf": "21",
    "preset": "slow",
    "threads": "1",
    "x264-params": "ipratio=1.1:aq-mode=3:psy=0",
}


def application() -> QCoreApplication:
    """Return the running Qt application, or a new one; keep it for as long as you draw.

    Without a display, Qt draws offscreen.
    """
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication.instance() or QApplication([])


def frame_bgr(index: int) -> Frame:
    """Return frame `index` as (720, 1280, 3) uint8 BGR.

    Raises:
        RuntimeError: If no QGuiApplication exists, without which Qt cannot draw.
    """
    if QGuiApplication.instance() is None:
        msg = "create a QGuiApplication (and keep it) before drawing a frame"
        raise RuntimeError(msg)
    image: QImage = draw_frame(index)
    return np.ascontiguousarray(pixels(image)[..., :3])


def write_video(target: Path, frame_count: int = FRAME_COUNT) -> None:
    """Write the first `frame_count` frames of the clip to `target`, replacing it."""
    with av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options=_X264)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.gop_size = FPS
        context.colorspace, context.color_range = _BT601, _LIMITED
        context.color_primaries, context.color_trc = _BT709, _BT709
        for index in range(frame_count):
            frame = av.VideoFrame.from_ndarray(frame_bgr(index), format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
