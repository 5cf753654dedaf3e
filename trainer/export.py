"""A checkpoint or an ensemble as a file for another runtime, with the same probabilities."""

import importlib.util
import io
import json
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor, nn

from emotion_desktop.errors import CheckpointError, OutputError
from emotion_desktop.models import Checkpoint
from emotion_desktop.models.metadata import KEY
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.spec import ModelSpec
from trainer.data.table import Array
from trainer.evaluation.ensemble import Ensemble, Model, members

if TYPE_CHECKING:
    import onnx

OPSET: Final = 18
"""The first that PyTorch's exporter writes without converting."""

TOLERANCE: Final = 1e-4
"""Greatest difference of a probability to PyTorch's that an export may show."""

CROPS: Final = 64
"""Random crops the check compares."""


CROP: Final = "emotion_desktop_crop"
MEMBERS: Final = "emotion_desktop_members"
"""Names of what a file says beside the checkpoint's header: how a face is cut out and fed, and the
headers of an ensemble's members."""


def export_onnx(model: Model, path: Path, *, opset: int = OPSET) -> float:
    """Write a model as ONNX; return the greatest difference of a probability to PyTorch's.

    The file has one input, `input`, (N, C, S, S) float32 as `preprocess` returns it, N free; and
    two outputs, (N, classes) float32: `probabilities`, calibrated by the checkpoint's
    temperature, and `logits`, uncalibrated; of an ensemble the mean of its members'
    probabilities, and its logarithm. Its metadata are `texts_of` the model.

    Args:
        model: What to write; its networks must be on the CPU.
        path: A file that is not there yet.
        opset: Version of the ONNX operators.

    Raises:
        OutputError: If the file exists or cannot be written, a package is missing, or ONNX
            Runtime gives other probabilities than PyTorch; nothing is left at `path` then.
        CheckpointError: If the members of an ensemble have inputs of different shapes.
    """
    for package in ("onnx", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            msg = f"export needs the package {package}: pip install 'emotion-desktop[train]'"
            raise OutputError(msg)
    _require_free(path)
    network, spec = _network(model)
    proto = _converted(network, spec.input_shape, opset)
    for key, text in texts_of(model).items():
        proto.metadata_props.add(key=key, value=text)
    data = proto.SerializeToString()

    def run(x: Tensor) -> Array:
        from emotion_desktop.models.onnx_runtime import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        providers = ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(data, options, providers=providers)
        (found,) = session.run(["probabilities"], {"input": x.numpy()})
        return np.asarray(found)

    difference = _checked(
        path, network, spec, run, runtime="ONNX Runtime", advice="; try another --opset"
    )
    _write(path, data)
    return difference


def export_pt2(model: Model, path: Path) -> float:
    """Write a model as a program of `torch.export`, with the input and outputs of `export_onnx`.

    `torch.export.load(path, extra_files={"emotion_desktop_crop": ""})` also reads its texts.

    Raises:
        OutputError: As `export_onnx`.
        CheckpointError: Likewise.
    """
    _require_free(path)
    network, spec = _network(model)
    example = (torch.zeros(2, *spec.input_shape),)
    shapes = ({0: torch.export.Dim("batch")},)
    program = torch.export.export(network, example, dynamic_shapes=shapes)
    buffer = io.BytesIO()
    torch.export.save(program, buffer, extra_files=texts_of(model))

    def run(x: Tensor) -> Array:
        loaded = torch.export.load(io.BytesIO(buffer.getvalue()))
        with torch.inference_mode():
            return np.asarray(loaded.module()(x)[0])

    difference = _checked(path, network, spec, run, runtime="the exported program")
    _write(path, buffer.getvalue())
    return difference


def texts_of(model: Model) -> dict[str, str]:
    """Return what a file says of itself, as JSON by name.

    `emotion_desktop` is the checkpoint's header, `emotion_desktop_members` those of an ensemble's
    members instead; `emotion_desktop_crop` says the classes, and what to feed: side, order of
    colours, mean and standard deviation, and where the landmarks of a face lie in the crop.
    """
    from trainer.data.aligned import crop_template

    parts = members(model)
    spec = parts[0].spec
    crop = {
        "classes": list(parts[0].metadata.classes),
        "size": spec.size,
        "colours": "gray" if spec.channels == 1 else "RGB",
        "layout": "NCHW",
        "mean": spec.mean,
        "std": spec.std,
        "input": "(pixel / 255 - mean) / std",
        "landmarks": crop_template(),
    }
    headers = [part.metadata.model_dump_json() for part in parts]
    own = (
        {KEY: headers[0]} if isinstance(model, Checkpoint) else {MEMBERS: f"[{','.join(headers)}]"}
    )
    return own | {CROP: json.dumps(crop)}


class _Calibrated(nn.Module):
    """Returns probabilities beside the logits."""

    def __init__(self, model: nn.Module, temperature: float) -> None:
        super().__init__()
        self.model = model
        self.temperature = temperature

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return (N, C) probabilities and (N, C) logits of (N, channels, S, S)."""
        logits: Tensor = self.model(x)
        return (logits / self.temperature).softmax(dim=1), logits


class _Averaged(nn.Module):
    """Returns the mean of the members' probabilities, and its logarithm."""

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__()
        parts = ensemble.members
        self.members = nn.ModuleList(
            _Calibrated(part.model, part.metadata.temperature) for part in parts
        )
        self.orders = ensemble.orders
        spec = parts[0].spec
        # input of the first -> pixels -> input of each
        self.scales = [(spec.std[0] / one.spec.std[0]) for one in parts]
        self.shifts = [(spec.mean[0] - one.spec.mean[0]) / one.spec.std[0] for one in parts]

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return (N, C) probabilities and (N, C) log-probabilities of (N, channels, S, S)."""
        found = [
            member(x * scale + shift)[0][:, list(order)]
            for member, scale, shift, order in zip(
                self.members, self.scales, self.shifts, self.orders, strict=True
            )
        ]
        mean = torch.stack(found).mean(dim=0)
        return mean, mean.log()


def _network(model: Model) -> tuple[nn.Module, ModelSpec]:
    """Return what is written of a model, and the architecture whose input it has."""
    parts = members(model)
    spec = parts[0].spec
    if isinstance(model, Checkpoint):
        return _Calibrated(model.model, model.metadata.temperature).eval(), spec
    for part in parts:
        one = part.spec
        uniform = len(set(one.mean)) == len(set(one.std)) == 1
        if one.input_shape != spec.input_shape or not uniform:
            raise CheckpointError(
                "{first} and {other} have inputs of different shapes; export each by itself",
                first=parts[0].path.stem,
                other=part.path.stem,
            )
    return _Averaged(model).eval(), spec


def _require_free(path: Path) -> None:
    if path.exists():
        msg = f"{path} is already there; choose another file with --out"
        raise OutputError(msg)


def _converted(network: nn.Module, shape: tuple[int, int, int], opset: int) -> "onnx.ModelProto":
    """Return the network as ONNX; by PyTorch's newer exporter where it can be used."""
    import onnx

    example = (torch.zeros(2, *shape),)
    if opset >= OPSET and importlib.util.find_spec("onnxscript") is not None:
        program = torch.onnx.export(
            network,
            example,
            dynamo=True,
            opset_version=opset,
            input_names=["input"],
            output_names=["probabilities", "logits"],
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            verbose=False,
        )
        assert program is not None
        return program.model_proto
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Both announce that this exporter will go one day; without onnxscript there is no other.
        warnings.filterwarnings("ignore", "You are using the legacy", DeprecationWarning)
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning)
        path = Path(folder) / "network.onnx"
        torch.onnx.export(
            network,
            example,
            path,
            dynamo=False,
            opset_version=opset,
            input_names=["input"],
            output_names=["probabilities", "logits"],
            dynamic_axes={name: {0: "batch"} for name in ("input", "probabilities", "logits")},
        )
        return onnx.load(path)


def _checked(
    path: Path,
    network: nn.Module,
    spec: ModelSpec,
    run: Callable[[Tensor], Array],
    *,
    runtime: str,
    advice: str = "",
) -> float:
    """Return the greatest difference of a probability between a runtime and PyTorch.

    Raises:
        OutputError: If it is above `TOLERANCE`.
    """
    size = spec.size
    generator = torch.Generator().manual_seed(1)
    crops = torch.randint(0, 256, (CROPS, size, size, 3), generator=generator, dtype=torch.uint8)
    x = preprocess(crops, spec)
    with torch.inference_mode():
        expected = network(x)[0].numpy()
    difference = float(np.abs(run(x) - expected).max())
    if not difference <= TOLERANCE:
        msg = (
            f"{path} was not written: {runtime}'s probabilities differ from PyTorch's by "
            f"{difference:.1e}, more than {TOLERANCE:.0e}{advice}"
        )
        raise OutputError(msg)
    return difference


def _write(path: Path, data: bytes) -> None:
    is_ours = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            is_ours = True
            file.write(data)
    except OSError as error:
        if is_ours:  # only now that it is closed: Windows deletes no open file
            path.unlink()
        msg = f"cannot write {path}: {error.strerror}"
        raise OutputError(msg) from error
