"""Measures Escale beside the systems that a registry installs, and prints one table.

    run.py --programs FOLDER [--page docs/PERFORMANCE.md] [--only Anki …]

The folder is the one that scripts/peers.sh installs into. Everything it starts listens on loopback
and is stopped at the end, whatever the end is.
"""

import argparse
import json
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import acts
import table
from systems import ALL, Refused, end_everything

# The cases of a restore: its name, what a person answers when the product asks which side to keep
# (Anki alone asks), and whether Escale's witness, which is beside its data, goes back as well.
RESTORES = {
    "Anki": {"server kept": ({}, False), "device kept": ({"a": "upload"}, False)},
    "Escale": {"data folder": ({}, False), "whole machine": ({}, True)},
}


def on_stage(kind, programs, full, act):
    with tempfile.TemporaryDirectory(prefix="escale-peers-") as folder:
        stage = None
        try:
            stage = acts.Stage(kind(Path(folder), programs), full)
            return act(stage)
        finally:
            end_everything()
            if stage:
                stage.line.stop()


def measured(kind, programs):
    def tried(act, full=None):
        try:
            return on_stage(kind, programs, full or {}, act)
        except Refused as refused:
            return {"refused": str(refused)}
        except Exception as error:  # one system's failure is not the others'
            traceback.print_exc()
            return {"refused": f"{type(error).__name__}: {error}"}

    def edits(stage):
        stage.a.ask(do="add", records=acts.records(1, 50))
        stage.settle()
        return {
            "one field": acts.overwritten(stage, ("notes", "notes")),
            "a number": acts.overwritten(stage, ("minutes", "minutes")),
        }

    def apart(stage):
        stage.a.ask(do="add", records=acts.records(1, 50))
        stage.settle()
        return acts.overwritten(stage, ("notes", "minutes"))

    def say(what, figures):
        print(f"{kind.name}: {what}: {json.dumps(figures, ensure_ascii=False)}", file=sys.stderr)
        return figures

    result = {"exchanges": say("exchanges", tried(acts.exchanges))}
    result["edits"] = say("edits", tried(edits))
    result["apart"] = say("two fields", tried(apart))
    result["restored"] = {}
    for case, (full, whole) in RESTORES.get(kind.name, {"": ({}, False)}).items():
        figures = tried(lambda stage, whole=whole: acts.restored(stage, whole), full)
        result["restored"][case] = say(f"restored {case}", figures)
    return result


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--programs", type=Path, required=True)
    asked.add_argument("--versions", type=Path, required=True)
    asked.add_argument("--page", type=Path)
    asked.add_argument("--only", nargs="*", default=[])
    asked = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    versions = dict(line.split("\t") for line in asked.versions.read_text().splitlines())
    results = {}
    try:
        for kind in ALL:
            if asked.only and kind.name not in asked.only:
                continue
            version = versions.get(kind.name, "")
            if version.startswith("not installed"):
                results[kind.name] = {"version": version}
                continue
            results[kind.name] = {"version": version, **measured(kind, asked.programs.resolve())}
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        end_everything()
    text = table.page(results)
    print(text)
    if asked.page:
        table.write(asked.page, text)


main()
