-- Tags, and what the list of sessions and the corbeille read.

CREATE TABLE tag (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    name TEXT, description TEXT
);

-- Sessions with a tag; costs nothing to a session that has none.
CREATE INDEX session_tags_value ON session_tags (value, id);

-- The same index, wide enough to filter by kind and place without looking at the sessions.
DROP INDEX session_recent;
CREATE INDEX session_recent ON session (date DESC, recorded_at DESC, id DESC, duration, kind, place) WHERE deleted = 0;

-- The corbeille: only what is in it.
CREATE INDEX record_bin ON record (changed_at DESC, tbl, id) WHERE deleted = 1;
