-- Erasures carried out: migrations/sqlite/06_erasures.sql tells what they hold.

CREATE TABLE erasure (
    id      TEXT COLLATE "C" NOT NULL,
    scope   TEXT COLLATE "C" NOT NULL,
    why     TEXT COLLATE "C" NOT NULL,
    at      BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    touched BIGINT NOT NULL,
    PRIMARY KEY (scope, id)
);

CREATE TABLE erasure_ack (
    scope   TEXT COLLATE "C" NOT NULL,
    erasure TEXT COLLATE "C" NOT NULL,
    dev     BIGINT NOT NULL REFERENCES device (num),
    at      BIGINT NOT NULL,
    PRIMARY KEY (scope, erasure, dev)
);
