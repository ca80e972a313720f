-- Erasures carried out, and who confirmed them: no name, no text. In the log, `moved` is -3 for a
-- body that an erasure emptied; erasures themselves are served whole to everybody, as moves are.

CREATE TABLE erasure (
    id      TEXT    NOT NULL,
    scope   TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    at      INTEGER NOT NULL,                    -- of its last row, milliseconds since 1970
    seq     INTEGER NOT NULL,                    -- of its last row, in the log of `scope`
    touched INTEGER NOT NULL,                    -- rows
    PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasure_ack (
    scope   TEXT    NOT NULL,
    erasure TEXT    NOT NULL,
    dev     INTEGER NOT NULL REFERENCES device (num),
    at      INTEGER NOT NULL,
    PRIMARY KEY (scope, erasure, dev)
) STRICT, WITHOUT ROWID;
