-- What laptops are ordered, and what was decided of what was set aside.

CREATE TABLE device_order (
    id       TEXT COLLATE "C" PRIMARY KEY,
    device   BIGINT NOT NULL REFERENCES device (num),
    command  TEXT COLLATE "C" NOT NULL,  -- lock, unlock, drain-then-wipe, wipe
    issued   BIGINT NOT NULL,  -- those of one device only rise
    given_by TEXT COLLATE "C" NOT NULL,
    reason   TEXT COLLATE "C" NOT NULL,  -- for the person at the laptop: never a beneficiary
    done     BIGINT  -- when the laptop told that it was done
);

CREATE INDEX device_order_of ON device_order (device, issued);

-- Last operation that a laptop said it had made.
ALTER TABLE device ADD COLUMN reported_q BIGINT NOT NULL DEFAULT 0;

-- Counter of what is told to a laptop of its operations set aside: each change takes the next one.
ALTER TABLE quarantine ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN decision TEXT COLLATE "C"; -- accepted, rejected
ALTER TABLE quarantine ADD COLUMN reason TEXT COLLATE "C";

UPDATE quarantine SET changed = q;
