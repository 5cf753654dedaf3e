"""Checkpoints that are wrong anywhere are read, or refused with a sentence."""

import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load, save

from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.errors import CheckpointError
from emotion_desktop.models.metadata import (
    KEY,
    CheckpointMetadata,
    read_metadata,
    read_texts,
    read_weights,
    tensor_digest,
    with_texts,
)
from emotion_desktop.models.onnx_graph import KEY as GRAPHS
from emotion_desktop.models.onnx_graph import GraphError, pack_graphs, unpack_graph, with_weights
from emotion_desktop.models.onnx_interface import GraphKind
from tests.fuzzing import damaged, odd_json

pytestmark = pytest.mark.fuzz

ORIGINAL = shipped_checkpoints() / "cnn48_rgb.safetensors"
TEXTS = read_texts(ORIGINAL)
METADATA = read_metadata(ORIGINAL)
WEIGHTS = load(ORIGINAL.read_bytes())
SMALL = save({"a": np.ones((2, 2), np.float16), "b": np.zeros(3, np.float32)})


def document() -> str:
    """Return a document of an unknown architecture: its weights may be any."""
    whole = json.loads(TEXTS[KEY]) | {"architecture": "another"}
    whole |= {"weights_sha256": tensor_digest(SMALL), "history": whole["history"][:2]}
    return json.dumps(whole)


FILE = with_texts(SMALL, {KEY: document()})


def use(path: Path) -> None:
    """Read a checkpoint as the picker, the panel and the backends do, or refuse it."""
    with suppress(CheckpointError):
        metadata = read_metadata(path)
        show(metadata)
        read_weights(path, metadata)


def show(metadata: CheckpointMetadata) -> None:
    """Ask for all that the panel of the model shows."""
    assert metadata.small_epochs >= 0
    assert metadata.kept is None or metadata.kept in metadata.history
    for split in metadata.metrics.values():
        assert len(split.support) == len(split.recall)
        assert split.weak_classes.keys() | split.rare_classes.keys() <= split.recall.keys()


@given(damaged(FILE))
def test_any_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.safetensors"
    path.write_bytes(data)
    use(path)


@given(odd_json(document()))
def test_any_document(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.safetensors"
    path.write_bytes(with_texts(SMALL, {KEY: text}))
    use(path)


@given(odd_json(SMALL[8 : 8 + int.from_bytes(SMALL[:8], "little")].decode()))
def test_any_header(tmp_path: Path, text: str) -> None:
    header = json.dumps({"__metadata__": {KEY: document()}})[:-1] + f",{text.lstrip()[1:]}"
    path = tmp_path / "any.safetensors"
    tensors = SMALL[8 + int.from_bytes(SMALL[:8], "little") :]
    path.write_bytes(len(header.encode()).to_bytes(8, "little") + header.encode() + tensors)
    use(path)


@given(damaged(TEXTS[GRAPHS].encode()) | odd_json(TEXTS[GRAPHS]).map(str.encode))
def test_any_packed_graph(text: bytes) -> None:
    with suppress(GraphError):
        unpack_graph(text.decode(errors="replace"), GraphKind.LOGITS)


@given(st.sampled_from(GraphKind), st.data())
def test_any_graph(kind: GraphKind, data: st.DataObject) -> None:
    whole = unpack_graph(TEXTS[GRAPHS], kind)
    assert whole is not None
    graph = data.draw(damaged(whole))
    with suppress(GraphError):
        with_weights(graph, kind, WEIGHTS, size=METADATA.input.size, classes=len(METADATA.classes))
    packed = pack_graphs({kind: graph})
    assert unpack_graph(packed, kind) == graph
