#!/bin/sh
# Draws every size of the application's icon from its two SVG sources:
# escale.svg, and escale-small.svg for 16 and 24 pixels. The results are committed,
# so that a build needs neither rsvg-convert (librsvg2-bin) nor Python.
set -eu
cd "$(dirname "$0")"

draw() { # size, file: 32-bit RGBA PNG
  source=escale.svg
  if [ "$1" -le 24 ]; then source=escale-small.svg; fi
  rsvg-convert --width "$1" --height "$1" --output "$2" "$source"
}

draw 32 32x32.png
draw 128 128x128.png
draw 256 128x128@2x.png
draw 512 icon.png

sizes=$(mktemp -d)
trap 'rm -rf "$sizes"' EXIT
for size in 16 24 32 48 64 128 256 512 1024; do
  draw "$size" "$sizes/$size.png"
done

# .ico (Windows) and .icns (macOS) are plain containers of PNG pictures.
python3 - "$sizes" <<'PYTHON'
import struct
import sys

folder = sys.argv[1]


def picture(size):
    with open(f"{folder}/{size}.png", "rb") as file:
        return file.read()


sizes = [16, 24, 32, 48, 64, 128, 256]
offset = 6 + 16 * len(sizes)
head, body = struct.pack("<HHH", 0, 1, len(sizes)), b""
for size in sizes:
    png = picture(size)
    # A side of 256 is written as 0.
    head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset + len(body))
    body += png
with open("icon.ico", "wb") as file:
    file.write(head + body)

kinds = [(b"icp4", 16), (b"icp5", 32), (b"icp6", 64), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512),
         (b"ic10", 1024), (b"ic11", 32), (b"ic12", 64), (b"ic13", 256), (b"ic14", 512)]
body = b""
for kind, size in kinds:
    png = picture(size)
    body += kind + struct.pack(">I", 8 + len(png)) + png
with open("icon.icns", "wb") as file:
    file.write(b"icns" + struct.pack(">I", 8 + len(body)) + body)
PYTHON
