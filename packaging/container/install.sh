#!/bin/sh
# The steps of the Containerfile. Usage: install.sh system | install.sh app SOURCE_FOLDER
set -eu

case "$1" in
  system)
    apt-get update --quiet=2
    # What OpenCV's wheel wants of the system, though nothing is shown.
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends \
      python3 python3-venv ca-certificates libgl1 libglib2.0-0
    rm -rf /var/lib/apt/lists/*
    useradd --uid 10001 --create-home --home-dir /home/emotion emotion
    chmod 1777 /home/emotion  # also for `docker run --user`
    install -d -m 1777 /data
    ;;
  app)
    python3 -m venv /opt/emotion
    pip="/opt/emotion/bin/pip --no-cache-dir --quiet"
    # NVIDIA's base images set this: there PyTorch comes with CUDA, elsewhere without.
    if [ -z "${NVIDIA_VISIBLE_DEVICES:-}" ]; then
      $pip install torch --index-url "${TORCH_INDEX:-https://download.pytorch.org/whl/cpu}"
    fi
    $pip install "$2[train,export]"
    ;;
  *)
    echo "usage: $0 system | app SOURCE_FOLDER" >&2
    exit 2
    ;;
esac
