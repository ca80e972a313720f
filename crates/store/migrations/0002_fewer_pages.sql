-- Fewer pages a save: each one touched is encrypted, authenticated and written to the log.

-- Small rows found by their identifier: one page each, without an index beside the table. Those of
-- a session begin with its instant (`born`).
CREATE TABLE attendance_new (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    session TEXT, beneficiary TEXT
) WITHOUT ROWID;
INSERT INTO attendance_new SELECT id, scope, deleted, conflict, recorded_at, changed_at, session, beneficiary FROM attendance;
DROP TABLE attendance;
ALTER TABLE attendance_new RENAME TO attendance;
CREATE INDEX attendance_beneficiary ON attendance (beneficiary, session) WHERE deleted = 0;

CREATE TABLE outcome_new (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    session TEXT, beneficiary TEXT, autonomy TEXT, objective_reached INTEGER,
    procedure_state TEXT, oriented INTEGER, redirection TEXT, redirection_place TEXT
) WITHOUT ROWID;
INSERT INTO outcome_new SELECT id, scope, deleted, conflict, recorded_at, changed_at, session, beneficiary,
    autonomy, objective_reached, procedure_state, oriented, redirection, redirection_place FROM outcome;
DROP TABLE outcome;
ALTER TABLE outcome_new RENAME TO outcome;

-- Habits are counted over recent sessions, whose index carries the duration.
DROP INDEX session_recent;
DROP INDEX session_duration;
CREATE INDEX session_recent ON session (date DESC, recorded_at DESC, id DESC, duration) WHERE deleted = 0;
DROP INDEX session_themes_value;

-- What waits comes after all that the server has: only the latter is indexed.
DROP INDEX outbox_pending;
DROP INDEX outbox_state;
CREATE INDEX outbox_told ON outbox (state, q) WHERE state > 0;

-- Cursors and sums join the other small facts that every save changes.
INSERT INTO meta (key, value) SELECT 'scope:' || id, unhex(printf('%016X', cursor) || hex(sum)) FROM scope;
DROP TABLE scope;
