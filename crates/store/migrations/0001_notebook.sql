-- Each index is one more page to encrypt at each save: only what a screen reads has one.

-- The replicated truth: `state` is opaque text owned by the caller (values and merge metadata).
CREATE TABLE record (
    tbl         TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    scope       TEXT    NOT NULL,
    deleted     INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    conflict    TEXT,
    recorded_at INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    PRIMARY KEY (id, tbl)
);
CREATE INDEX record_conflict ON record (conflict) WHERE conflict IS NOT NULL AND deleted = 0;

-- Projections: one table per replicated table, derived from `record`, rebuilt at will. Every
-- field may be NULL; nothing is UNIQUE but the identifier; no foreign key crosses them.
CREATE TABLE place (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    name TEXT, address TEXT, commune TEXT, siret TEXT, rna TEXT, itinerant INTEGER
);

CREATE TABLE beneficiary (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    first_name TEXT, last_name TEXT, phone TEXT, no_phone INTEGER, email TEXT,
    birth_year INTEGER, commune TEXT, gender TEXT, age_band TEXT, status TEXT, notes TEXT
);

CREATE TABLE session (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    kind TEXT, date TEXT, duration INTEGER, place_kind TEXT, place TEXT, commune TEXT,
    "procedure" TEXT, notes TEXT, title TEXT, level TEXT, anonymous TEXT, residence TEXT, materials TEXT,
    anonymous_total INTEGER GENERATED ALWAYS AS (
        CASE json_type(anonymous, '$.total') WHEN 'integer' THEN json_extract(anonymous, '$.total') END
    ) STORED
);
CREATE INDEX session_recent ON session (date DESC, recorded_at DESC, id DESC) WHERE deleted = 0;
CREATE INDEX session_duration ON session (duration) WHERE deleted = 0;
CREATE INDEX session_place ON session (place) WHERE deleted = 0 AND place IS NOT NULL;

CREATE TABLE attendance (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    session TEXT, beneficiary TEXT
);
-- Removed ones too: whether a session still has something to send depends on them.
CREATE INDEX attendance_session ON attendance (session, deleted, recorded_at, id, beneficiary);
CREATE INDEX attendance_beneficiary ON attendance (beneficiary, session) WHERE deleted = 0;

CREATE TABLE outcome (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    session TEXT, beneficiary TEXT, autonomy TEXT, objective_reached INTEGER,
    procedure_state TEXT, oriented INTEGER, redirection TEXT, redirection_place TEXT
);
CREATE INDEX outcome_session ON outcome (session, deleted);

-- Sets, of live rows only: what is counted needs no look at the parent row.
CREATE TABLE place_typologies (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE session_themes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE INDEX session_themes_value ON session_themes (value);
CREATE TABLE session_tags (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;

-- Search, of live rows only. `key`: folded words, split and joined, a space around each;
-- `name`: folded last name, a unit separator, folded first name, the order of the list.
CREATE TABLE beneficiary_search (
    id       TEXT PRIMARY KEY NOT NULL,
    key      TEXT NOT NULL,
    name     TEXT NOT NULL,
    digits   TEXT NOT NULL,
    email    TEXT NOT NULL,
    sessions INTEGER NOT NULL DEFAULT 0,
    last_day TEXT
);
CREATE INDEX beneficiary_search_name ON beneficiary_search (name, id);
CREATE TABLE place_search (id TEXT PRIMARY KEY NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL);
CREATE INDEX place_search_name ON place_search (name, id);

-- What is to be sent. State: 0 pending, 1 acknowledged, 2 covered by a verified backup of the
-- server (the body is gone then).
CREATE TABLE outbox (
    q           INTEGER PRIMARY KEY,
    txn         INTEGER NOT NULL,
    scope       TEXT    NOT NULL,
    tbl         TEXT    NOT NULL,
    row         TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    chain       BLOB    NOT NULL,
    stamp       INTEGER NOT NULL,
    state       INTEGER NOT NULL DEFAULT 0,
    seq         INTEGER,
    recorded_at INTEGER NOT NULL
);
CREATE INDEX outbox_pending ON outbox (tbl, row, recorded_at) WHERE state = 0;
CREATE INDEX outbox_state ON outbox (state, q);

CREATE TABLE scope (id TEXT PRIMARY KEY NOT NULL, epoch TEXT NOT NULL, cursor INTEGER NOT NULL, sum BLOB NOT NULL);

CREATE TABLE history (
    n             INTEGER PRIMARY KEY,
    tbl           TEXT    NOT NULL,
    row           TEXT    NOT NULL,
    field         TEXT    NOT NULL,
    value         TEXT    NOT NULL,
    dot           TEXT    NOT NULL,
    stamp         INTEGER NOT NULL,
    author        TEXT    NOT NULL,
    superseded_by TEXT    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX history_row ON history (tbl, row, field, n);

CREATE TABLE parked (n INTEGER PRIMARY KEY, scope TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX parked_scope ON parked (scope, seq);

CREATE TABLE erased (id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID;
CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE draft (
    id       TEXT PRIMARY KEY NOT NULL,
    kind     TEXT    NOT NULL,
    record   TEXT,
    body     TEXT    NOT NULL,
    saved_at INTEGER NOT NULL
);

CREATE TABLE exchange (
    n        INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    line     TEXT    NOT NULL,
    sent     INTEGER NOT NULL,
    received INTEGER NOT NULL
);
