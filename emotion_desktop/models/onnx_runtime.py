"""ONNX Runtime, with its telemetry off; everything else takes `onnxruntime` from here.

On Linux and macOS the package's `ORT_DISABLE_TELEMETRY` has done it before this import. On Windows
that variable does nothing, but there ONNX Runtime only hands events to the system's own tracing,
which this call ends. See docs/adr/0013-privacy.md.
"""

import onnxruntime

onnxruntime.disable_telemetry_events()

__all__ = ["onnxruntime"]
