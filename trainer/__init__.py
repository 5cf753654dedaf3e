"""Builds the checkpoints that the app loads."""

import emotion_desktop  # noqa: F401 (switches ONNX Runtime's telemetry off before anything imports it)
