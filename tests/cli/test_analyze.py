"""`emotion-analyze` on real files."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import av
import pytest
from PIL import Image as Pillow

from emotion_desktop.cli.analyze import main
from emotion_desktop.cli.progress import TerminalProgress
from emotion_desktop.domain import Image
from emotion_desktop.outputs import tables
from tests.vision.spoilt_checkpoint import filled, spoilt

Maker = Callable[..., Path]
Capture = pytest.CaptureFixture[str]

COLUMNS = (
    "source,frame,time_s,track_id,name,x0,y0,x1,y1,score,label,confidence,uncertain,top,"
    "flaw,p_happiness,p_sadness,p_surprise,p_neutral"
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def analyze(model: str, out: Path) -> Callable[..., int]:
    """A function that runs the command with the untrained model."""

    def run(*arguments: str | Path) -> int:
        return main([*map(str, arguments), "--model", model, "--out", str(out)])

    return run


def test_a_model_of_broken_numbers_is_refused_in_one_line(
    make_picture: Maker, tmp_path: Path, out: Path, capsys: Capture
) -> None:
    bad = spoilt(tmp_path, weights=filled(float("nan")))
    assert main([str(make_picture()), "--model", str(bad), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "are not all finite" in said
    assert "Traceback" not in said
    assert not out.exists()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.time or 0) for frame in container.decode(video=0)]


def test_pictures_make_a_table_with_the_documented_columns(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    assert analyze(make_picture()) == 0
    assert (out / "results.csv").read_text().splitlines()[0] == COLUMNS
    (row,) = rows_of(out / "results.csv")
    assert (row["source"], row["frame"], row["track_id"]) == ("face.png", "0", "1")
    assert row["label"] in {"happiness", "sadness", "surprise", "neutral"}
    assert float(row["x1"]) > float(row["x0"])


def test_a_picture_without_a_face_is_a_row_with_empty_face_fields(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    assert analyze(make_picture("wall.png", face=False)) == 0
    (row,) = rows_of(out / "results.csv")
    assert row.pop("source") == "wall.png"
    assert (row.pop("frame"), row.pop("time_s")) == ("0", "0.0000")
    assert set(row.values()) == {""}


def test_an_unreadable_input_is_named_and_the_rest_still_done(
    analyze: Callable[..., int],
    make_picture: Maker,
    make_damaged: Maker,
    out: Path,
    capsys: Capture,
) -> None:
    code = analyze(make_damaged("broken.mp4"), "missing.jpg", make_picture())
    assert code == 1
    assert [row["source"] for row in rows_of(out / "results.csv")] == ["face.png"]
    lines = [line for line in capsys.readouterr().err.splitlines() if "not read: " in line]
    assert len(lines) == 2
    assert "broken.mp4" in lines[0]
    assert "missing.jpg" in lines[1]


def test_a_system_without_mediapipe_is_told_so_in_one_line(
    analyze: Callable[..., int],
    make_picture: Maker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe", None)  # as if it were not installed
    assert analyze(make_picture(), "--detector", "mediapipe") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("emotion-analyze: the package mediapipe cannot be used")
    assert "--detector blazeface" in line


def test_a_damaged_picture_in_a_folder_does_not_stop_the_folder(
    analyze: Callable[..., int], make_picture: Maker, make_damaged: Maker, out: Path
) -> None:
    folder = make_damaged("b.png").parent
    make_picture("a.png")
    make_picture("c.png")
    assert analyze(folder) == 1
    assert [row["source"] for row in rows_of(out / "results.csv")] == ["a.png", "c.png"]


def test_pictures_of_a_folder_are_independent(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    folder = make_picture("a.png").parent
    make_picture("b.png")
    assert analyze(folder) == 0
    assert [row["track_id"] for row in rows_of(out / "results.csv")] == ["1", "1"]
    (record,) = json.loads((out / "summary.json").read_text())["inputs"]
    assert record["people"] == 2


def test_every_frame_of_a_video_is_a_row_with_one_person(
    analyze: Callable[..., int], make_clip: Maker, out: Path
) -> None:
    assert analyze(make_clip(times=[0.0, 0.04, 0.1, 0.2, 0.24])) == 0
    rows = rows_of(out / "results.csv")
    assert [row["frame"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert [float(row["time_s"]) for row in rows] == pytest.approx([0, 0.04, 0.1, 0.2, 0.24])
    assert {row["track_id"] for row in rows} == {"1"}


def test_an_annotated_video_has_the_frames_and_times_of_its_input(
    analyze: Callable[..., int], make_clip: Maker, out: Path
) -> None:
    clip = make_clip()
    assert analyze(clip, "--video") == 0
    assert times_of(out / "clip-annotated.mp4") == pytest.approx(times_of(clip), abs=1e-4)
    assert not (out / "results.csv").exists()


def test_a_gif_can_be_annotated(
    analyze: Callable[..., int], make_clip: Maker, tmp_path: Path, out: Path
) -> None:
    gif = tmp_path / "in" / "clip.gif"
    with av.open(str(make_clip())) as clip, av.open(str(gif), "w") as container:
        stream = container.add_stream("gif", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "rgb8"
        for number, frame in enumerate(clip.decode(video=0)):
            small = frame.reformat(320, 180, "rgb8")
            small.pts, small.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(small))
        container.mux(stream.encode(None))
    assert analyze(gif, "--video", "--csv") == 0
    assert times_of(out / "clip-annotated.mp4") == pytest.approx(times_of(gif), abs=1e-4)
    assert len(rows_of(out / "results.csv")) == 6


def test_json_lines_hold_every_frame(
    analyze: Callable[..., int], make_clip: Maker, make_picture: Maker, out: Path
) -> None:
    assert analyze(make_clip(times=[0.0, 0.04]), make_picture("w.png", face=False), "--jsonl") == 0
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert [(line["source"], len(line["faces"])) for line in lines] == [
        ("clip.mp4", 1),
        ("clip.mp4", 1),
        ("w.png", 0),
    ]


def test_gradcam_changes_the_annotated_picture(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    picture = make_picture()
    analyze(picture, "--video")
    analyze(picture, "--video", "--gradcam")
    plain, heated = (out / f"face-annotated{end}.png" for end in ("", "-2"))
    assert plain.read_bytes() != heated.read_bytes()


def test_a_second_run_overwrites_nothing(
    analyze: Callable[..., int], make_picture: Maker, out: Path, capsys: Capture
) -> None:
    picture = make_picture()
    analyze(picture, "--csv", "--video")
    before = {path: path.read_bytes() for path in out.iterdir()}
    capsys.readouterr()
    analyze(picture, "--csv", "--video")
    assert {path: path.read_bytes() for path in before} == before
    new = {path.name for path in out.iterdir()} - {path.name for path in before}
    assert new == {"results-2.csv", "summary-2.json", "face-annotated-2.png"}
    printed = capsys.readouterr().out
    assert all(str(out / name) in printed for name in new)


def test_inputs_of_the_same_name_are_told_apart(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    one, two = make_picture("one/face.png"), make_picture("two/face.png", face=False)
    assert analyze(one, two, "--csv", "--video") == 0
    assert [row["source"] for row in rows_of(out / "results.csv")] == [str(one), str(two)]
    assert len(list(out.glob("face-annotated*.png"))) == 2


def test_the_summary_counts_frames_faces_people_and_labels(
    analyze: Callable[..., int], make_clip: Maker, make_picture: Maker, out: Path, capsys: Capture
) -> None:
    clip, wall = make_clip(), make_picture("wall.png", face=False)
    assert analyze(clip, wall) == 0
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["model"], summary["device"]) == ("cnn48_rgb", "CPU (PyTorch, fp32)")
    assert (summary["frames"], summary["errors"]) == (7, [])
    first, second = summary["inputs"]
    assert (first["input"], first["frames"], first["frames_with_face"]) == (str(clip), 6, 6)
    assert first["people"] == 1
    assert sum(first["label_shares"].values()) == pytest.approx(1, abs=1e-3)
    assert (second["frames_with_face_share"], second["people"]) == (0, 0)
    printed = capsys.readouterr().out
    assert "clip.mp4" in printed
    assert "7 frames" in printed


def test_a_cut_off_video_keeps_what_could_be_read(
    analyze: Callable[..., int], make_clip: Maker, out: Path
) -> None:
    clip = make_clip(times=[number / 5 for number in range(12)])
    data = clip.read_bytes()
    clip.write_bytes(data[: len(data) // 2])
    assert analyze(clip, "--csv", "--video") == 1
    rows = rows_of(out / "results.csv")
    assert 0 < len(rows) < 12
    assert len(times_of(out / "clip-annotated.mp4")) == len(rows)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_end_finishes_the_files_and_says_so(
    number: signal.Signals,
    analyze: Callable[..., int],
    make_clip: Maker,
    out: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    advance = TerminalProgress.advance

    def advance_and_interrupt(bar: TerminalProgress) -> None:
        advance(bar)
        if bar.done == 3:
            signal.raise_signal(number)

    monkeypatch.setattr(TerminalProgress, "advance", advance_and_interrupt)
    before = signal.getsignal(number)
    assert analyze(make_clip(), "--csv", "--video") == 130
    assert len(rows_of(out / "results.csv")) == 3
    assert len(times_of(out / "clip-annotated.mp4")) == 3
    assert json.loads((out / "summary.json").read_text())["interrupted"] is True
    captured = capsys.readouterr()
    assert "interrupted" in captured.err
    assert str(out / "results.csv") in captured.out
    assert signal.getsignal(number) is before


def test_an_unwritable_folder_is_one_line_and_code_1(
    make_picture: Maker, model: str, capsys: Capture
) -> None:
    picture = make_picture()
    assert main([str(picture), "--model", model, "--out", str(picture)]) == 1
    assert "emotion-analyze: " in capsys.readouterr().err


def test_an_unknown_model_is_one_line_and_code_2(
    make_picture: Maker, tmp_path: Path, capsys: Capture
) -> None:
    code = main([str(make_picture()), "--model", "nobody", "--out", str(tmp_path / "out")])
    assert code == 2
    assert "emotion-analyze: no checkpoint 'nobody'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_several_models_answer_as_an_ensemble(
    make_picture: Maker, make_checkpoint: Maker, out: Path
) -> None:
    members = f"{make_checkpoint(name='a')},{make_checkpoint(name='b')}"
    assert main([str(make_picture()), "--model", members, "--out", str(out)]) == 0
    assert json.loads((out / "summary.json").read_text())["model"] == "a + b"


def test_models_of_other_classes_are_no_ensemble(
    make_picture: Maker, make_checkpoint: Maker, out: Path, capsys: Capture
) -> None:
    members = f"{make_checkpoint('cnn48_rgb')},{make_checkpoint('cnn48_gray')}"
    assert main([str(make_picture()), "--model", members, "--out", str(out)]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "cnn48_gray also has anger, disgust, fear" in line


@pytest.mark.parametrize(
    "arguments", [[], ["a.png", "--nonsense"], ["camera"], ["camera:0"], ["0"]]
)
def test_wrong_usage_is_code_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: emotion-analyze" in capsys.readouterr().err


def test_the_help_shows_an_example(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "emotion-analyze holiday.mp4" in capsys.readouterr().out


def test_an_empty_folder_is_said_and_code_1_and_the_others_are_read(
    analyze: Callable[..., int], make_picture: Maker, out: Path, tmp_path: Path, capsys: Capture
) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    assert analyze(empty, make_picture()) == 1
    assert f"there is no picture or video in {empty}" in capsys.readouterr().err
    assert len((out / "results.csv").read_text().splitlines()) == 2


def test_what_a_folder_holds_beside_is_counted_and_named(
    analyze: Callable[..., int], make_picture: Maker, out: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "holiday"
    (folder / "more").mkdir(parents=True)
    for name in ("notes.txt", "list.csv", ".hidden.png"):
        (folder / name).write_text("something")
    make_picture().rename(folder / "face.png")
    assert analyze(folder) == 0
    said = capsys.readouterr().out
    assert "left out: 1 hidden, 1 a folder in the folder, 2 of another kind" in said
    assert "notes.txt" in said
    summary = json.loads((out / "summary.json").read_text())
    assert {Path(entry["input"]).name: entry["reason"] for entry in summary["left_out"]} == {
        ".hidden.png": "hidden",
        "list.csv": "of another kind",
        "more": "a folder in the folder",
        "notes.txt": "of another kind",
    }


def test_pages_are_rows_and_copies_of_their_own(
    analyze: Callable[..., int], demo_frames: tuple[Image, ...], out: Path, tmp_path: Path
) -> None:
    pages = [Pillow.fromarray(image[..., ::-1].copy()) for image in demo_frames[:3]]
    pages[0].save(tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    assert analyze(tmp_path / "scan.tif", "--csv", "--video") == 0
    rows = rows_of(out / "results.csv")
    assert [(row["source"], row["frame"]) for row in rows] == [
        ("scan.tif", str(i)) for i in range(3)
    ]
    names = [f"scan-annotated{number}.png" for number in ("", "-2", "-3")]
    assert [name for name in names if (out / name).stat().st_size] == names


def test_a_picture_that_is_damaged_in_part_is_read_and_said_to_be(
    analyze: Callable[..., int], demo_frames: tuple[Image, ...], out: Path, tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "spoilt.jpg"
    Pillow.fromarray(demo_frames[0][..., ::-1].copy()).save(path)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(range(1, 151)) * 2
    path.write_bytes(data)
    assert analyze(path) == 0
    said = capfd.readouterr().err
    assert "spoilt.jpg is damaged in part" in said
    assert "Corrupt" not in said
    (entry,) = json.loads((out / "summary.json").read_text())["remarks"]
    assert "spoilt.jpg" in entry["input"]


def test_the_terminal_shows_no_words_of_the_library_that_reads_a_spoilt_header(
    tmp_path: Path,
) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    path = tmp_path / "spoilt.jpg"
    Pillow.new("RGB", (320, 240)).save(path, exif=exif)
    path.write_bytes(path.read_bytes().replace(b"MM\0*\0\0\0\x08", b"MM\0*\0\0\xff\x08"))
    command = [sys.executable, "-m", "emotion_desktop.cli.analyze", str(path), "--out", "out"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert "EXIF" not in done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (os.fsdecode(b"caf\xe9"), "caf\\xe9"),
        ("2024-01-01T12:30:00", "2024-01-01T12:30:00"),
        ("a" * 251, "a" * 251),
        ("\u0635\u0648\u0631\u0629", "\u0635\u0648\u0631\u0629"),
        ("\u4f60" * 83, "\u4f60" * 83),
    ],
)
def test_files_of_any_name_are_analysed_and_do_not_stop_the_others(
    analyze: Callable[..., int], make_picture: Maker, make_clip: Maker, out: Path, tmp_path: Path,
    name: str, shown: str,
) -> None:  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    make_picture().rename(folder / f"{name}.png")
    make_clip().rename(folder / f"{name}.mp4")
    make_picture("last.png").rename(folder / "\u9999.png")
    assert analyze(folder, "--csv", "--jsonl", "--video") == 0
    sources = {row["source"] for row in rows_of(out / "results.csv")}
    assert sources == {f"{shown}.png", f"{shown}.mp4", "\u9999.png"}
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["source"] for line in lines} == sources
    files = json.loads((out / "summary.json").read_text(encoding="utf-8"))["files"]
    assert len(files) == 6
    assert all((out / file).stat().st_size for file in files)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_name_that_the_terminal_cannot_show_is_spelt_out(
    analyze: Callable[..., int], make_picture: Maker, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, encoding: str,
) -> None:  # fmt: skip
    path = make_picture().rename(tmp_path / "\u0635\u0648\u0631\u0629.png")
    written = {name: io.BytesIO() for name in ("stdout", "stderr")}
    for name, file in written.items():
        monkeypatch.setattr(sys, name, io.TextIOWrapper(file, encoding, write_through=True))
    assert analyze(path, tmp_path / "\u0635.mp4") == 1
    assert b"\\u0635\\u0648\\u0631\\u0629.png" in written["stdout"].getvalue()
    assert b"\\u0635.mp4" in written["stderr"].getvalue()


def test_no_secret_of_an_address_is_written_anywhere(
    analyze: Callable[..., int], make_clip: Maker, out: Path, tmp_path: Path, capfd: Capture
) -> None:
    make_clip("clip.mp4")
    handler = partial(QuietHandler, directory=str(tmp_path / "in"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        port = server.server_address[1]
        try:
            texts = [
                f"http://someone:geheim@127.0.0.1:{port}/{name}.mp4?token=geheim"
                for name in ("clip", "missing")
            ]
            code = analyze(*texts, "--csv", "--jsonl", "--video")
        finally:
            server.shutdown()
            thread.join()
    assert code == 1
    (source,) = {row["source"] for row in rows_of(out / "results.csv")}
    assert source == f"http://127.0.0.1:{port}/clip.mp4"
    summary = json.loads((out / "summary.json").read_text())
    assert [entry["input"] for entry in summary["errors"]] == [
        f"http://127.0.0.1:{port}/missing.mp4"
    ]
    said = capfd.readouterr()
    everything = [said.out, said.err, *(path.name for path in out.iterdir())]
    everything += [path.read_text() for path in out.iterdir() if path.suffix != ".mp4"]
    assert len(everything) == 9
    for text in everything:
        assert "geheim" not in text
        assert "someone" not in text


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_a_limit_of_faces_is_kept_and_said(
    analyze: Callable[..., int], make_picture: Maker, out: Path, capsys: Capture
) -> None:
    import numpy as np

    from emotion_desktop.vision.opencv import cv2
    from emotion_desktop.vision.sources.images import read_image

    path = make_picture()
    picture = read_image(path)
    cv2.imwrite(str(path), np.hstack([picture, picture]))
    assert analyze(path, "--max-faces", "1") == 0
    said = capsys.readouterr().err
    assert "1 face was left out in 1 frame with more than 1; allow more with --max-faces" in said
    assert len(rows_of(out / "results.csv")) == 1
    document = json.loads((out / "summary.json").read_text())
    assert document["inputs"][0]["faces_left_out"] == 1


@pytest.mark.parametrize("text", ["0", "many", "257", "2.5"])
def test_a_limit_that_is_none_is_refused(
    analyze: Callable[..., int], make_picture: Maker, capsys: Capture, text: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        analyze(make_picture(), "--max-faces", text)
    assert f"must be a whole number from 1 to 256, got {text!r}" in capsys.readouterr().err


def test_a_detector_that_is_none_is_refused_with_those_there_are(
    analyze: Callable[..., int], make_picture: Maker, capsys: Capture
) -> None:
    with pytest.raises(SystemExit, match="2"):
        analyze(make_picture(), "--detector", "nobody")
    assert "choose one of blazeface, mediapipe, yunet:FILE.onnx" in capsys.readouterr().err


def test_a_picture_that_is_too_large_leaves_the_rest_of_the_batch(
    analyze: Callable[..., int], make_picture: Maker, out: Path, capsys: Capture
) -> None:
    folder = make_picture("a.png").parent
    make_picture("c.png")
    data = bytearray((folder / "a.png").read_bytes())
    data[16:24] = (40_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    (folder / "b.png").write_bytes(data)
    assert analyze(folder, "--csv") == 1
    said = capsys.readouterr().err
    assert "b.png has 1600 megapixels" in said
    assert "Traceback" not in said
    assert {row["source"] for row in rows_of(out / "results.csv")} == {"a.png", "c.png"}


@pytest.mark.skipif(sys.platform == "win32", reason="a colon is no part of a name there")
def test_an_output_folder_with_a_colon_is_no_protocol(
    model: str, make_clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip()
    monkeypatch.chdir(tmp_path)
    assert main([str(clip), "--video", "--model", model, "--out", "run:1"]) == 0
    assert list(Path("run:1").glob("*.mp4"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no /dev/full")
def test_a_full_standard_output_is_one_line(model: str, make_picture: Maker, out: Path) -> None:
    code = "import sys; from emotion_desktop.cli.analyze import main; sys.exit(main(sys.argv[1:]))"
    arguments = [str(make_picture()), "--csv", "--model", model, "--out", str(out)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    said = done.stderr
    assert done.returncode == 1
    assert "the summary cannot be printed: No space left on device" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert rows_of(out / "results.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_second_interruption_is_one_line(model: str, make_clip: Maker, out: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from emotion_desktop.cli.analyze import main\n"
        "from emotion_desktop.vision import pipeline\n"
        "def twice(*_):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "pipeline.FramePipeline.process = twice\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            code,
            str(make_clip()),
            "--csv",
            "--model",
            model,
            "--out",
            str(out),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 130
    assert "interrupted at once" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_and_a_device_are_refused_without_waiting(
    analyze: Callable[..., int], make_picture: Maker, tmp_path: Path, out: Path, capsys: Capture
) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert analyze(tmp_path / "pipe.mp4", "/dev/zero", make_picture(), "--csv") == 1
    said = capsys.readouterr().err
    assert said.count("is a pipe or a device") >= 2
    assert rows_of(out / "results.csv")


def test_exports_of_all_kinds_are_written_beside_their_data_dictionary(
    analyze: Callable[..., int], make_clip: Maker, make_picture: Maker, out: Path
) -> None:
    wanted = "csv,parquet,people,episodes,boris,elan,praat,bids"
    assert analyze(make_clip("a b.mp4"), make_picture(), "--export", wanted) == 0
    assert {path.name for path in out.iterdir()} == {
        *("results.csv", "results.parquet", "results-people.csv", "results-episodes.csv"),
        *("a-b-boris.xlsx", "a-b.eaf", "a-b.TextGrid", "a-b_events.tsv", "a-b_events.json"),
        *("columns.json", "summary.json"),
    }
    columns = json.loads((out / "columns.json").read_text())
    assert set(columns["results.csv"]) == set(rows_of(out / "results.csv")[0])
    assert {row["source"] for row in rows_of(out / "results-people.csv")} == {"a b.mp4"}
    assert set(json.loads((out / "summary.json").read_text())["files"]) == {
        path.name for path in out.iterdir()
    }


def test_people_of_every_file_are_numbered_from_1(
    analyze: Callable[..., int], make_clip: Maker, out: Path
) -> None:
    assert analyze(make_clip("a.mp4"), make_clip("b.mp4"), "--export", "people") == 0
    rows = rows_of(out / "results-people.csv")
    assert [(row["source"], row["track_id"]) for row in rows] == [("a.mp4", "1"), ("b.mp4", "1")]


def test_a_file_that_is_given_twice_is_two_sources_of_its_episodes(
    analyze: Callable[..., int], make_clip: Maker, out: Path
) -> None:
    clip = make_clip()
    assert analyze(clip, clip.parent, "--export", "people") == 0
    rows = rows_of(out / "results-people.csv")
    assert [(row["track_id"], row["last_s"]) for row in rows] == [("1", "0.3600")] * 2


def test_a_format_that_is_none_is_refused_with_those_there_are(
    analyze: Callable[..., int], make_picture: Maker, capsys: Capture
) -> None:
    with pytest.raises(SystemExit, match="2"):
        analyze(make_picture(), "--export", "csv,xls")
    assert "no format 'xls'; choose from csv, jsonl, parquet" in capsys.readouterr().err


def test_folders_in_folders_are_read_on_demand_and_links_are_not_followed(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    folder = make_picture("a.png").parent
    make_picture("inner/deep/b.png")
    make_picture("inner/a.png")
    (folder / "loop").symlink_to(folder)
    assert analyze(folder, "--recursive") == 0
    sources = [row["source"] for row in rows_of(out / "results.csv")]
    assert [Path(source).name for source in sources] == ["a.png", "a.png", "b.png"]
    assert sources[1].endswith("inner/a.png")
    (left_out,) = json.loads((out / "summary.json").read_text())["left_out"]
    assert Path(left_out["input"]).name == "loop"
    assert analyze(folder) == 0
    assert len(rows_of(out / "results-2.csv")) == 1


def test_a_pattern_that_no_shell_expanded_is_expanded(
    analyze: Callable[..., int], make_picture: Maker, out: Path
) -> None:
    folder = make_picture("b.png").parent
    make_picture("a.png")
    make_picture("inner/c.png")
    make_picture("d[1].jpg")
    assert analyze(folder / "*.png", folder / "d[1].jpg") == 0
    assert [row["source"] for row in rows_of(out / "results.csv")] == ["a.png", "b.png", "d[1].jpg"]
    assert analyze(folder / "**" / "*.png") == 0
    found = [row["source"] for row in rows_of(out / "results-2.csv")]
    assert found == ["a.png", "b.png", "c.png"]


def test_a_pattern_that_matches_nothing_is_named(
    analyze: Callable[..., int], tmp_path: Path, capsys: Capture
) -> None:
    assert analyze(tmp_path / "*.mp4") == 1
    assert "*.mp4" in capsys.readouterr().err


def test_a_part_of_a_video_and_every_nth_frame_are_read_with_their_true_times(
    analyze: Callable[..., int], make_clip: Maker, make_picture: Maker, out: Path
) -> None:
    part = ("--start", "0.05", "--end", "0:00.3", "--every", "2")
    assert analyze(make_clip(), make_picture(), *part) == 0
    rows = rows_of(out / "results.csv")
    assert [(row["source"], row["frame"]) for row in rows] == [
        *(("clip.mp4", "2"), ("clip.mp4", "4")),
        ("face.png", "0"),
    ]
    assert [float(row["time_s"]) for row in rows] == pytest.approx([0.1, 0.24, 0], abs=1e-3)


@pytest.mark.parametrize(
    "part",
    [
        *(("--every", "0"), ("--every", "1.5"), ("--start", "-1"), ("--start", "soon")),
        *(("--end", "1:2:3:4"), ("--end", "inf"), ("--start", "2", "--end", "1")),
    ],
)
def test_a_part_that_is_none_is_refused(
    analyze: Callable[..., int], make_picture: Maker, part: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        analyze(make_picture(), *part)


def test_the_summary_can_be_printed_as_json(
    analyze: Callable[..., int], make_picture: Maker, out: Path, capsys: Capture
) -> None:
    assert analyze(make_picture(), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((out / "summary.json").read_text())


def test_a_run_that_was_killed_goes_on_and_its_files_are_the_same_byte_for_byte(
    model: str, make_clip: Maker, make_damaged: Maker, tmp_path: Path, capsys: Capture
) -> None:
    clips = [make_clip("a.mp4"), make_damaged("bad.mp4"), make_clip("b.mp4"), make_clip("c.mp4")]
    wanted = ("--export", "csv,jsonl,people,episodes,elan,bids", "--resume", "--model", model)

    def command(out: Path) -> list[str]:
        return [*map(str, clips), *wanted, "--out", str(out)]

    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert main(command(whole)) == 1
    program = [sys.executable, "-m", "emotion_desktop.cli.analyze", *command(killed)]
    with subprocess.Popen(program, stderr=subprocess.DEVNULL) as process:
        while not (killed / ".unfinished" / "000003.part").exists():
            assert process.poll() is None
            time.sleep(0.002)
        process.kill()
    assert (killed / ".unfinished" / "000001" / "part.json").exists()
    assert not rows_of(killed / "results.csv")
    capsys.readouterr()
    assert main(command(killed)) == 1
    assert "a.mp4 was analysed before" in capsys.readouterr().err
    names = {path.name for path in whole.iterdir()}
    assert names == {path.name for path in killed.iterdir()}
    for name in names - {"summary.json"}:
        assert (killed / name).read_bytes() == (whole / name).read_bytes(), name
    summaries = [json.loads((out / "summary.json").read_text()) for out in (whole, killed)]
    for summary in summaries:
        del summary["seconds"], summary["fps"]
    assert summaries[0] == summaries[1]


def test_a_table_that_cannot_be_continued_is_refused(
    analyze: Callable[..., int], make_picture: Maker, out: Path, capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(tables.registered, "csv", replace(tables.registered["csv"], join=None))
    assert analyze(make_picture(), "--csv", "--resume") == 1
    assert "csv cannot be written with --resume" in capsys.readouterr().err
    assert not out.exists()


def test_another_command_does_not_go_on_with_what_is_unfinished(
    analyze: Callable[..., int], make_picture: Maker, out: Path, capsys: Capture
) -> None:
    (out / ".unfinished").mkdir(parents=True)
    (out / ".unfinished" / "run.json").write_text('{"command": ["other"], "files": []}')
    assert analyze(make_picture(), "--resume") == 1
    assert ".unfinished is of another command" in capsys.readouterr().err


def test_a_run_with_resume_gives_what_one_without_gives(
    analyze: Callable[..., int], make_clip: Maker, make_picture: Maker, out: Path
) -> None:
    inputs = (make_clip(), make_picture(), "--csv", "--jsonl", "--people", "--parquet")
    assert analyze(*inputs) == 0
    assert analyze(*inputs, "--resume") == 0
    for one, other in (
        ("results.csv", "results-2.csv"),
        ("results.jsonl", "results-2.jsonl"),
        ("results.parquet", "results-2.parquet"),
        ("results-people.csv", "results-people-2.csv"),
    ):
        assert (out / one).read_bytes() == (out / other).read_bytes()
    assert not (out / ".unfinished").exists()


def test_a_video_is_told_apart_at_markers_in_people_and_report(
    analyze: Callable[..., int], make_clip: Maker, out: Path, tmp_path: Path, capsys: Capture
) -> None:
    markers = tmp_path / "markers.csv"
    markers.write_text("time,label\n0.15,film\n", encoding="utf-8")
    wanted = ("--export", "people,report", "--markers", markers)
    assert analyze(make_clip("a.mp4"), *wanted) == 0
    with (out / "results-people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["window"], row["window_label"]) for row in rows] == [
        *(("", ""), ("0", ""), ("1", "film")),
    ]
    assert "window_label" in (out / "columns.json").read_text()
    assert "Between the markers" in (out / "a-report.html").read_text(encoding="utf-8")
    markers.write_text("when,what\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        analyze(make_clip("a.mp4"), *wanted)
    assert "no columns time and label" in capsys.readouterr().err
