-- Workshops by title, the latest first. Individual sessions have no title: they pay nothing.
CREATE INDEX session_title ON session (title, date DESC, recorded_at DESC, id DESC) WHERE deleted = 0 AND title IS NOT NULL;
