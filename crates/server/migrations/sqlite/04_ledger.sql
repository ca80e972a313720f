-- Beside the copies, a ledger of who was let in and shut out, written at once: a restored server
-- reads what happened since its copy.

ALTER TABLE meta ADD COLUMN ledger TEXT;
