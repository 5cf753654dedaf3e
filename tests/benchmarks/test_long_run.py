"""`benchmarks.long_run`: samples, trend, files."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import long_run
from benchmarks.long_run import Sample, trend_of
from emotion_desktop.errors import SettingError


def sample(time_s: float, p50_ms: float, rss_mb: float) -> Sample:
    return Sample(
        time_s=time_s, p50_ms=p50_ms, p95_ms=20.0, fps=30.0, dropped=1, faces=1, rss_mb=rss_mb
    )


def test_the_trend_begins_after_the_first_minute() -> None:
    settling = [sample(5.0 * n, 500.0, 100.0) for n in range(1, 13)]
    after = [sample(60 + 5.0 * n, 10 + n / 12, 400 + n / 12) for n in range(1, 121)]
    trend = trend_of([*settling, *after])
    assert trend.from_s == 60
    assert trend.minutes == pytest.approx(10)
    assert trend.slope_ms_per_min == pytest.approx(1)
    assert trend.growth_mb == pytest.approx(115 / 12)


def test_a_short_run_is_settled_after_a_third() -> None:
    trend = trend_of([sample(1, 90, 300), sample(2, 10, 400), sample(3, 10, 401)])
    assert trend.from_s == 1
    assert trend.slope_ms_per_min == pytest.approx(0)


def test_one_sample_is_no_trend() -> None:
    with pytest.raises(SettingError, match="give more --minutes"):
        trend_of([sample(5, 10, 400)])


@pytest.mark.slow
def test_a_run_writes_its_samples_and_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "benchmarks.long_run", "--minutes", "0.02", "--every", "0.4"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "ms/min, memory" in done.stdout
    with (tmp_path / "long-run.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 3
    assert all(float(row["p50_ms"]) > 0 and float(row["rss_mb"]) > 50 for row in rows)
    assert (tmp_path / "long-run.png").stat().st_size > 1000


def test_a_source_that_is_not_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        msg = "there is no file"
        raise SettingError(msg)

    monkeypatch.setattr(long_run, "take_samples", fail)
    assert long_run.main(["--out", str(tmp_path)]) == 1
    assert "benchmarks.long_run: there is no file" in capsys.readouterr().err
