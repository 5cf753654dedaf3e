"""Reads a 48x48 gray face with an exported network; needs numpy, onnxruntime and pillow alone.

emotion-train export cnn48_gray --onnx && python examples/onnx_photo.py cnn48_gray.onnx face.png
"""

import json
import sys

import numpy as np
import onnxruntime
from PIL import Image

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
crop = json.loads(session.get_modelmeta().custom_metadata_map["emotion_desktop_crop"])
with Image.open(sys.argv[2]) as photo:
    face = photo.convert("L" if crop["colours"] == "gray" else "RGB")
pixels = np.asarray(face.resize((crop["size"], crop["size"])), np.float32) / 255
pixels = (pixels.reshape(*pixels.shape[:2], -1) - crop["mean"]) / crop["std"]
x = pixels.transpose(2, 0, 1)[None].astype(np.float32)
(probabilities,) = session.run(["probabilities"], {"input": x})
for name, share in zip(crop["classes"], probabilities[0], strict=True):
    print(f"{name:10} {share:.3f}")
