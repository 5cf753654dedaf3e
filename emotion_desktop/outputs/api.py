"""Results as pictures and tables, for programs that import the package."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.errors import InputError, OutputError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.cv_painter import draw as paint
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.tables import csv_columns, typed_rows
from emotion_desktop.vision.api_inputs import AnyImage, bgr_image

if TYPE_CHECKING:
    import pandas as pd

INSTALL_PANDAS: Final = "pip install 'emotion-desktop[pandas]'"


def draw(
    image: AnyImage,
    result: FrameResult,
    *,
    heatmap: float | bool = False,
    bars: bool = True,
    rgb: bool = False,
) -> Image:
    """Return a picture with what was found painted on it, as the window shows it.

    Args:
        image: The picture that was analysed, e.g. `result.image`, or another of its size; as
            `EmotionPredictor.analyze` takes it. It stays as it is.
        result: What was found.
        heatmap: Whether to paint heatmaps, or their opacity where they are warmest, 0–1. The
            result must have them then: `analyze(image, heatmaps=True)`.
        bars: Whether each face has a bar for each class.
        rgb: Whether the colours of an array are in the order RGB.

    Returns:
        (H, W, 3) uint8 BGR, in memory of its own.

    Raises:
        InputError: If it is no picture, has another size, or there are no heatmaps to be painted.
        UnreadableFileError: If the path is not a picture.
    """
    picture = bgr_image(image, rgb=rgb)
    if picture.shape != result.image.shape:
        raise InputError(
            "image must be of shape {expected}, as the picture that was analysed; got {actual}",
            expected=result.image.shape,
            actual=picture.shape,
        )
    if not 0 <= heatmap <= 1:
        raise InputError("heatmap must be an opacity from 0 to 1; got {value}", value=heatmap)
    if heatmap and result.heatmaps is None:
        raise InputError("the result has no heatmaps; call analyze(…, heatmaps=True)")
    options = OverlayOptions(bars=bars, heatmaps=bool(heatmap))
    if heatmap is not True:
        options = replace(options, heatmap_opacity=float(heatmap))
    return paint(result, options, picture)


def to_dataframe(results: FrameResult | Iterable[FrameResult]) -> "pd.DataFrame":
    """Return results as a table of pandas: a row for each face, with the columns of `results.csv`.

    A frame without a face is a row without values; a face that could not be classified has neither
    label nor probabilities, but a `flaw`. Columns of raw probabilities are there if any face is
    relative to its neutral.

    Args:
        results: One, or several of any models, also those that `iter_video` yields.

    Raises:
        OutputError: If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise OutputError(
            "a data frame needs the package pandas; install it: {command}", command=INSTALL_PANDAS
        ) from error
    rows: list[dict[str, Any]] = []
    seen: set[Emotion] = set()
    raw = False
    for result in [results] if isinstance(results, FrameResult) else results:
        seen.update(result.classes)
        raw = raw or result.raw_probabilities is not None
        columns = csv_columns(result.classes, raw=True)
        rows += [dict(zip(columns, row, strict=True)) for row in typed_rows(result, raw=True)]
    columns = csv_columns([emotion for emotion in CANONICAL_ORDER if emotion in seen], raw=raw)
    texts = dict.fromkeys(("source", "name", "label", "top", "flaw"), "string")
    kinds = {"frame": "int64", "track_id": "Int64", "uncertain": "boolean"} | texts
    numbers = dict.fromkeys(set(columns) - set(kinds), "float64")
    return pd.DataFrame(rows, columns=columns).astype(kinds | numbers)
