#!/usr/bin/env bash
# Makes a .deb of the one-folder app. Usage: make_deb.sh BUNDLE_FOLDER OUT_FOLDER
set -euo pipefail
bundle=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
version=$(sed -n 's/^__version__.* = "\([^"]*\)".*/\1/p' "$root/emotion_desktop/__init__.py")
released=$(sed -n "s/^## \[$version\] - //p" "$root/CHANGELOG.md")
architecture=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

install -d "$stage"/DEBIAN "$stage"/usr/{bin,lib} "$stage"/usr/share/doc/emotion-desktop
cp -a "$bundle" "$stage/usr/lib/emotion-desktop"
for program in emotion-desktop emotion-analyze emotion-doctor; do
  ln -s "../lib/emotion-desktop/$program" "$stage/usr/bin/$program"
done
install -Dm644 -t "$stage/usr/share/applications" "$here/emotion-desktop.desktop"
install -Dm644 "$root/assets/icon-256.png" "$stage/usr/share/icons/hicolor/256x256/apps/emotion-desktop.png"
install -Dm644 "$root/assets/icon.svg" "$stage/usr/share/icons/hicolor/scalable/apps/emotion-desktop.svg"
install -d "$stage/usr/share/metainfo"
sed "s/@VERSION@/$version/; s/@DATE@/$released/" "$here/io.github.emotion_desktop.metainfo.xml.in" \
  > "$stage/usr/share/metainfo/io.github.emotion_desktop.metainfo.xml"
install -m644 "$here/copyright" "$stage/usr/share/doc/emotion-desktop/copyright"
chmod -R u+rwX,go+rX,go-w "$stage"
cat > "$stage/DEBIAN/control" <<CONTROL
Package: emotion-desktop
Version: $version
Architecture: $architecture
Maintainer: The emotion-desktop team <maintainers@emotion-desktop.invalid>
Installed-Size: $(du -sk "$stage/usr" | cut -f1)
Depends: libc6, $("$root/tools/system_packages.sh" names | paste -sd, | sed 's/,/, /g')
Section: video
Priority: optional
Description: Reads facial expressions from a webcam, live, on your own computer
 A window shows every face with a box, a label and a bar for each expression;
 it records, and lets you look at recordings again. Nothing leaves the
 computer. It does not know what anyone feels, and it is often wrong.
CONTROL
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$out/emotion-desktop_${version}_${architecture}.deb"
