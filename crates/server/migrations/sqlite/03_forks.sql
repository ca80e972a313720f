-- A disk that was cloned: the device the server stopped may take another identity, once for each
-- time it was stopped; whoever shuts the first one out shuts out those sprung from it.

ALTER TABLE device ADD COLUMN forked INTEGER NOT NULL DEFAULT 0;            -- 1: stopped, and not mended yet
ALTER TABLE device ADD COLUMN sprung_from INTEGER REFERENCES device (num);
