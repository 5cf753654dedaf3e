"""Results as pictures and as tables of pandas."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.errors import InputError, OutputError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.api import draw, to_dataframe
from emotion_desktop.outputs.tables import CsvWriter
from tests.outputs.conftest import ResultMaker

BOX = (150, 60, 290, 200)


@pytest.fixture
def result(make_result: ResultMaker) -> FrameResult:
    return make_result(BOX, heatmaps=True)


def test_a_drawn_picture_is_another_one_with_the_overlay(result: FrameResult) -> None:
    drawn = draw(result.image, result)
    assert drawn.shape == result.image.shape
    assert drawn.dtype == np.uint8
    assert drawn.flags.writeable
    assert not np.array_equal(drawn, result.image)


def test_it_is_drawn_on_the_picture_given(result: FrameResult) -> None:
    plain = draw(np.zeros_like(result.image), result)
    assert (plain == 0).mean() > 0.5
    np.testing.assert_array_equal(draw(result.image[..., ::-1], result, rgb=True),
                                  draw(result.image, result))  # fmt: skip


def test_heatmaps_are_drawn_if_asked_for_as_opaque_as_asked_for(result: FrameResult) -> None:
    def change(**options: float) -> float:
        drawn = draw(result.image, result, bars=False, **options)  # type: ignore[arg-type]
        without = draw(result.image, result, bars=False)
        return float(np.abs(drawn.astype(int) - without).mean())

    assert change(heatmap=0) == change(heatmap=False) == 0
    assert 0 < change(heatmap=0.2) < change(heatmap=True) < change(heatmap=1.0)


def test_bars_can_be_left_out(result: FrameResult) -> None:
    assert not np.array_equal(draw(result.image, result, bars=False), draw(result.image, result))


@pytest.mark.parametrize("opacity", [-0.1, 1.5, float("nan")])
def test_an_opacity_that_is_none_is_refused(result: FrameResult, opacity: float) -> None:
    with pytest.raises(InputError, match="heatmap must be an opacity from 0 to 1; got"):
        draw(result.image, result, heatmap=opacity)


def test_heatmaps_that_are_not_there_are_missed(make_result: ResultMaker) -> None:
    without = make_result(BOX)
    with pytest.raises(InputError, match=r"no heatmaps; call analyze\(…, heatmaps=True\)"):
        draw(without.image, without, heatmap=True)


def test_a_picture_of_another_size_is_refused(result: FrameResult) -> None:
    with pytest.raises(InputError, match=r"shape \(270, 480, 3\).*got \(10, 10, 3\)"):
        draw(np.zeros((10, 10, 3), np.uint8), result)


def test_a_data_frame_holds_what_the_csv_file_holds(
    make_result: ResultMaker, tmp_path: Path
) -> None:
    results = [
        make_result(BOX, (10, 10, 60, 60), flaws=[None, UnreadableReason.TOO_SMALL]),
        make_result(index=1, time_s=0.04),
    ]
    with CsvWriter(tmp_path / "results.csv", results[0].classes) as table:
        for one in results:
            table.write(one)
    frame = to_dataframe(results)
    written = pd.read_csv(tmp_path / "results.csv", keep_default_na=True)
    assert list(frame.columns) == list(written.columns)
    assert len(frame) == 3
    for name in frame.columns:
        assert frame[name].isna().tolist() == written[name].isna().tolist(), name
        assert frame[name].dropna().tolist() == written[name].dropna().tolist(), name
    kinds = frame.dtypes.astype(str).to_dict()
    assert (kinds["frame"], kinds["track_id"], kinds["uncertain"]) == ("int64", "Int64", "boolean")
    assert (kinds["x0"], kinds["p_anger"], kinds["label"]) == ("float64", "float64", "string")


def test_one_result_is_a_data_frame_as_well(result: FrameResult) -> None:
    assert to_dataframe(result)["label"].tolist() == [result.emotion(0).value]


def test_results_of_models_with_other_classes_have_the_columns_of_both(
    make_result: ResultMaker,
) -> None:
    few, all_of_them = (Emotion.SADNESS, Emotion.NEUTRAL), (Emotion.NEUTRAL, Emotion.ANGER)
    frame = to_dataframe(make_result(BOX, classes=one) for one in (few, all_of_them))
    assert list(frame.columns[-3:]) == ["p_anger", "p_sadness", "p_neutral"]
    assert frame["p_sadness"].isna().tolist() == [False, True]


def test_no_results_are_a_data_frame_without_rows() -> None:
    frame = to_dataframe([])
    assert len(frame) == 0
    assert "label" in frame.columns


def test_without_pandas_one_sentence_says_how_to_install_it(
    result: FrameResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(OutputError, match=r"pip install 'emotion-desktop\[pandas\]'$"):
        to_dataframe(result)
