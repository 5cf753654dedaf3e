#!/usr/bin/env bash
# Installs what is missing of the system through apt, or prints the line that would and stops.
# Usage: system_packages.sh {run|test|long|venv}...; system_packages.sh names: packages that the app runs with
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin

# what has to be there (a library or a command) and the Debian/Ubuntu package that brings it
run_needs=(
  libGL.so.1:libgl1 libEGL.so.1:libegl1 libGLESv2.so.2:libgles2 libgthread-2.0.so.0:libglib2.0-0
  libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3 libxkbcommon.so.0:libxkbcommon0
  libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4
  libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0
  libxcb-image.so.0:libxcb-image0 libxcb-render-util.so.0:libxcb-render-util0
  libxcb-randr.so.0:libxcb-randr0 libxcb-sync.so.1:libxcb-sync1 libxcb-xkb.so.1:libxcb-xkb1
  libxcb-xfixes.so.0:libxcb-xfixes0 libX11-xcb.so.1:libx11-xcb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0
)
long_needs=(
  chromium:chromium desktop-file-validate:desktop-file-utils appstreamcli:appstream
)
test_needs=(Xvfb:xvfb xauth:xauth xdotool:xdotool openbox:openbox strace:strace)

if [[ ${1-} == names ]]; then
  printf '%s\n' "${run_needs[@]#*:}"
  exit
fi

[[ $(uname -s) == Linux ]] || exit 0

libraries=$(ldconfig -p)
missing=()
need() {
  for pair in "$@"; do
    local what=${pair%%:*} package=${pair#*:}
    if [[ $what == *.so.* ]]; then
      [[ $libraries == *$'\t'"$what "* ]] || missing+=("$package")
    else
      command -v "$what" >/dev/null || missing+=("$package")
    fi
  done
}

for purpose in "$@"; do
  case $purpose in
    run) need "${run_needs[@]}" ;;
    test) need "${test_needs[@]}" ;;
    long) need "${long_needs[@]}" ;;
    venv)
      # Debian and Ubuntu split venv off Python; the package carries the version in its name.
      "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        missing+=("$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
      ;;
    *) echo "usage: $0 {run|test|long|venv}..." >&2; exit 2 ;;
  esac
done
((${#missing[@]})) || exit 0

line="apt-get install --yes --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "These system packages (Debian's names) are missing; install your system's counterparts: ${missing[*]}" >&2
  exit 1
elif [[ $(id -u) == 0 ]]; then
  apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive $line
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
  echo "Installing system packages: ${missing[*]}"
  sudo apt-get update --quiet=2 && sudo DEBIAN_FRONTEND=noninteractive $line
else
  echo "System packages are missing. Install them, then run make again:" >&2
  echo "  sudo $line" >&2
  exit 1
fi
