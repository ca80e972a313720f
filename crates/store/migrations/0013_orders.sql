-- Operations of this laptop that the server set aside, and what became of them.
CREATE TABLE aside (
    q        INTEGER PRIMARY KEY,
    why      TEXT    NOT NULL,
    at       INTEGER NOT NULL,  -- server time, Unix milliseconds
    decision TEXT,              -- accepted, rejected; NULL while nobody decided
    reason   TEXT
) STRICT;
