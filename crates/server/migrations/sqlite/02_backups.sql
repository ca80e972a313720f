-- Verified copies: to whom they are sealed, and how far they reach.

ALTER TABLE meta ADD COLUMN recipient BLOB;                     -- X25519, public; the secret half is on paper
ALTER TABLE scope ADD COLUMN durable_seq INTEGER NOT NULL DEFAULT 0;

CREATE TABLE backup (
    num        INTEGER PRIMARY KEY,
    taken      INTEGER NOT NULL,                                -- milliseconds since 1970, UTC
    file       TEXT    NOT NULL,
    commits    INTEGER NOT NULL,
    operations INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    durable    INTEGER NOT NULL                                 -- 1: it raised the durable marks
) STRICT;
