-- Places completed to the national standard; diagnostics of the territory; imports of places.
-- What a notebook of an earlier version kept in `record.state` is projected anew by the caller.
ALTER TABLE place ADD COLUMN address_more TEXT;
ALTER TABLE place ADD COLUMN position TEXT;
ALTER TABLE place ADD COLUMN identifier TEXT;
ALTER TABLE place ADD COLUMN fixed INTEGER;
ALTER TABLE place ADD COLUMN phone TEXT;
ALTER TABLE place ADD COLUMN opening_hours TEXT;
ALTER TABLE place ADD COLUMN summary TEXT;
ALTER TABLE place ADD COLUMN details TEXT;
ALTER TABLE place ADD COLUMN source TEXT;
ALTER TABLE place ADD COLUMN source_id TEXT;
ALTER TABLE place ADD COLUMN parent TEXT;
ALTER TABLE place ADD COLUMN accessibility_url TEXT;
ALTER TABLE place ADD COLUMN booking_url TEXT;
ALTER TABLE place ADD COLUMN updated_on TEXT;

CREATE TABLE place_emails (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_websites (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_services (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_publics (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_special_care (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_fees (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_programmes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_labels (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_other_labels (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_access_modes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE place_support_modes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;

CREATE TABLE territory (
    id TEXT PRIMARY KEY NOT NULL, scope TEXT NOT NULL, deleted INTEGER NOT NULL,
    conflict TEXT, recorded_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    date TEXT, place TEXT, commune TEXT, existing TEXT, needs TEXT, proposals TEXT
);
CREATE TABLE territory_themes (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE territory_structures (id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id, value)) WITHOUT ROWID;

-- Imports of places made on this laptop, so that one can be undone as a whole. `seen` is absent
-- for a place the import made, else what it was before and after (JSON of the caller).
CREATE TABLE place_import (
    id TEXT PRIMARY KEY NOT NULL, at INTEGER NOT NULL, undone_at INTEGER
);
CREATE TABLE place_import_row (
    import TEXT NOT NULL, id TEXT NOT NULL, changed_at INTEGER NOT NULL, seen TEXT,
    PRIMARY KEY (import, id)
) WITHOUT ROWID;
