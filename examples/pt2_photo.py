"""Reads a face with an exported network; needs numpy, pillow and torch alone.

emotion-train export cnn48_gray --pt2 && python examples/pt2_photo.py cnn48_gray.pt2 face.png
"""

import json
import sys

import numpy as np
import torch
from PIL import Image

texts = {"emotion_desktop_crop": ""}
network = torch.export.load(sys.argv[1], extra_files=texts).module()
crop = json.loads(texts["emotion_desktop_crop"])
with Image.open(sys.argv[2]) as photo:
    face = photo.convert("L" if crop["colours"] == "gray" else "RGB")
pixels = np.asarray(face.resize((crop["size"], crop["size"])), np.float32) / 255
pixels = (pixels.reshape(*pixels.shape[:2], -1) - crop["mean"]) / crop["std"]
with torch.inference_mode():
    probabilities, _ = network(torch.tensor(pixels.transpose(2, 0, 1)[None], dtype=torch.float32))
for name, share in zip(crop["classes"], probabilities[0].tolist(), strict=True):
    print(f"{name:10} {share:.3f}")
