"""One table of faces from any mix of FER2013 files and folders of pictures."""

import hashlib
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.models.preprocess import to_input
from trainer.data import aligned
from trainer.data.aligned import FaceAligner
from trainer.data.cache import cached
from trainer.data.csvfile import digest_of
from trainer.data.fer2013 import SIDE, parse_fer2013, split_of, votes_for
from trainer.data.folder import digest_of_listing, find_pictures, parse_folder
from trainer.data.synthetic import ORIGIN, SYNTHETIC, VERSION, draw_faces
from trainer.data.table import NO_VOTES, SPLITS, VOTE_COLUMNS, FaceTable, Part

HELD_BACK: Final = 0.2
"""Share of Training that becomes PublicTest where there is none."""

SEED: Final = 1
"""Of the choice of those faces, the same in every run."""


def load_faces(
    roots: Sequence[Path],
    *,
    ferplus: Path | None = None,
    size: int = SIDE,
    channels: int = 1,
    skip_bad: bool = False,
    cache: Path | None = None,
    hold_back: float = HELD_BACK,
    align: bool = False,
) -> FaceTable:
    """Return the faces of all data sets as one table.

    Without any PublicTest, a fifth of each class of Training becomes it, unless told otherwise.

    Args:
        roots: FER2013 files (CSV; also .gz, .xz, .zip, .tar.gz) and folders of pictures: one
            folder per class, or `train`, `val` and `test` above or inside such folders;
            `SYNTHETIC` for drawn faces.
        ferplus: FER+'s votes for the one FER2013 file among them.
        size: Side of the pictures in pixels; FER2013 alone stays as it is, 48 pixels and gray.
        channels: 1 for gray by BT.601 luma, 3 for RGB.
        skip_bad: Whether to leave out bad rows and pictures instead of refusing the data.
        cache: Folder for the parsed arrays; the user's cache folder if None.
        hold_back: Share of each class of Training that becomes PublicTest where there is none.
        align: Whether to find the largest face in each picture of a folder and to move it onto
            the app's template, as the app does; else pictures are faces already, as FER2013's are.

    Raises:
        DataError: If something is missing, damaged or not in the format; names file and line.
        ValueError: If `channels` is neither 1 nor 3, or `size` is below 1.
    """
    if channels not in {1, 3} or size < 1:
        msg = f"channels must be 1 or 3 and size at least 1, got {channels} and {size}"
        raise ValueError(msg)
    files = [root for root in roots if root != SYNTHETIC and not _is_folder(root)]
    if not roots or (ferplus is not None and len(files) != 1):
        msg = (
            f"the FER+ votes belong to one FER2013 file, but {len(files)} are given"
            if roots
            else "no data given; name a FER2013 file or a folder of pictures"
        )
        raise DataError(msg)
    if all(root in (*files, SYNTHETIC) for root in roots):
        size, channels = SIDE, 1
    with closing(FaceAligner()) if align else nullcontext() as aligner:
        parts = [
            _part(root, size, channels, aligner, skip_bad=skip_bad, cache=cache) for root in roots
        ]
    digests = [part.digest for part in parts]
    known = {
        root.name: part.digest for root, part in zip(roots, parts, strict=True) if root in files
    }
    skipped = sum(part.skipped for part in parts)
    votes = None
    if ferplus is not None:
        which = roots.index(files[0])
        found, good = votes_for(parts[which], files[0], ferplus, skip_bad=skip_bad)
        digests.append(digest_of(ferplus))
        known[ferplus.name] = digests[-1]
        skipped += int((~good).sum())
        if not good.all():
            parts[which], found = _only(parts[which], good), found[good]
        votes = torch.full((sum(map(_faces, parts)), len(VOTE_COLUMNS)), NO_VOTES)
        before = sum(map(_faces, parts[:which]))
        votes[before : before + len(found)] = torch.from_numpy(found)
    rows = torch.from_numpy(np.concatenate([part.rows for part in parts]))
    counts = torch.tensor([*map(_faces, parts)])
    labels = torch.from_numpy(np.concatenate([part.labels for part in parts]))
    splits = torch.from_numpy(np.concatenate([part.splits for part in parts]))
    images = _joined(parts, size, channels)
    fingerprint = _content(images, labels, splits, votes)
    origin = " + ".join(dict.fromkeys(_name(root) for root in roots))
    if align:
        origin += " (faces found and aligned)"
    has_public = bool((splits == SPLITS.index("PublicTest")).any())
    if not has_public and _hold_back(labels, splits, hold_back):
        origin += f" (PublicTest: {hold_back:.0%} of Training, seed {SEED})"
    return FaceTable(
        images=images,
        labels=labels,
        splits=splits,
        votes=votes,
        rows=rows,
        sources=torch.arange(len(counts)).repeat_interleave(counts),
        fingerprint=fingerprint,
        files_fingerprint=_combined(digests),
        files=known,
        skipped=skipped,
        origin=origin,
    )


def _part(
    root: Path,
    size: int,
    channels: int,
    aligner: FaceAligner | None,
    *,
    skip_bad: bool,
    cache: Path | None,
) -> Part:
    """Return one data set, from the cache if it is there."""
    if root == SYNTHETIC:
        return cached(f"drawn-{VERSION}", draw_faces, skip_bad=skip_bad, folder=cache)
    if not _is_folder(root):
        key = f"{digest_of(root)[:32]}-{SIDE}-1-{split_of(root)}"
        return cached(
            key, lambda: parse_fer2013(root, skip_bad=skip_bad), skip_bad=skip_bad, folder=cache
        )
    pictures = find_pictures(root)
    key = f"{digest_of_listing(root, pictures)[:32]}-{size}-{channels}"
    if own := CANONICAL_ORDER[len(Emotion) :]:  # labels are places in it
        key += "-" + hashlib.sha256(",".join(own).encode()).hexdigest()[:16]
    if aligner is not None:
        key += f"-aligned-{aligned.VERSION}"
    return cached(
        key,
        lambda: parse_folder(root, pictures, size, channels, skip_bad=skip_bad, aligner=aligner),
        skip_bad=skip_bad,
        folder=cache,
    )


def _is_folder(root: Path) -> bool:
    try:
        return root.is_dir()
    except OSError:  # not allowed to look; reading it as a file will say so
        return False


def _name(root: Path) -> str:
    if root == SYNTHETIC:
        return ORIGIN
    return root.resolve().name if _is_folder(root) else "FER2013"


def _faces(part: Part) -> int:
    return len(part.images)


def _only(part: Part, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Part:
    return Part(
        images=part.images[kept],
        labels=part.labels[kept],
        splits=part.splits[kept],
        rows=part.rows[kept],
        total=part.total,
        digest=part.digest,
    )


def _content(*tensors: Tensor | None) -> str:
    """Return the SHA-256 of what stands in tensors."""
    digest = hashlib.sha256()
    for tensor in tensors:
        if tensor is not None:
            digest.update(f"{tuple(tensor.shape)}\n".encode())
            digest.update(np.ascontiguousarray(tensor).data)
    return digest.hexdigest()


def _combined(digests: Sequence[str]) -> str:
    """Return the one digest, or the SHA-256 of several."""
    return (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )


def _joined(parts: list[Part], size: int, channels: int) -> Tensor:
    """Return the images of all parts, which are used up: room for two copies may be lacking."""
    shape = (size, size) if channels == 1 else (size, size, 3)
    if len(parts) == 1 and parts[0].images.shape[1:] == shape:
        return torch.from_numpy(parts.pop().images)
    joined = torch.empty((sum(map(_faces, parts)), *shape), dtype=torch.uint8)
    end = 0
    while parts:
        images = torch.from_numpy(parts.pop(0).images)
        for batch in torch.split(images, 2048):
            start, end = end, end + len(batch)
            joined[start:end] = _converted(batch, size, channels)
    return joined


def _converted(images: Tensor, size: int, channels: int) -> Tensor:
    """Return (n, H, W) gray as (n, size, size) gray or RGB; RGB of that size as it is."""
    if images.shape[1] == size and images.ndim == (3 if channels == 1 else 4):
        return images
    x = (to_input(images, 1, size) * 255).round().to(torch.uint8)[:, 0]  # (n, size, size)
    return x if channels == 1 else x[..., None].expand(-1, -1, -1, 3)


def _hold_back(labels: Tensor, splits: Tensor, share: float) -> bool:
    """Move a share of each class of Training to PublicTest, in place; tell whether any moved."""
    if not share:
        return False
    generator = torch.Generator().manual_seed(SEED)
    moved = 0
    for label in range(len(CANONICAL_ORDER)):
        (faces,) = torch.where((labels == label) & (splits == SPLITS.index("Training")))
        count = round(share * len(faces)) or int(len(faces) > 1)
        chosen = faces[torch.randperm(len(faces), generator=generator)[:count]]
        splits[chosen] = SPLITS.index("PublicTest")
        moved += count
    return moved > 0
