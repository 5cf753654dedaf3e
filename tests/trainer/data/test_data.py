"""Reading FER2013 and FER+."""

import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emotion_desktop.errors import DataError
from emotion_desktop.labels import Emotion
from trainer.data import FaceTable, load_faces

DataMaker = Callable[..., tuple[Path, Path]]

PIXELS = " ".join(["1"] * 2304)
GOOD = f"3,{PIXELS},Training\n"
HEADER = "emotion,pixels,Usage\n"


def write(folder: Path, content: str, name: str = "fer2013.csv") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def rows_of(path: Path) -> list[str]:
    return path.read_text().splitlines()


def same(one: FaceTable, other: FaceTable) -> bool:
    return all(
        torch.equal(getattr(one, name), getattr(other, name))
        for name in ("images", "labels", "splits")
    )


def test_all_rows_are_read_with_their_split(make_data: DataMaker) -> None:
    data, _ = make_data(14, 7, 7)
    table = load_faces([data])
    assert table.images.shape == (28, 48, 48)
    assert table.images.dtype == torch.uint8
    assert torch.bincount(table.splits).tolist() == [14, 7, 7]


def test_pixels_stand_where_the_file_has_them(tmp_path: Path, cache_home: Path) -> None:
    pixels = " ".join(str(number % 256) for number in range(2304))
    table = load_faces([write(tmp_path, f"{HEADER}3,{pixels},Training\n")])
    assert table.images.flatten().tolist() == [number % 256 for number in range(2304)]


def test_fer2013_alone_keeps_its_size_and_stays_gray(make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    assert load_faces([data], size=64, channels=3).images.shape == (21, 48, 48)


def test_faces_are_counted_by_class(make_data: DataMaker) -> None:
    counts = load_faces([make_data(14, 7, 7)[0]]).counts("Training")
    assert counts[Emotion.HAPPINESS] == 2
    assert counts[Emotion.CONTEMPT] == 0


def test_a_second_read_comes_from_the_cache(make_data: DataMaker, cache_home: Path) -> None:
    data, _ = make_data(7, 7, 7)
    first = load_faces([data])
    (stored,) = cache_home.rglob("*.npz")
    age = stored.stat().st_mtime_ns
    second = load_faces([data])
    assert same(first, second)
    assert stored.stat().st_mtime_ns == age


@pytest.mark.parametrize("left", [0, 10, 1000])
def test_a_cache_that_was_cut_off_is_made_anew(
    left: int, make_data: DataMaker, cache_home: Path
) -> None:
    data, _ = make_data(7, 7, 7)
    first = load_faces([data])
    (stored,) = cache_home.rglob("*.npz")
    whole = stored.read_bytes()
    stored.write_bytes(whole[:left])
    assert same(load_faces([data]), first)
    assert stored.read_bytes() == whole


def test_a_cache_with_a_wrong_byte_is_made_anew(make_data: DataMaker, cache_home: Path) -> None:
    data, _ = make_data(7, 7, 7)
    first = load_faces([data])
    (stored,) = cache_home.rglob("*.npz")
    content = bytearray(stored.read_bytes())
    content[5000] ^= 0xFF
    stored.write_bytes(content)
    assert same(load_faces([data]), first)


def test_no_half_written_cache_stays_behind(make_data: DataMaker, cache_home: Path) -> None:
    load_faces([make_data(7, 7, 7)[0]])
    assert {path.suffix for path in cache_home.rglob("*") if path.is_file()} == {".npz"}


def test_a_cache_that_cannot_be_written_is_done_without(
    make_data: DataMaker, tmp_path: Path
) -> None:
    file = write(tmp_path, "not a folder", "occupied")
    assert len(load_faces([make_data(7, 7, 7)[0]], cache=file)) == 21


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zip", ".ZIP"])
def test_compressed_files_are_read_as_they_are(suffix: str, make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    packed = data.with_name(data.name + suffix)
    match suffix.lower():
        case ".gz":
            packed.write_bytes(gzip.compress(data.read_bytes()))
        case ".xz":
            packed.write_bytes(lzma.compress(data.read_bytes()))
        case _:
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("fer2013/README", "read me")
                archive.writestr("fer2013/test.csv", "emotion,pixels")
                archive.write(data, "fer2013/fer2013.csv")
    assert same(load_faces([packed]), load_faces([data]))


def test_an_archive_without_a_table_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "fer2013.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("README", "read me")
    with pytest.raises(DataError, match=r"holds 0 CSV files \(none\)"):
        load_faces([packed])


def test_columns_are_found_by_name_whatever_their_order_and_spaces(
    make_data: DataMaker, tmp_path: Path
) -> None:
    data, _ = make_data(7, 7, 7)
    moved = ["emotion, Usage, pixels"]
    for row in rows_of(data)[1:]:
        emotion, pixels, usage = row.split(",")
        moved.append(f"{emotion}, {usage}, {pixels}")
    other = write(tmp_path, "\n".join(moved), "icml_face_data.csv")
    assert same(load_faces([other]), load_faces([data]))


def test_a_byte_order_mark_and_blank_lines_do_not_matter(tmp_path: Path, cache_home: Path) -> None:
    path = write(tmp_path, f"\ufeff{HEADER}{GOOD}\n{GOOD}\n")
    assert len(load_faces([path])) == 2


BAD_ROWS = [
    ("0,1 2 3,Training\n", "line 3: 3 pixels where 2304 are expected"),
    (f"0,{PIXELS} 1,Training\n", "line 3: 2305 pixels where 2304 are expected"),
    ("0,,Training\n", "line 3: 0 pixels where 2304 are expected"),
    (f"0,{PIXELS[:-1]}x,Training\n", "line 3: a pixel is not a whole"),
    (f"0,{PIXELS[:-1]}-1,Training\n", "line 3: a pixel is not a whole"),
    (f"0,{PIXELS[:-1]}0.5,Training\n", "line 3: a pixel is not a whole"),
    (f"0,{PIXELS[:-1]}256,Training\n", "line 3: a pixel is not a whole"),
    (f"0,{PIXELS[:-1]}65537,Training\n", "line 3: a pixel is not a whole"),
    (f"7,{PIXELS},Training\n", "line 3: emotion is '7'"),
    (f"happy,{PIXELS},Training\n", "line 3: emotion is 'happy'"),
    (f"-1,{PIXELS},Training\n", "line 3: emotion is '-1'"),
    (f"0,{PIXELS},Exam\n", "line 3: Usage is 'Exam'"),
    (f"0,{PIXELS}\n", "line 3: 2 columns where 3 are expected"),
]


@pytest.mark.parametrize(("row", "sentence"), BAD_ROWS)
def test_a_bad_row_is_refused_with_file_and_line(
    row: str, sentence: str, tmp_path: Path, cache_home: Path
) -> None:
    path = write(tmp_path, HEADER + GOOD + row + GOOD)
    with pytest.raises(DataError, match=f"fer2013.csv, {sentence}"):
        load_faces([path])


@pytest.mark.parametrize("row", [row for row, _ in BAD_ROWS])
def test_a_bad_row_is_left_out_and_counted_on_demand(
    row: str, tmp_path: Path, cache_home: Path
) -> None:
    table = load_faces([write(tmp_path, HEADER + GOOD + row + GOOD)], skip_bad=True)
    assert (len(table), table.skipped) == (2, 1)


def test_a_last_row_that_was_cut_off_can_be_left_out(make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    data.write_bytes(data.read_bytes()[:-2000])
    with pytest.raises(DataError, match="line 22: 2 columns where 3 are expected; is the file"):
        load_faces([data])
    table = load_faces([data], skip_bad=True)
    assert (len(table), table.skipped) == (20, 1)


def test_bytes_that_are_no_text_make_one_bad_row(tmp_path: Path, cache_home: Path) -> None:
    path = tmp_path / "fer2013.csv"
    path.write_bytes((HEADER + GOOD).encode() + b"\xff\xfe\x00\n" + GOOD.encode())
    with pytest.raises(DataError, match="line 3: 1 columns where 3"):
        load_faces([path])
    assert len(load_faces([path], skip_bad=True)) == 2


def test_bad_rows_are_refused_even_after_a_read_that_left_them_out(
    tmp_path: Path, cache_home: Path
) -> None:
    path = write(tmp_path, HEADER + GOOD + "0,1 2 3,Training\n" + GOOD)
    load_faces([path], skip_bad=True)
    assert load_faces([path], skip_bad=True).skipped == 1
    with pytest.raises(DataError, match="line 3"):
        load_faces([path])


@pytest.mark.parametrize("skip_bad", [False, True])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "first line lacks emotion, pixels"),
        ("emotion,pixels\n", "holds no faces"),
        ("pixels\n", "first line lacks emotion"),
        (HEADER, "holds no faces"),
        (f'{HEADER}0,"{GOOD * 40}', "beyond line 1: .*is the file complete"),
    ],
)
def test_a_file_of_another_kind_is_always_refused(
    content: str, sentence: str, skip_bad: bool, tmp_path: Path, cache_home: Path
) -> None:
    with pytest.raises(DataError, match=sentence):
        load_faces([write(tmp_path, content)], skip_bad=skip_bad)


def test_a_file_of_nothing_but_bad_rows_is_refused(tmp_path: Path, cache_home: Path) -> None:
    with pytest.raises(DataError, match="none of its rows is a face"):
        load_faces([write(tmp_path, HEADER + "0,1 2 3,Training\n")], skip_bad=True)


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zip"])
@pytest.mark.parametrize("skip_bad", [False, True])
def test_a_truncated_archive_is_always_refused(
    suffix: str, skip_bad: bool, make_data: DataMaker
) -> None:
    data, _ = make_data(70, 7, 7)
    packed = data.with_suffix(f".csv{suffix}")
    match suffix:
        case ".gz":
            content = gzip.compress(data.read_bytes())
        case ".xz":
            content = lzma.compress(data.read_bytes())
        case _:
            memory = io.BytesIO()
            with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(data, data.name)
            content = memory.getvalue()
    packed.write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match=r"cannot read .* beyond line \d+: .*is the file complete"):
        load_faces([packed], skip_bad=skip_bad)


def test_an_archive_with_a_wrong_byte_is_refused(make_data: DataMaker) -> None:
    data, _ = make_data(70, 7, 7)
    content = bytearray(gzip.compress(data.read_bytes()))
    content[len(content) // 2 :] = bytes(len(content) // 2)
    packed = data.with_suffix(".csv.gz")
    packed.write_bytes(content)
    with pytest.raises(DataError, match=r"beyond line \d+: .*is the file complete"):
        load_faces([packed], skip_bad=True)


def test_an_archive_of_nonsense_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "fer2013.csv.gz"
    packed.write_bytes(gzip.compress(b"")[:10] + b"\xff" * 50)  # no such kind of block
    with pytest.raises(DataError, match=r"beyond line 0: .*is the file complete"):
        load_faces([packed])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv: No such file"):
        load_faces([tmp_path / "none.csv"])


def test_no_data_at_all_is_refused() -> None:
    with pytest.raises(DataError, match="no data given"):
        load_faces([])


def test_votes_of_another_length_are_refused(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    ferplus.write_text("\n".join(rows_of(ferplus)[:-1]))
    with pytest.raises(DataError, match=r"has 20 rows but .* has 21"):
        load_faces([data], ferplus=ferplus)


def test_votes_in_another_row_order_are_refused(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    header, *rows = rows_of(ferplus)
    ferplus.write_text("\n".join([header, *reversed(rows)]))
    with pytest.raises(DataError, match=r"line 2: Usage is 'PrivateTest' but .* says Training"):
        load_faces([data], ferplus=ferplus)


def test_votes_stay_with_their_faces_when_rows_are_left_out(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    whole = load_faces([data], ferplus=ferplus)
    rows = rows_of(data)
    rows[3] = "0,1 2 3,Training"
    data.write_text("\n".join(rows))
    left = load_faces([data], ferplus=ferplus, skip_bad=True)
    kept = torch.tensor([row for row in range(21) if row != 2])
    assert whole.votes is not None
    assert left.votes is not None
    assert torch.equal(left.votes, whole.votes[kept])
    assert torch.equal(left.images, whole.images[kept])


def test_a_face_with_bad_votes_is_refused_or_left_out(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    rows = rows_of(ferplus)
    rows[2] = "Training,fer0000001.png,x"
    ferplus.write_text("\n".join(rows))
    with pytest.raises(DataError, match=r"fer2013new\.csv, line 3: column neutral is 'x'"):
        load_faces([data], ferplus=ferplus)
    table = load_faces([data], ferplus=ferplus, skip_bad=True)
    assert table.votes is not None
    assert (len(table.votes), len(table), table.skipped) == (20, 20, 1)


def test_votes_for_two_files_are_refused(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    with pytest.raises(DataError, match="belong to one FER2013 file, but 2 are given"):
        load_faces([data, data], ferplus=ferplus)


def test_the_fingerprint_tells_votes_and_contents_apart(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    plain, voted = load_faces([data]), load_faces([data], ferplus=ferplus)
    data.write_text(data.read_text().replace("Training", "PublicTest"))
    prints = {plain.fingerprint, voted.fingerprint, load_faces([data]).fingerprint}
    assert len(prints) == 3
    assert {len(text) for text in prints} == {64}


def test_the_fingerprint_is_of_the_faces_and_not_of_their_packing(make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    packed = data.with_name("fer2013.csv.gz")
    packed.write_bytes(gzip.compress(data.read_bytes()))
    plain, unpacked = load_faces([data]), load_faces([packed])
    assert plain.fingerprint == unpacked.fingerprint
    assert plain.files == {"fer2013.csv": hashlib.sha256(data.read_bytes()).hexdigest()}
    assert list(unpacked.files) == ["fer2013.csv.gz"]
    assert plain.files_fingerprint != unpacked.files_fingerprint


@pytest.mark.parametrize("name", ["fer2013.tar.gz", "fer2013.tgz", "fer2013.tar", "f.tar.xz"])
def test_the_table_in_a_tape_archive_is_read(name: str, make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    path = data.parent / name
    mode = {"tar": "w", "xz": "w:xz"}.get(name.rpartition(".")[2], "w:gz")
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        (data.parent / "README").write_text("Goodfellow et al.")
        archive.add(data.parent / "README", "fer2013/README")
        archive.add(data, "fer2013/fer2013.csv")
        (data.parent / "._fer2013.csv").write_bytes(b"\0\5\x16\7")
        archive.add(data.parent / "._fer2013.csv", "fer2013/._fer2013.csv")
    table = load_faces([path])
    assert torch.equal(table.images, load_faces([data]).images)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(DataError, match=name):
        load_faces([path])


@pytest.mark.parametrize(
    ("name", "split"), [("train.csv", 0), ("my-faces.csv", 0), ("Val.csv", 1), ("test.csv", 2)]
)
def test_without_usage_the_name_of_a_file_says_what_it_is_for(
    name: str, split: int, tmp_path: Path, cache_home: Path
) -> None:
    path = tmp_path / name
    path.write_text(f"emotion,pixels\n3,{PIXELS}\n")
    assert load_faces([path], hold_back=0).splits.tolist() == [split]


def test_usage_may_be_train_val_and_test(tmp_path: Path, cache_home: Path) -> None:
    rows = "".join(f"0,{PIXELS},{usage}\n" for usage in ("train", "Val", "TEST", "training"))
    assert load_faces([write(tmp_path, HEADER + rows)]).splits.tolist() == [0, 1, 2, 0]
