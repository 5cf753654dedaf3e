#!/usr/bin/env bash
# Runs an installation with one line of progress, on a terminal, in place of hundreds; they are
# printed if it fails. Usage: quiet_install.sh COMMAND ARGUMENT...
set -euo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT

show() {
  if [[ -t 1 ]]; then
    printf '\r\033[K%.78s' "$1"
  fi
}

progress() {
  while IFS= read -r line; do
    case $line in
      *Collecting* | *Downloading* | *Preparing* | *Building* | *Installing*) show "${line#"${line%%[! ]*}"}" ;;
    esac
  done
  show ""
}

if ! "$@" 2>&1 | tee "$log" | progress; then
  cat "$log" >&2
  exit 1
fi
