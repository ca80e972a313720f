-- The plan: permanences and their exceptions, days, workshops to come with their registrations,
-- outlines of workshops. A handful of rows a week: only what a screen looks up has an index.

CREATE TABLE stop (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    place TEXT, starts TEXT, ends TEXT, every INTEGER, first_day TEXT, last_day TEXT
);
CREATE TABLE stop_weekdays (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;

CREATE TABLE stop_change (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    stop TEXT, date TEXT, kind TEXT, moved_to TEXT, starts TEXT, ends TEXT, place TEXT
);

CREATE TABLE workday (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    date TEXT, travel INTEGER, preparation INTEGER
);

CREATE TABLE workshop (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    date TEXT, starts TEXT, ends TEXT, place TEXT, title TEXT, level TEXT, capacity INTEGER, outline TEXT
);
CREATE INDEX workshop_date ON workshop (date, starts, id) WHERE deleted = 0;
CREATE TABLE workshop_themes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;

CREATE TABLE registration (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    workshop TEXT, beneficiary TEXT, name TEXT, "count" INTEGER, present INTEGER
);
CREATE INDEX registration_workshop ON registration (workshop) WHERE deleted = 0;

CREATE TABLE outline (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    title TEXT, level TEXT, duration INTEGER, aims TEXT, materials TEXT, steps TEXT
);
CREATE TABLE outline_themes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
