"""Faces to train on and to score: FER2013 with FER+'s votes, folders of pictures, mixes of them."""

from trainer.data.load import load_faces
from trainer.data.selection import Samples, majority, route, select
from trainer.data.table import SPLITS, FaceTable, Split

__all__ = [
    "SPLITS",
    "FaceTable",
    "Samples",
    "Split",
    "load_faces",
    "majority",
    "route",
    "select",
]
