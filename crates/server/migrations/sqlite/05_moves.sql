-- Rows that changed scope. In the log, `moved` is 0 for an ordinary operation; -1 for the empty
-- place of one that went with its row to another scope; -2 for a move, served whole to everybody;
-- above 0 for what a move brought here, served whole, each group in one page.

ALTER TABLE log ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;

DROP INDEX log_dot;
CREATE UNIQUE INDEX log_dot ON log (dev, q) WHERE moved <> -1;

-- The last move of a row from a scope: what arrives late follows it.
CREATE TABLE moved (
    tbl    TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    scope  TEXT    NOT NULL,
    target TEXT    NOT NULL,
    e      INTEGER NOT NULL,                     -- effective stamp of the move
    seq    INTEGER NOT NULL,                     -- its place in the log of `scope`
    PRIMARY KEY (tbl, id, scope)
) STRICT, WITHOUT ROWID;
