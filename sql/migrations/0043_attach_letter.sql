-- Why:   a mail may carry its own words as a letter, a PDF on the company's letterhead.
-- Locks: ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE outbox_compose
    ADD COLUMN IF NOT EXISTS attach_letter TINYINT(1) NOT NULL DEFAULT 0 AFTER attach_statement;
