"""What a finished checkpoint carries besides its weights, so that the app runs without PyTorch.

Those are its graphs, in float32 and int8, and the figures of both.
"""

from collections.abc import Mapping
from typing import Final

from emotion_desktop.models import Checkpoint, CheckpointMetadata, EvaluationProtocol
from emotion_desktop.models.metadata import KEY, read_texts, read_verified, with_texts
from emotion_desktop.models.onnx_graph import KEY as GRAPHS
from emotion_desktop.models.onnx_graph import pack_graphs
from emotion_desktop.models.onnx_interface import GraphKind
from trainer.data import SPLITS, FaceTable, Samples, Split, select
from trainer.evaluation.metrics import measure
from trainer.evaluation.score import evaluation_labels
from trainer.onnx_graphs import trace_graphs
from trainer.quantise import graph_logits, int8_graph

INT8: Final = "int8"

CALIBRATES: Final[Split] = "PublicTest"


def pack(
    checkpoint: Checkpoint, metadata: CheckpointMetadata, samples: Mapping[Split, Samples]
) -> tuple[dict[GraphKind, bytes], CheckpointMetadata]:
    """Return the graphs of a checkpoint, and metadata that have int8's figures too; takes seconds.

    Args:
        checkpoint: The finished network.
        metadata: With its temperature and the figures of float32.
        samples: By split, the faces that float32 was scored on. Those of PublicTest calibrate int8;
            without them there is no graph in int8.
    """
    graphs = dict(trace_graphs(checkpoint.spec.name, len(metadata.classes)))
    if CALIBRATES not in samples:
        return graphs, metadata
    logits = graphs[GraphKind.LOGITS]
    graph = int8_graph(checkpoint, logits, samples[CALIBRATES].images)
    graphs[GraphKind.INT8_LOGITS] = graph
    metrics = dict(metadata.metrics)
    for split, faces in samples.items():
        if split in metadata.metrics:
            metrics[f"{split}, {INT8}"] = measure(
                graph_logits(checkpoint, graph, GraphKind.INT8_LOGITS, faces.images),
                faces.labels,
                metadata.classes,
                temperature=metadata.temperature,
                protocol=_in_int8(metrics[split].protocol),
            )
    return graphs, metadata.model_copy(update={"metrics": metrics})


def _in_int8(protocol: EvaluationProtocol | str) -> EvaluationProtocol | str:
    if isinstance(protocol, str):
        return f"{protocol}, {INT8}"
    return protocol.model_copy(update={"precision": INT8})


def upgraded(checkpoint: Checkpoint, table: FaceTable | None) -> bytes:
    """Return a checkpoint's file with graphs in its header; its weights stay byte for byte.

    Args:
        checkpoint: As it was loaded from its file.
        table: The data it was trained on, for int8; None to do without.

    Raises:
        CheckpointError: If the file cannot be read again.
        DataError: If the data lack what the checkpoint was scored on.
    """
    known = checkpoint.metadata
    samples: dict[Split, Samples] = {}
    if table is not None:
        samples = {
            split: select(
                table, split, known.classes, labels=evaluation_labels(known), merges=known.merges
            )
            for split in SPLITS
            if (split in known.metrics or split == CALIBRATES)
            and bool((table.splits == SPLITS.index(split)).any())
        }
    graphs, metadata = pack(checkpoint, known, samples)
    texts = read_texts(checkpoint.path)
    texts |= {KEY: metadata.model_dump_json(), GRAPHS: pack_graphs(graphs)}
    return with_texts(read_verified(checkpoint.path, metadata), texts)
