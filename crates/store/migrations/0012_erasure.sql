-- Files to erase or erased, and contacts that no session records: a few rows, read whole.
CREATE TABLE erasure (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    person TEXT, reason TEXT, date TEXT
);
CREATE TABLE contact (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    beneficiary TEXT, date TEXT, reason TEXT
);
CREATE INDEX contact_beneficiary ON contact (beneficiary);

-- Rows of which something was erased, or whose erasure was asked of the server. State: 0 asked (by
-- the operation `q`), 1 erased, 2 refused. `erased` holds those of which nothing is left.
CREATE TABLE erased_row (
    tbl   TEXT    NOT NULL,
    row   TEXT    NOT NULL,
    scope TEXT    NOT NULL,
    by    TEXT    NOT NULL,
    state INTEGER NOT NULL,
    q     INTEGER,
    PRIMARY KEY (tbl, row)
) WITHOUT ROWID;

-- Erasures that came. State: 0 to be wiped from the file and the copies, 1 to be confirmed, 2 done.
CREATE TABLE erasing (
    id    TEXT PRIMARY KEY NOT NULL,
    state INTEGER NOT NULL,
    at    INTEGER NOT NULL
) WITHOUT ROWID;

-- Changes that were not kept: what they spoke of had been erased.
CREATE TABLE erased_late (n INTEGER PRIMARY KEY, tbl TEXT NOT NULL, row TEXT NOT NULL, at INTEGER NOT NULL);

-- Files shown as near their end, since which day (ISO 8601, confirmed by the server).
CREATE TABLE near_end (person TEXT PRIMARY KEY NOT NULL, since TEXT NOT NULL) WITHOUT ROWID;
