-- Files handed over, or asked to be: a few rows, read whole.
CREATE TABLE handover (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    person TEXT, giver TEXT, receiver TEXT, date TEXT, message TEXT,
    sessions INTEGER, minutes INTEGER, first_session TEXT, last_session TEXT, noticed INTEGER
);

-- Rows on their way out of this notebook, and those that are gone. State: 0 asked of the server
-- (by the operation `q`), 1 gone, 2 refused. `kept`: what may stay known of a person.
CREATE TABLE departure (
    tbl    TEXT    NOT NULL,
    row    TEXT    NOT NULL,
    target TEXT    NOT NULL,
    state  INTEGER NOT NULL,
    q      INTEGER,
    at     INTEGER NOT NULL,
    kept   TEXT,
    PRIMARY KEY (tbl, row)
) WITHOUT ROWID;
