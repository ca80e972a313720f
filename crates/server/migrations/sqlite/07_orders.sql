-- What laptops are ordered, and what was decided of what was set aside.

CREATE TABLE device_order (
    id       TEXT    PRIMARY KEY,
    device   INTEGER NOT NULL REFERENCES device (num),
    command  TEXT    NOT NULL,                  -- lock, unlock, drain-then-wipe, wipe
    issued   INTEGER NOT NULL,                  -- those of one device only rise
    given_by TEXT    NOT NULL,
    reason   TEXT    NOT NULL,                  -- for the person at the laptop: never a beneficiary
    done     INTEGER                            -- when the laptop told that it was done
) STRICT, WITHOUT ROWID;

CREATE INDEX device_order_of ON device_order (device, issued);

-- Last operation that a laptop said it had made.
ALTER TABLE device ADD COLUMN reported_q INTEGER NOT NULL DEFAULT 0;

-- Counter of what is told to a laptop of its operations set aside: each change takes the next one.
ALTER TABLE quarantine ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN decision TEXT; -- accepted, rejected
ALTER TABLE quarantine ADD COLUMN reason TEXT;

UPDATE quarantine SET changed = q;
