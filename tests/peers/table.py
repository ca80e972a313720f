"""The table: a row for each thing measured, a column for each system."""

import re

BEGIN, END = "<!-- figures: peers -->", "<!-- end -->"


def bytes_and_turns(name):
    def cell(result):
        gone = result["exchanges"][name]
        up, down = (f"{gone[way]:,}".replace(",", " ") for way in ("up", "down"))
        return f"{up} + {down} B, {gone['turns']}"

    return cell


def seconds(name):
    return lambda result: f"{result['exchanges'][name]['seconds']:.2f} s"


def edited(group, name):
    def cell(result):
        tally = result[group] if name is None else result[group][name]
        kept = f" ({tally['kept']} kept aside)" if tally["kept"] else ""
        return f"{tally['lost']}{kept}"

    return cell


def restored(result):
    cells = []
    for case, figures in result["restored"].items():
        if "refused" in figures:
            said = figures["refused"]
        else:
            missing = figures["missing"]
            said = f"{missing['c']} / {missing['a']} / {missing['b']}"
            if missing["c"]:
                said += f", later {figures['later']}"
            if not figures["travels"]:
                said += ", and what is new does not travel"
        cells.append(f"{case}: {said}" if case else said)
    return "; ".join(cells)


ROWS = [
    ("nothing new: sent + received, round trips", bytes_and_turns("nothing")),
    ("nothing new, a quarter of an hour later", bytes_and_turns("nothing, later")),
    ("ten records", bytes_and_turns("ten")),
    ("thirty records", bytes_and_turns("thirty")),
    ("ten records, loopback", seconds("ten")),
    ("thirty records, loopback", seconds("thirty")),
    ("nothing new, 64 kbit/s and 800 ms", seconds("nothing, slow")),
    ("thirty records, 64 kbit/s and 800 ms", seconds("thirty, slow")),
    ("values lost of 100: both edit the same text", edited("edits", "one field")),
    ("values lost of 100: both edit the same number", edited("edits", "a number")),
    ("values lost of 100: one edits the text, the other the number", edited("apart", None)),
    ("records missing of 100 after a restore: server / two devices", restored),
]


def plain(said):
    """Without what differs at each run: ports and identifiers."""
    said = re.sub(r"http://[^/ ]*(\S*)", r"\1", said)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", said).rstrip(".")


def cell(row, result):
    if "exchanges" not in result:
        return result["version"]
    try:
        return row(result)
    except KeyError:
        parts = [result["exchanges"], result["edits"], result["apart"]]
        return next((f"not measured: {p['refused']}" for p in parts if "refused" in p), "?")


def page(results):
    lines = [["what", *(f"{name} {result['version']}" for name, result in results.items())]]
    for what, row in ROWS:
        lines.append([what, *(cell(row, result) for result in results.values())])
    lines = [[text.replace("|", "/").replace("\n", " ") for text in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*lines)]
    out = []
    for at, line in enumerate(lines):
        out.append("| " + " | ".join(text.ljust(wide) for text, wide in zip(line, widths)) + " |")
        if at == 0:
            out.append("|" + "|".join("-" * (wide + 2) for wide in widths) + "|")
    for name, result in results.items():
        for case, figures in result.get("restored", {}).items():
            if figures.get("said"):
                said = "; ".join(plain(text) for text in figures["said"])
                out.append(f"\nWhat {name} says after the restore{', ' + case if case else ''}: {said}.")
    return "\n".join(out)


def write(path, text):
    kept = path.read_text()
    before, rest = kept.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
