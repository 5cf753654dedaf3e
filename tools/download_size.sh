#!/usr/bin/env bash
# Says how much an installation is about to download. Usage: download_size.sh EXTRAS [TORCH_INDEX]
# Sizes as of PyTorch 2.15 on x86-64; they only inform.
set -euo pipefail

if [[ -z ${1-} ]]; then
  echo "Installing into .venv: about 0.3 GB to download, 0.9 GB on disk."
elif [[ -n ${2-} ]]; then
  echo "Installing into .venv: about 0.6 GB to download (PyTorch from $2)."
elif [[ $(uname -s) == Linux && $(uname -m) == x86_64 ]]; then
  echo "Installing into .venv: about 2.9 GB to download, 6.6 GB on disk; most of it is PyTorch's CUDA libraries."
  echo "No NVIDIA GPU? Stop, and give TORCH_INDEX=https://download.pytorch.org/whl/cpu as well   (about 0.6 GB)"
else
  echo "Installing into .venv: about 0.6 GB to download."
fi
