"""What every system is made to do, and what is counted: the same acts for each."""

import re
import time

from line import Line
from records import changes, records
from systems import Refused

# 64 kbit/s, 800 ms there and back.
SLOW = {"delay": 0.4, "rate": 8000}
ROUNDS = 4


class Stage:
    """A server, the line to it, and two devices that have met."""

    def __init__(self, system, full):
        self.system, self.full, self.said = system, full, []
        system.serve()
        self.line = Line(system.port)
        try:
            self.a = system.device("a", self.line)
            # The first device brings what it has; the second takes what there is.
            self.a.ask(do="sync", full="upload")
            self.b = system.device("b", self.line)
            self.settle()
        except BaseException:
            self.line.stop()
            raise

    def sync(self, device, quiet=False):
        """As a person would. What the product says, if it is not ordinary, is kept."""
        answer = device.ask(do="sync", until_quiet=quiet, full=self.full.get(device.name, "download"))
        said = answer.get("said", "")
        if "upload" in said or "FULL" in said:
            self.said.append(f"{device.name}: {said}")
        return answer

    def settle(self, devices=None, tolerant=False):
        """Until quiet: a bounded number of rounds, more than any of them needs."""
        for _ in range(ROUNDS):
            for device in devices or (self.a, self.b):
                try:
                    self.sync(device, quiet=True)
                except Refused as refused:
                    if not tolerant:
                        raise
                    self.said.append(f"{device.name}: {refused}")

    def measured(self, device):
        """One exchange, and what passed; nothing of an earlier one is still on its way."""
        time.sleep(0.3)
        before = self.line.counts.copy()
        began = time.monotonic()
        self.sync(device)
        seconds = time.monotonic() - began
        last = None
        while last != self.line.counts.__dict__:
            last = dict(self.line.counts.__dict__)
            time.sleep(0.3)
        gone = self.line.counts.since(before)
        return {**gone.__dict__, "seconds": seconds}


def exchanges(stage):
    """What an exchange costs."""
    figures, a = {}, stage.a
    # A token that lasts fifteen minutes is renewed outside what is measured, and measured below.
    stage.sync(a)
    figures["nothing"] = stage.measured(a)
    a.ask(do="add", records=records(1, 10))
    figures["ten"] = stage.measured(a)
    stage.sync(a)
    a.ask(do="add", records=records(11, 30))
    figures["thirty"] = stage.measured(a)
    stage.sync(a)
    stage.line.weather(**SLOW)
    figures["nothing, slow"] = stage.measured(a)
    a.ask(do="add", records=records(41, 30))
    figures["thirty, slow"] = stage.measured(a)
    stage.line.weather()
    stage.system.pass_minutes(16)
    figures["nothing, later"] = stage.measured(a)
    stage.settle()
    return figures


def found(value, seen):
    """Is the value before somebody's eyes, or in what the product offers of the past?"""
    field, wanted = value
    if seen["shown"][field] == wanted:
        return "shown"
    if isinstance(wanted, str):
        return "kept" if wanted in seen["kept"] else None
    number = re.compile(rf"(?<!\d){wanted}(?!\d)")
    return "kept" if any(len(text) < 20 and number.search(text) for text in seen["kept"]) else None


def overwritten(stage, fields):
    """Both devices change the same fifty records without network, then exchange until quiet."""
    numbers = range(1, 51)
    stage.settle()
    stage.line.weather(cut=True)
    written = []
    for device, field in zip((stage.a, stage.b), fields):
        changed = changes(numbers, field, device.name)
        device.ask(do="edit", changes=changed)
        written += [(str(one["n"]), (field, one["value"])) for one in changed]
        # Whoever compares dates in seconds sees who was last.
        time.sleep(1.2)
    stage.line.weather()
    stage.settle()
    looks = [device.ask(do="look")["records"] for device in (stage.a, stage.b)]
    tally = {"shown": 0, "kept": 0, "lost": 0}
    for n, value in written:
        where = [found(value, look[n]) for look in looks if n in look]
        tally["shown" if "shown" in where else "kept" if "kept" in where else "lost"] += 1
    tally["differ"] = sum(
        looks[0].get(n, {}).get("shown") != looks[1].get(n, {}).get("shown") for n in map(str, numbers)
    )
    return tally


def missing(device):
    there = device.ask(do="look")["records"]
    return sum(str(n) not in there for n in range(1, 101))


def restored(stage, whole=False):
    """Fifty records, a copy of the server's files, fifty more, and the copy takes their place."""
    for at, device in ((1, stage.a), (26, stage.b)):
        device.ask(do="add", records=records(at, 25))
    stage.settle()
    stage.system.copy(whole)
    for at, device in ((51, stage.a), (76, stage.b)):
        device.ask(do="add", records=records(at, 25))
    stage.settle()
    before = [missing(device) for device in (stage.a, stage.b)]
    if before != [0, 0]:
        raise Refused(f"before the restore they miss {before}")
    stage.system.restore()
    stage.said.clear()
    stage.system.pass_minutes(60)
    stage.settle(tolerant=True)
    said = list(dict.fromkeys(stage.said))
    left = {device.name: missing(device) for device in (stage.a, stage.b)}
    fresh = stage.system.device("c", stage.line)
    stage.settle([fresh], tolerant=True)
    left["c"] = missing(fresh)
    # Then each of them records something: does it travel, and does it bring back the rest?
    for n, device in ((101, stage.a), (102, stage.b)):
        device.ask(do="add", records=records(n, 1))
    devices = [stage.a, stage.b, fresh]
    stage.settle(devices, tolerant=True)
    looks = [device.ask(do="look")["records"] for device in devices]
    return {
        "missing": left,
        "said": said,
        "later": missing(fresh),
        "travels": all({"101", "102"} <= look.keys() for look in looks),
    }
