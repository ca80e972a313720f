-- The central notebook: who may come in, what they sent, what it amounts to.
-- Identifiers that repeat on every line of the log are kept as small numbers.

CREATE TABLE meta (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    epoch         TEXT    NOT NULL,             -- changes when this file was replaced by another copy
    commits       INTEGER NOT NULL DEFAULT 0,   -- compared with the witness file at every opening
    order_key     BLOB    NOT NULL,             -- Ed25519 seed that signs orders to devices
    challenge_key BLOB    NOT NULL,             -- keys the challenges of /v1/token
    address       TEXT,                         -- host:port printed in enrolment codes
    fingerprint   TEXT                          -- of our own authority; NULL behind public certificates
) STRICT;

CREATE TABLE team (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    created INTEGER NOT NULL                    -- times are milliseconds since 1970, UTC
) STRICT, WITHOUT ROWID;

CREATE TABLE adviser (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    adviser TEXT NOT NULL REFERENCES adviser (id),
    team    TEXT NOT NULL REFERENCES team (id),
    since   INTEGER NOT NULL,
    PRIMARY KEY (adviser, team)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    num        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    adviser    TEXT    NOT NULL REFERENCES adviser (id),
    name       TEXT    NOT NULL,
    public_key BLOB    NOT NULL UNIQUE,
    status     TEXT    NOT NULL CHECK (status IN ('awaiting', 'confirmed', 'revoked')),
    created    INTEGER NOT NULL,
    last_seen  INTEGER,
    last_q     INTEGER NOT NULL DEFAULT 0,
    last_e     INTEGER NOT NULL DEFAULT 0,
    chain      BLOB    NOT NULL DEFAULT (zeroblob(32)),
    durable_q  INTEGER NOT NULL DEFAULT 0       -- raised only by a backup whose restoring was tested
) STRICT;

CREATE TABLE enrolment_code (
    locator TEXT    PRIMARY KEY,                -- first characters: finds the line, proves nothing
    salt    BLOB    NOT NULL,
    hash    BLOB    NOT NULL,                   -- Argon2id of the whole code
    adviser TEXT    NOT NULL REFERENCES adviser (id),
    hold    INTEGER NOT NULL DEFAULT 0,         -- 1: the device waits for a confirmation
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    used_at INTEGER,
    used_by INTEGER REFERENCES device (num)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    hash    BLOB    PRIMARY KEY,                -- SHA-256 of the token; the token is kept nowhere
    device  INTEGER NOT NULL REFERENCES device (num),
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (
    num  INTEGER PRIMARY KEY,
    id   TEXT    NOT NULL UNIQUE,
    head INTEGER NOT NULL DEFAULT 0,
    sum  BLOB    NOT NULL                       -- 128-bit additive hash of the live cells, big endian
) STRICT;

-- Every epoch this file remembers, with where each scope stood when it began: what a laptop of an
-- earlier epoch may still trust.
CREATE TABLE epoch (
    num INTEGER PRIMARY KEY,
    id  TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE epoch_head (
    epoch INTEGER NOT NULL REFERENCES epoch (num),
    scope INTEGER NOT NULL REFERENCES scope (num),
    head  INTEGER NOT NULL,
    PRIMARY KEY (epoch, scope)
) STRICT, WITHOUT ROWID;

-- One dense log for each scope: the cursor of a laptop is a place in it.
CREATE TABLE log (
    scope INTEGER NOT NULL REFERENCES scope (num),
    seq   INTEGER NOT NULL,
    dev   INTEGER NOT NULL REFERENCES device (num),
    q     INTEGER NOT NULL,
    x     INTEGER NOT NULL,                     -- transaction of the device: a page never splits one
    e     INTEGER NOT NULL,                     -- effective stamp
    body  TEXT    NOT NULL,                     -- the operation as it came, without q
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- No other index on the log: each one costs every push.
CREATE UNIQUE INDEX log_dot ON log (dev, q);

CREATE TABLE row (
    scope   INTEGER NOT NULL REFERENCES scope (num),
    tbl     TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (scope, tbl, id)
) STRICT, WITHOUT ROWID;

-- What a device sent and may not be applied. Nothing is dropped: somebody decides.
CREATE TABLE quarantine (
    ticket  TEXT    PRIMARY KEY,
    dev     INTEGER NOT NULL REFERENCES device (num),
    q       INTEGER NOT NULL,
    scope   TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    decided INTEGER,
    UNIQUE (dev, q)
) STRICT, WITHOUT ROWID;
