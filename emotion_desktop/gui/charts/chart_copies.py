"""What is shown of a chart, as a picture, a drawing, or numbers."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from PySide6.QtWidgets import QWidget

from emotion_desktop.errors import OutputError
from emotion_desktop.gui.charts.samples import Samples
from emotion_desktop.labels import Emotion

SCALE: Final = 2
"""Pixels of a PNG per pixel of the chart: sharp on every screen and in print."""

_IN_MM: Final = re.compile(r'width="[\d.]+mm" height="[\d.]+mm"')


def svg_of(parts: Sequence[QWidget], title: str) -> str:
    """Return a drawing of widgets, one below the other, on the ground of their window."""
    width = max(part.width() for part in parts)
    size = QSize(width, sum(part.height() for part in parts))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setResolution(parts[0].logicalDpiX())  # or texts are smaller than they are shown
    drawing.setSize(size)
    drawing.setViewBox(QRect(QPoint(), size))
    drawing.setTitle(title)
    painter = QPainter(drawing)
    painter.fillRect(QRect(QPoint(), size), parts[0].palette().window())
    top = 0
    for part in parts:
        part.render(painter, QPoint(0, top), renderFlags=QWidget.RenderFlag.DrawChildren)
        top += part.height()
    painter.end()
    # Qt writes millimetres, which every program takes for another number of pixels.
    return _IN_MM.sub(f'width="{width}" height="{size.height()}"', buffer.data().toStdString(), 1)


def image_of(svg: str) -> QImage:
    """Return a drawing as a picture, sharp on every screen."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize() * SCALE
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def write_png(path: Path, svg: str) -> Path:
    """Write a drawing as a picture and return its path.

    Raises:
        OutputError: If it cannot be written.
    """
    if not QImageWriter(str(path), QByteArray(b"png")).write(image_of(svg)):
        raise OutputError("{path} cannot be written; choose another folder", path=path)
    return path


def values_text(
    samples: Samples,
    classes: Sequence[Emotion],
    span: tuple[float, float],
    *,
    since_s: float = 0.0,
    separator: str = ",",
) -> str:
    """Return a table: a row for each sample, its time and the probability of each class.

    Args:
        samples: (n,) times and (C, n) values; cells are empty where the face was not read.
        classes: Those C.
        span: From when to when, in seconds on the clock of the times.
        since_s: What is written as time 0, on the same clock.
        separator: Between cells.
    """
    text = io.StringIO()
    rows = csv.writer(text, delimiter=separator, lineterminator="\n")
    rows.writerow(["time_s", *(emotion.value for emotion in classes)])
    inside = (samples.times >= span[0]) & (samples.times <= span[1])
    for time_s, values in zip(samples.times[inside], samples.values[:, inside].T, strict=True):
        cells = ["" if np.isnan(value) else f"{value:.4f}" for value in values]
        rows.writerow([f"{time_s - since_s:.3f}", *cells])
    return text.getvalue()
