#!/usr/bin/env bash
# Puts OpenCV without its windows, and so without a second Qt, in the place of the same version.
# Usage: without_second_qt.sh PYTHON
set -euo pipefail
version=$("$1" -c 'from importlib.metadata import version; print(version("opencv-python"))')
"$1" -m pip uninstall --quiet --yes opencv-python
"$1" -m pip install --quiet --no-deps "opencv-python-headless==$version"
