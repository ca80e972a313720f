-- Scopes as they stood: migrations/sqlite/08_snapshots.sql tells what they hold.

CREATE TABLE snapshot (
    id    TEXT COLLATE "C" PRIMARY KEY,
    scope TEXT COLLATE "C" NOT NULL,
    seq   BIGINT NOT NULL,
    sum   BYTEA NOT NULL,
    made  BIGINT NOT NULL,
    ready BIGINT NOT NULL
);
CREATE INDEX snapshot_scope ON snapshot (scope, made);

CREATE TABLE snapshot_part (
    snapshot TEXT COLLATE "C" NOT NULL,
    part     BIGINT NOT NULL,
    hash     TEXT COLLATE "C" NOT NULL,
    bytes    BIGINT NOT NULL,
    lines    BIGINT NOT NULL,
    sessions BIGINT NOT NULL,
    PRIMARY KEY (snapshot, part)
);
CREATE INDEX snapshot_part_hash ON snapshot_part (hash);

CREATE TABLE snapshot_piece (
    snapshot TEXT COLLATE "C" NOT NULL,
    part     BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    body     BYTEA NOT NULL,
    PRIMARY KEY (snapshot, part, at)
);
