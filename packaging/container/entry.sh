#!/bin/sh
# `docker run … train|evaluate|analyze|doctor ARGUMENTS` is emotion-train ARGUMENTS and so on.
set -eu

case "${1:-}" in
  train | evaluate | analyze | doctor)
    command=emotion-$1
    shift
    exec "$command" "$@"
    ;;
  *)
    echo "usage: docker run --rm -v \"\$PWD:/data\" emotion-desktop train|evaluate|analyze|doctor ARGUMENTS" >&2
    [ "${1:-}" = --help ] || exit 2
    ;;
esac
