"""Small networks that ship with the app, in ONNX Runtime on one thread."""

from typing import Any

from emotion_desktop.config import find_asset
from emotion_desktop.errors import AssetError


def open_network(file: str) -> Any:  # noqa: ANN401 (ONNX Runtime has no types)
    """Return the session of an asset.

    Raises:
        AssetError: If it is missing or damaged.
    """
    from emotion_desktop.models.onnx_runtime import onnxruntime

    raised = onnxruntime.capi.onnxruntime_pybind11_state
    path = find_asset(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # A thread that spins while it waits takes the core from capture and window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except (raised.InvalidProtobuf, raised.Fail, raised.InvalidGraph) as error:
        raise AssetError("{path} is damaged; install emotion-desktop again", path=path) from error
