-- A tag of one's own that stands for one of the team: which one. Costs nothing to the others.
ALTER TABLE tag ADD COLUMN joined TEXT;
