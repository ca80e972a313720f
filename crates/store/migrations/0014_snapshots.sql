-- A scope on its way as a snapshot: what the server offered, how far it was taken, and the bytes
-- that wait to be taken. Empty otherwise.

CREATE TABLE snapshot_part (
    scope          TEXT    NOT NULL,
    part           INTEGER NOT NULL,      -- in the order in which they are taken
    hash           TEXT    NOT NULL,
    seq            INTEGER NOT NULL,
    sum            TEXT    NOT NULL,      -- of the whole scope, as announced
    bytes          INTEGER NOT NULL,
    rows           INTEGER NOT NULL,
    sessions       INTEGER NOT NULL,
    taken_lines    INTEGER NOT NULL DEFAULT 0,
    taken_rows     INTEGER NOT NULL DEFAULT 0,
    taken_sessions INTEGER NOT NULL DEFAULT 0,
    taken_sum      BLOB    NOT NULL,
    PRIMARY KEY (scope, part)
) WITHOUT ROWID;

CREATE TABLE snapshot_piece (
    hash TEXT    NOT NULL,
    at   INTEGER NOT NULL,
    body BLOB    NOT NULL,
    PRIMARY KEY (hash, at)
);
