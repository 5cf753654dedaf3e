"""OpenCV, imported so that Qt survives it; everything else takes `cv2` from here.

WORKAROUND: on Linux, importing cv2 points Qt at the plugins and fonts inside cv2's own
folder, with which PySide6 cannot start.
"""

import os
import sys
from typing import Final

from emotion_desktop.system_libraries import check_import

_QT_VARIABLES: Final = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before: Final = {name: os.environ.get(name) for name in _QT_VARIABLES}

# OpenCV reads this when it is loaded: a camera that sends nothing is given up after 3 s, not 10.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "3")

try:
    import cv2
except ImportError as error:
    vars(sys).pop("OpenCV_LOADER", None)  # else it takes a second try for a recursion
    check_import("OpenCV", error)
    raise

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

# What goes wrong is told in our own words; OpenCV's would come on top of them.
if "OPENCV_LOG_LEVEL" not in os.environ:
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

# Its threads spin while they wait for each other, and take the cores from detector and network.
cv2.setNumThreads(1)

__all__ = ["cv2"]
