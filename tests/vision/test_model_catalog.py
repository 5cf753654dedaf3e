"""Which models there are to choose from."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop import config
from emotion_desktop.errors import UnknownModelError
from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models import list_models, read_metadata
from emotion_desktop.vision import model_catalog
from emotion_desktop.vision.model_catalog import (
    DEFAULT_MS,
    PHOTO_FIGURES,
    CommonSet,
    PhotoFigures,
    catalog,
    default_checkpoint,
)

CheckpointMaker = Callable[..., Path]
Asker = Callable[[dict[str, PhotoFigures]], None]


@pytest.fixture(autouse=True)
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints are looked for in `tmp_path` and nowhere else."""
    monkeypatch.setattr(config, "checkpoint_folders", lambda: (tmp_path,))


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asker:
    """A function that makes the shipped figures of the common set."""

    def write(models: dict[str, PhotoFigures]) -> None:
        common = CommonSet(protocol="drawn", count=3, models=models)
        (tmp_path / PHOTO_FIGURES).write_text(common.model_dump_json())
        monkeypatch.setattr(model_catalog, "shipped_checkpoints", lambda: tmp_path)

    return write


def figures(*, accuracy: float = 0.5, webcam: float = 0.5, ms: float = 0.5) -> PhotoFigures:
    """What a model has on the common set."""
    return PhotoFigures(accuracy=accuracy, webcam=webcam, ms=ms)


def test_the_recommended_model_comes_first_and_architectures_without_one_last(
    make_checkpoint: CheckpointMaker,
) -> None:
    make_checkpoint("cnn48_rgb")
    make_checkpoint("cnn48_gray", classes=FER2013_ORDER, name="zebra")
    make_checkpoint("cnn48_gray", name="aunt")
    names = [entry.name for entry in catalog()]
    assert names[:3] == ["zebra", "aunt", "cnn48_rgb"]
    assert names[3:] == [name for name in list_models() if name != "cnn48_rgb"]
    assert [entry.name for entry in catalog() if entry.recommended] == ["zebra"]


def test_those_asked_on_the_common_set_come_by_their_accuracy(
    make_checkpoint: CheckpointMaker, ask: Asker
) -> None:
    shares = {"slow": 0.6, "quick": 0.7, "third": 0.8}
    networks = ("cnn48_rgb", "cnn48_gray", "vgg48_gray")
    paths = {n: make_checkpoint(net, name=n) for n, net in zip(shares, networks, strict=True)}
    make_checkpoint("resnet18_gray", classes=FER2013_ORDER, name="default", accuracy=0.9)
    ask(
        {
            read_metadata(path).weights_sha256: figures(accuracy=shares[name], ms=len(name))
            for name, path in paths.items()
        }
    )
    entries = [entry for entry in catalog() if entry.trained]
    assert [entry.name for entry in entries] == ["default", "third", "quick", "slow"]
    assert [entry.name for entry in entries if entry.most_accurate] == ["third"]
    assert [entry.name for entry in entries if entry.fastest] == ["slow"]


def test_a_damaged_file_of_figures_leaves_models_unmeasured(
    make_checkpoint: CheckpointMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_checkpoint("cnn48_rgb")
    (tmp_path / PHOTO_FIGURES).write_text("[]")
    monkeypatch.setattr(model_catalog, "shipped_checkpoints", lambda: tmp_path)
    assert catalog()[0].photos is None


def test_a_trained_one_tells_classes_accuracy_and_protocol(
    make_checkpoint: CheckpointMaker,
) -> None:
    path = make_checkpoint("cnn48_rgb", accuracy=0.75)
    (entry,) = (entry for entry in catalog() if entry.trained)
    assert (entry.name, entry.accuracy, entry.path) == ("cnn48_rgb", 0.75, path)
    assert entry.merges == read_metadata(path).merges
    assert entry.protocol == "untrained weights made for a test"
    assert len(entry.classes) == 4


def test_one_that_is_not_trained_or_broken_is_listed_as_such(tmp_path: Path) -> None:
    (tmp_path / "cnn48_rgb.safetensors").write_bytes(b"broken")
    assert all(not entry.trained and entry.path is None for entry in catalog())
    assert len(catalog()) == len(list_models())


def test_one_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    (tmp_path / "mine.safetensors").write_bytes(b"broken")
    errors = {entry.name: entry.error for entry in catalog()}
    assert "mine.safetensors is not a safetensors file" in str(errors["mine"])
    assert errors["cnn48_gray"] is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_listed_and_cannot_be_chosen(
    make_checkpoint: CheckpointMaker,
) -> None:
    path = make_checkpoint("cnn48_rgb")
    path.rename(path.with_name("caf\udce9.safetensors"))
    entry = next(entry for entry in catalog() if entry.error is not None)
    assert (entry.name, entry.trained) == ("caf\\xe9", False)
    assert "rename it" in str(entry.error)


def test_the_default_is_the_most_accurate_one_with_seven_classes(
    make_checkpoint: CheckpointMaker,
) -> None:
    make_checkpoint("cnn48_rgb", accuracy=0.99)
    make_checkpoint("cnn48_gray", classes=FER2013_ORDER, name="worse", accuracy=0.6)
    make_checkpoint("cnn48_gray", classes=FER2013_ORDER, name="better", accuracy=0.7)
    assert default_checkpoint() == "better"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (figures(accuracy=0.7), figures(accuracy=0.6), "first"),
        (figures(webcam=0.4), figures(webcam=0.6), "second"),
        (figures(accuracy=0.9, ms=DEFAULT_MS + 0.1), figures(), "second"),
        (figures(ms=DEFAULT_MS), figures(accuracy=0.4), "first"),
    ],
    ids=["photos", "as a webcam shows them", "too slow", "just fast enough"],
)
def test_the_default_is_the_best_of_the_fast_ones_that_were_asked(
    make_checkpoint: CheckpointMaker,
    ask: Asker,
    first: PhotoFigures,
    second: PhotoFigures,
    expected: str,
) -> None:
    make_checkpoint("resnet18_gray", classes=FER2013_ORDER, name="own", accuracy=0.99)
    paths = {
        name: make_checkpoint(network, classes=FER2013_ORDER, name=name, accuracy=0.8)
        for name, network in (("first", "cnn48_gray"), ("second", "vgg48_gray"))
    }
    hashes = {name: read_metadata(path).weights_sha256 for name, path in paths.items()}
    ask({hashes["first"]: first, hashes["second"]: second})
    assert default_checkpoint() == expected


def test_without_seven_classes_the_most_accurate_one_is_the_default(
    make_checkpoint: CheckpointMaker,
) -> None:
    make_checkpoint("cnn48_rgb", accuracy=0.8)
    make_checkpoint("cnn48_rgb", name="other", accuracy=0.7)
    assert default_checkpoint() == "cnn48_rgb"


def test_without_any_checkpoint_the_error_says_how_to_train_one() -> None:
    with pytest.raises(UnknownModelError, match="emotion-train --arch"):
        default_checkpoint()


def test_the_catalog_needs_no_pytorch() -> None:
    code = (
        "import sys\n"
        "from emotion_desktop.vision.model_catalog import catalog\n"
        "catalog()\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
