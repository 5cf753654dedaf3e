"""The model card and its command line."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import JsonValue

from emotion_desktop.labels import CANONICAL_ORDER, MERGE_7_TO_4, Emotion
from emotion_desktop.models import CheckpointMetadata, SplitMetrics, get_spec
from emotion_desktop.models.checkpoint import input_spec
from emotion_desktop.models.metadata import EpochRecord
from tests.builders import make_metadata, make_metrics, make_protocol
from trainer.artefacts import card
from trainer.artefacts.train_command import training_command
from trainer.cli.recipe_arguments import add_recipe_arguments, apply_overrides
from trainer.cli.train_parser import make_parser
from trainer.recipes import RECIPES, Variant

FOUR = get_spec("cnn48_rgb").classes
STORED: dict[str, Variant] = {"best": "best", "original": "original", "seed": "original"}
"""What headers call the variants of recipes."""


def figures(confusion: list[list[int]], split: str = "PrivateTest") -> SplitMetrics:
    protocol = make_protocol(class_count=4, split=split, count=800)
    return make_metrics(FOUR, confusion, protocol=protocol, count=800, accuracy=0.8125)


GOOD = [[200, 0, 0, 0], [0, 200, 0, 0], [0, 0, 200, 0], [0, 0, 0, 200]]


def header(**changes: object) -> CheckpointMetadata:
    """The header of a plausible checkpoint."""
    usual: dict[str, object] = {
        "classes": FOUR,
        "training": {"variant": "best", "epochs": 12, "lr": 0.002, "seed": 5},
        "history": (
            EpochRecord(
                epoch=1,
                train_loss=1.0,
                val_loss=1.0,
                val_accuracy=0.75,
                learning_rate=1e-3,
                seconds=1800,
            ),
        ),
        "created_at": datetime(2026, 3, 4, tzinfo=UTC),
        "data_fingerprint": "f" * 64,
        "package_version": "9.9",
    }
    return make_metadata("cnn48_rgb", figures(GOOD), **(usual | changes))


def test_a_card_tells_classes_figures_protocol_and_origin() -> None:
    text = card(header())
    for part in (
        "# cnn48_rgb\n",
        "happiness, neutral, sadness, surprise",
        "81.25%",
        "FER+ majority, 4 classes, PrivateTest, n = 800, single crop",
        "0.0789 → 0.0123",
        "0.5678 → 0.4567",
        "595,076",
        "48x48 RGB",
        "temperature 1.250",
        "2026-03-04 with emotion-desktop 9.9",
        "f" * 64,
        "epochs 12, lr 0.002, seed 5",
        "1 epoch in 0.5 h; the best on PublicTest was epoch 1 with 75.00%",
        "prohibited except for medical",
    ):
        assert part in text, part


def test_every_table_of_a_card_has_rows_of_equal_length() -> None:
    blocks = card(header()).split("\n\n")
    tables = [block.splitlines() for block in blocks if block.startswith("|")]
    assert len(tables) == 4
    for table in tables:
        assert len({line.count("|") for line in table}) == 1


def epochs(*accuracies: float) -> list[EpochRecord]:
    return [
        EpochRecord(
            epoch=number,
            train_loss=1.0,
            val_loss=1.0,
            val_accuracy=accuracy,
            learning_rate=1e-3,
            seconds=60,
        )
        for number, accuracy in enumerate(accuracies, start=1)
    ]


def test_the_kept_epoch_is_the_one_the_header_names() -> None:
    made = header(history=epochs(0.9, 0.5), kept_epoch=2)
    assert made.kept is not None
    assert made.kept.val_accuracy == 0.5
    assert "was epoch 2 with 50.00%" in card(made)


@pytest.mark.parametrize(
    ("training", "kept"),
    [
        ({}, 1),
        ({"epochs": 4, "progressive_size": 32, "progressive_fraction": 0.5}, 3),
        ({"epochs": 4, "progressive_size": 0, "progressive_fraction": 0.5}, 1),
        ({"epochs": 9, "progressive_size": 32, "progressive_fraction": 0.9}, 1),
    ],
    ids=["one size", "sizes change", "no small size", "stopped while small"],
)
def test_version_0_1_kept_the_first_of_the_most_accurate_epochs_at_full_size(
    training: dict[str, JsonValue], kept: int
) -> None:
    made = header(training=training, history=epochs(0.9, 0.8, 0.7, 0.7)).kept
    assert made is not None
    assert made.epoch == kept


def test_weak_and_rare_classes_are_named_as_limits() -> None:
    confusion = [[200, 0, 0, 0], [0, 200, 0, 0], [170, 0, 30, 0], [9, 0, 0, 9]]
    text = card(header(metrics={"PrivateTest": figures(confusion)}))
    assert "Found seldom: sadness in 15% of its 200 faces (" in text
    assert "rough for: surprise (18)." in text


def test_a_good_model_has_no_weak_classes() -> None:
    assert "Found seldom" not in card(header())


def test_merged_classes_are_told() -> None:
    text = card(header(merges=dict(MERGE_7_TO_4)))
    assert "disgust counts as anger, fear counts as sadness, surprise counts as neutral" in text
    assert "anger counts as anger" not in text


def test_runs_that_start_from_one_another_are_told_in_their_order() -> None:
    first: dict[str, JsonValue] = {"epochs": 7, "augmentation": {"flip": 0.5, "shift": 0.25}}
    second: dict[str, JsonValue] = {"epochs": 8, "init": {"training": first, "taken": "9 filters"}}
    second["augmentation"] = first["augmentation"]
    training: dict[str, JsonValue] = {"epochs": 9, "init": {"training": second}}
    text = card(header(training=training))
    assert "3 runs, each from the weights of the one before" in text
    assert "1. epochs 7; augmentation: flip 0.5, shift 0.25\n2. epochs 8, taken 9 filters\n" in text
    assert "--init START.safetensors" in text


def test_a_run_is_told_by_what_changed_since_the_one_before() -> None:
    first: dict[str, JsonValue] = {
        "epochs": 7,
        "lr": 0.5,
        "teachers": ["a"],
        "augmentation": {"flip": 0.5, "shift": 0.25},
    }
    second: dict[str, JsonValue] = {
        "epochs": 7,
        "lr": 0.25,
        "augmentation": {"flip": 0.5, "shift": 0.125},
        "init": {"training": first},
    }
    text = card(header(training=second))
    assert "what is not named stayed as it was" in text
    assert "\n2. lr 0.25, teachers None; augmentation: shift 0.125\n" in text


def test_the_most_frequent_mistakes_are_told() -> None:
    confusion = [[190, 0, 10, 0], [0, 200, 0, 0], [0, 30, 170, 0], [2, 1, 0, 197]]
    text = card(header(metrics={"PrivateTest": figures(confusion)}))
    assert (
        "Most frequent mistakes: sadness read as neutral (30 of 200), happiness read as sadness "
        "(10 of 200), surprise read as happiness (2 of 200)."
    ) in text
    assert "Most frequent mistakes" not in card(header())


def test_what_it_reads_of_a_bad_webcam_has_its_section() -> None:
    assert "\n## Faces as a bad webcam shows them\n\nsome\n" in card(header(), webcam="some")
    assert "bad webcam" not in card(header())


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ({}, "read at the end of 2 of the 2 runs that led here"),
        ({"scored_on": ["PublicTest", "PrivateTest"]}, "read at the end of 2 of the 2 runs"),
        ({"scored_on": ["PublicTest"]}, "PrivateTest read once, at the end"),
    ],
    ids=["by version 0.1", "scored", "not scored"],
)
def test_it_is_told_how_often_the_private_test_was_read(
    first: dict[str, JsonValue], words: str
) -> None:
    training: dict[str, JsonValue] = {"init": {"training": {"epochs": 7}, **first}}
    assert words in card(header(training=training))


def test_a_start_that_is_no_run_of_ours_counts_as_none() -> None:
    start: dict[str, JsonValue] = {"taken": "9 filters", "from": "vgg16", "file_sha256": "ab12"}
    text = card(header(training={"init": start}))
    assert "PrivateTest read once, at the end" in text
    assert "--init vgg16\n" in text
    assert "`vgg16`: the file with the SHA-256 `ab12`" in text


def test_the_weights_a_run_needs_are_named_by_their_sha_256() -> None:
    start: dict[str, JsonValue] = {"training": {"epochs": 7}, "weights_sha256": "c0ffee"}
    teachers: list[JsonValue] = [{"file": "big.safetensors", "weights_sha256": "facade"}]
    text = card(header(training={"init": start, "teachers": teachers}))
    assert "`START.safetensors`: weights with the SHA-256 `c0ffee`" in text
    assert "`TEACHER.safetensors`: `big.safetensors`, weights with the SHA-256 `facade`" in text


def test_the_same_bits_are_promised_only_where_the_header_says_what_they_depend_on() -> None:
    assert "bit for bit" not in card(header())
    assert "bit for bit on a CPU of the same kind" in card(header(environment={"threads": 2}))


def test_a_model_nobody_has_scored_has_a_card_too() -> None:
    assert "Not measured yet" in card(header(metrics={}, history=()))


def test_an_architecture_of_another_version_has_a_card_too() -> None:
    assert "`net_of_tomorrow`" in card(header(architecture="net_of_tomorrow"))


def test_other_data_than_fer2013_are_not_taken_for_it() -> None:
    protocol = make_protocol(origin="portraits", labels="original")
    own = figures(GOOD).model_copy(update={"protocol": protocol})
    text = card(header(metrics={"PublicTest": own}, label_source="fer2013"))
    assert "Goodfellow" not in text
    assert "--data DATA" in text


@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ({"origin": "FER2013", "labels": "original"}, "--data fer2013.csv"),
        ({"origin": "faces + FER2013", "labels": "original"}, "--data fer2013.csv"),
        ({"origin": "faces"}, "--data fer2013.csv"),  # FER+ voted on faces of FER2013
        (
            {"origin": "faces", "labels": "original", "trained_on": "ferplus"},
            "--data fer2013.csv",
        ),
        ({"origin": "drawn faces", "labels": "original"}, "--data synthetic"),
        ({"origin": "hand-drawn faces", "labels": "original"}, "--data DATA"),
    ],
)
def test_the_data_of_a_command_are_those_the_figures_were_measured_on(
    fields: dict[str, object], data: str
) -> None:
    found = figures(GOOD).model_copy(update={"protocol": make_protocol(**fields)})
    metadata = header(metrics={"PrivateTest": found}, label_source="fer2013")
    assert f" {data} --labels" in training_command(metadata)


def test_a_card_is_titled_and_scored_by_the_name_of_its_file() -> None:
    text = card(header(), file="my_net.safetensors")
    assert text.startswith("# my_net\n")
    assert "emotion-evaluate --checkpoint my_net.safetensors --data" in text
    assert "cnn48_rgb.safetensors" not in text


def test_a_run_without_private_test_is_scored_again_on_public_test() -> None:
    public = header(metrics={"PublicTest": figures(GOOD, "PublicTest")})
    assert "emotion-evaluate" in card(public)
    assert card(public).count("--split PublicTest") == 1
    assert "--split" not in card(header())


def test_the_pictures_and_the_command_that_was_run_are_shown() -> None:
    text = card(header(), pictures=["training_history.png"], command="emotion-train --arch me")
    assert "![training history](training_history.png)" in text
    assert "emotion-train --arch me\n" in text


@pytest.mark.parametrize(
    ("arch", "stored", "variant"),
    [(arch, stored, variant) for stored, variant in STORED.items() for arch in RECIPES[variant]],
)
def test_the_command_of_a_card_sets_what_the_run_had(
    arch: str, stored: str, variant: Variant
) -> None:
    spec = get_spec(arch)
    recipe = replace(RECIPES[variant][arch], epochs=3, lr=0.0125, balanced=True, mixup=0.4)
    training = json.loads(json.dumps(asdict(replace(recipe, merges={}))))
    del training["merges"]
    metadata = header(
        architecture=arch,
        classes=spec.classes,
        merges=dict(recipe.merges),
        input=input_spec(spec),
        training=training | {"variant": stored, "seed": 11, "limit": 64},
    )
    parser = make_parser()
    add_recipe_arguments(parser)
    args = parser.parse_args(training_command(metadata).split()[1:])
    assert (args.arch, args.recipe, args.seed, args.limit) == (arch, variant, 11, 64)
    assert (args.labels, args.classes) == ("ferplus-votes", None)
    assert apply_overrides(RECIPES[args.recipe][arch], args) == recipe


def test_the_command_of_a_card_names_other_classes_and_merges() -> None:
    metadata = header(
        classes=(Emotion.ANGER, Emotion.FEAR), merges={Emotion.DISGUST: Emotion.ANGER}
    )
    assert "--classes anger,fear --merge disgust=anger" in training_command(metadata)


@pytest.mark.parametrize("path", sorted(Path("checkpoints").glob("*.safetensors")), ids=str)
def test_a_shipped_checkpoint_has_a_card(path: Path) -> None:
    from emotion_desktop.models import read_metadata

    metadata = read_metadata(path)
    text = card(metadata)
    assert all(emotion in text for emotion in metadata.classes)
    assert all(emotion in CANONICAL_ORDER for emotion in metadata.classes)
