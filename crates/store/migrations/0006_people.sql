-- Two files somebody said are of two people.
CREATE TABLE not_twin (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    first TEXT, second TEXT
);

-- A file joined to another one; identified by the joined file, which waits in the corbeille.
CREATE TABLE merge (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    target TEXT, taken TEXT, seen TEXT
);
CREATE TABLE merge_carried (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
