"""What is told of single faces and of groups of them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import matplotlib.image
import pytest
import torch

from emotion_desktop.errors import DataError, OutputError, SettingError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import SplitMetrics
from tests.builders import make_protocol
from trainer.artefacts.faces import confused, suspects
from trainer.cli.evaluate import main
from trainer.data import Samples
from trainer.evaluation.metrics import measure
from trainer.evaluation.score import Score

DataMaker = Callable[..., tuple[Path, Path]]
CheckpointMaker = Callable[..., Path]
Evaluate = Callable[..., str]

CLASSES = (Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL)


@pytest.fixture
def evaluate(
    make_data: DataMaker, make_checkpoint: CheckpointMaker, capsys: pytest.CaptureFixture[str]
) -> Evaluate:
    """A function that runs `emotion-evaluate` on small data and returns what was printed."""
    data, ferplus = make_data(7, 14, 35)
    given = ["--checkpoint", str(make_checkpoint()), "--data", str(data), "--ferplus", str(ferplus)]

    def run(*arguments: str | Path) -> str:
        main([*given, *map(str, arguments), "--device", "cpu", "--threads", "1"])
        return capsys.readouterr().out

    return run


def lines_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def scored(probabilities: list[list[float]], labels: list[int]) -> Score:
    """A score with these calibrated probabilities."""
    logits, truth = torch.tensor(probabilities).log(), torch.tensor(labels)
    metrics: SplitMetrics = measure(logits, truth, CLASSES, temperature=1.0, protocol="by hand")
    samples = Samples(
        images=torch.zeros(len(labels), 48, 48, dtype=torch.uint8),
        targets=torch.eye(3)[truth],
        labels=truth,
        protocol=make_protocol(class_count=3),
        chosen=torch.arange(len(labels)),
    )
    return Score(metrics=metrics, temperature=1.0, logits=logits, samples=samples)


def test_predictions_have_a_line_for_each_face_from_which_the_accuracy_can_be_worked_out(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    path = tmp_path / "said" / "predictions.csv"
    printed = json.loads(evaluate("--predictions", path, "--json"))
    rows = lines_of(path)
    assert len(rows) == printed["count"] == 20
    right = sum(row["label"] == row["predicted"] for row in rows)
    assert right / 20 == pytest.approx(printed["accuracy"])
    names = [name for name in rows[0] if name.startswith("p_")]
    for row in rows:
        said = {name.removeprefix("p_"): float(row[name]) for name in names}
        assert sum(said.values()) == pytest.approx(1, abs=1e-5)
        assert row["predicted"] == max(said, key=said.__getitem__)
        assert int(row["row"]) >= 21  # PrivateTest comes after 7 and 14 others
        assert int(row[f"votes_{row['label']}"]) == 8


def test_bad_rows_do_not_shift_the_numbers_of_the_others(
    make_data: DataMaker, make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    data, _ = make_data(7, 7, 7)
    lines = data.read_text().splitlines()
    data.write_text("\n".join([lines[0], "3,1 2 3,Training", *lines[1:]]) + "\n")
    path = tmp_path / "p.csv"
    main(
        ["--checkpoint", str(make_checkpoint()), "--data", str(data), "--device", "cpu",
         "--skip-bad", "--predictions", str(path)]
    )  # fmt: skip
    rows = [int(row["row"]) for row in lines_of(path)]
    assert rows == sorted(rows)
    assert min(rows) >= 15
    assert max(rows) <= 21


def test_figures_by_group_have_intervals_and_add_up(evaluate: Evaluate, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    lines = [f"{row},{'young' if row % 2 else 'old'}" for row in range(21, 56)]
    table.write_text("\n".join(["row,age", *lines]) + "\n")
    document = json.loads(evaluate("--groups", table, "--by", "age", "--json"))
    groups = document["groups"]["age"]
    assert {group["value"] for group in groups} == {"young", "old"}
    assert sum(group["count"] for group in groups) == 20
    right = sum(group["count"] * group["figures"]["accuracy"]["value"] for group in groups)
    assert right / 20 == pytest.approx(document["accuracy"])
    for group in groups:
        accuracy = group["figures"]["accuracy"]
        assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]
    printed = evaluate("--groups", table, "--by", "age")
    assert "by age, with 95 % intervals" in printed


def test_faces_the_table_says_nothing_of_are_a_group_of_their_own(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    table = tmp_path / "people.csv"
    table.write_text("row,age\n" + "".join(f"{row},old\n" for row in range(21, 30)))
    assert "not said" in evaluate("--groups", table, "--by", "age")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("row,sex\n1,f\n", "its first line lacks age"),
        ("row,age\nx,old\n", "line 2: row is 'x'"),
        ("row,age\n1\n", "line 2: 1 cells where 2 are expected"),
        ("row,age\n1,old\n1,old\n", "line 3: row 1 stands there twice"),
        ("row,age\n1,old\n", "says nothing of the faces that are scored"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_the_line(
    text: str, sentence: str, evaluate: Evaluate, tmp_path: Path
) -> None:
    table = tmp_path / "people.csv"
    table.write_text(text)
    with pytest.raises(DataError, match=sentence):
        evaluate("--groups", table, "--by", "age")


def test_nothing_is_overwritten_and_a_table_needs_a_column(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    path = tmp_path / "there.csv"
    path.write_text("mine")
    with pytest.raises(OutputError, match=r"there\.csv is already there"):
        evaluate("--predictions", path)
    assert path.read_text() == "mine"
    with pytest.raises(SettingError, match="belong together"):
        evaluate("--groups", path)


def test_a_label_is_doubtful_where_another_class_is_as_sure_as_it_usually_is() -> None:
    score = scored(
        [
            [0.80, 0.10, 0.10],
            [0.90, 0.05, 0.05],
            [0.10, 0.80, 0.10],
            [0.70, 0.20, 0.10],  # called sad; less happy than happy faces are, but they include it
            [0.97, 0.02, 0.01],  # called sad, and happier than happy faces
            [0.30, 0.40, 0.30],  # called neutral; as sad as sad faces are on the whole
        ],
        [0, 0, 1, 1, 1, 2],
    )
    assert suspects(score) == [4, 5]


def test_confusions_are_listed_the_commonest_first_and_the_surest_face_first() -> None:
    said = [[0.6, 0.3, 0.1], [0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.2, 0.7, 0.1]]
    pairs = [(t, p, f.tolist()) for t, p, f in confused(scored(said, [1, 1, 1, 0]))]
    assert pairs == [(1, 0, [1, 0]), (0, 1, [3])]


def test_confusions_and_suspects_are_written(evaluate: Evaluate, tmp_path: Path) -> None:
    picture, doubtful = tmp_path / "confusions.png", tmp_path / "suspects.csv"
    printed = evaluate("--confusions", picture, "--suspects", doubtful)
    assert f"wrote {doubtful}, {picture}" in printed
    assert matplotlib.image.imread(picture).shape[1] > 1000
    for row in lines_of(doubtful):
        assert row["label"] != row["predicted"]


def test_pictures_of_a_folder_are_named(
    make_checkpoint: CheckpointMaker, tmp_path: Path, cache_home: Path
) -> None:
    from PIL import Image

    for split in ("train", "test"):
        for emotion in ("happy", "sad"):
            folder = tmp_path / "faces" / split / emotion
            folder.mkdir(parents=True)
            for number in range(3):
                Image.effect_noise((48, 48), 90).save(folder / f"{number}.png")
    path = tmp_path / "p.csv"
    main(
        ["--checkpoint", str(make_checkpoint()), "--data", str(tmp_path / "faces"),
         "--device", "cpu", "--predictions", str(path)]
    )  # fmt: skip
    rows = lines_of(path)
    assert len(rows) == 6
    for row in rows:
        file = Path(row["file"])
        assert file.is_file()
        assert file.parts[-3] == "test"
        assert row["label"] == {"happy": "happiness", "sad": "sadness"}[file.parts[-2]]
