-- Scopes as they stood, for laptops that have read nothing of a long log. Here and not in files:
-- they are encrypted as the rest is, and go in the transaction that makes somebody be forgotten.

CREATE TABLE snapshot (
    id    TEXT    PRIMARY KEY,
    scope TEXT    NOT NULL,
    seq   INTEGER NOT NULL,
    sum   BLOB    NOT NULL,
    made  INTEGER NOT NULL,                     -- milliseconds since 1970, UTC
    ready INTEGER NOT NULL                      -- 0 while it is being made
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_scope ON snapshot (scope, made);

CREATE TABLE snapshot_part (
    snapshot TEXT    NOT NULL,
    part     INTEGER NOT NULL,                  -- 0 the recent one, 1 what is older
    hash     TEXT    NOT NULL,                  -- BLAKE3 of its bytes
    bytes    INTEGER NOT NULL,
    lines    INTEGER NOT NULL,                  -- rows of the scope in it
    sessions INTEGER NOT NULL,
    PRIMARY KEY (snapshot, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_part_hash ON snapshot_part (hash);

-- In pieces of one size, so that any range is found without reading what is before it.
CREATE TABLE snapshot_piece (
    snapshot TEXT    NOT NULL,
    part     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    body     BLOB    NOT NULL,
    PRIMARY KEY (snapshot, part, at)
) STRICT;
