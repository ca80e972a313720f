"""An Anki collection for `make peers`: one process is one device, told what to do by lines of JSON.

Uses what Anki's own desktop uses: Collection.sync_collection, and full_upload_or_download when the
answer asks for it. `full` says what the person chooses when she has the choice.
"""

import json
import sys
import time

from anki.collection import Collection
from anki.sync_pb2 import SyncCollectionResponse as Answer

FIELDS = ["Number", "Date", "Minutes", "Theme", "Notes"]
NOTETYPE = "Session"


class Device:
    def __init__(self, asked):
        self.path = asked["folder"] + "/collection.anki2"
        self.col = Collection(self.path)
        self.endpoint = asked["url"]
        self.auth = None
        if asked.get("first"):
            models = self.col.models
            kind = models.new(NOTETYPE)
            for name in FIELDS:
                models.add_field(kind, models.new_field(name))
            card = models.new_template("Card")
            card["qfmt"], card["afmt"] = "{{Number}}", "{{Notes}}"
            models.add_template(kind, card)
            models.add(kind)

    def note(self, number):
        found = self.col.find_notes(f'"Number:{number}"')
        return self.col.get_note(found[0])

    def add(self, asked):
        kind = self.col.models.by_name(NOTETYPE)
        deck = self.col.decks.id("Default")
        for record in asked["records"]:
            note = self.col.new_note(kind)
            note["Number"], note["Date"] = str(record["n"]), record["date"]
            note["Minutes"], note["Theme"] = str(record["minutes"]), str(record["theme"])
            note["Notes"] = record["notes"]
            self.col.add_note(note, deck)
        return {}

    def edit(self, asked):
        for change in asked["changes"]:
            note = self.note(change["n"])
            note["Minutes" if change["field"] == "minutes" else "Notes"] = str(change["value"])
            self.col.update_note(note)
        return {}

    def sync(self, asked):
        began = time.monotonic()
        if self.auth is None:
            self.auth = self.col.sync_login("someone", "nobody", self.endpoint)
        answer = self.col.sync_collection(self.auth, False)
        if answer.new_endpoint:
            self.auth.endpoint = answer.new_endpoint
        said, full = Answer.ChangesRequired.Name(answer.required), ""
        if answer.required == Answer.FULL_UPLOAD:
            full = "upload"
        elif answer.required == Answer.FULL_DOWNLOAD:
            full = "download"
        elif answer.required == Answer.FULL_SYNC:
            full = asked.get("full", "")
            said = f"asks: upload or download; {full or 'not answered'}"
        if full:
            self.col.close_for_full_sync()
            self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=full == "upload")
            self.col.reopen(after_full_sync=True)
        return {"seconds": time.monotonic() - began, "said": said}

    def look(self, _asked):
        records = {}
        for found in self.col.find_notes(""):
            note = self.col.get_note(found)
            shown = {"notes": note["Notes"], "minutes": int(note["Minutes"])}
            records[note["Number"]] = {"shown": shown, "kept": []}
        return {"count": len(records), "records": records}


def main():
    device = None
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "end":
            break
        try:
            if asked["do"] == "open":
                device, answer = Device(asked), {}
            else:
                answer = getattr(device, asked["do"])(asked)
        except Exception as error:  # whatever it is, the runner shows it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
