-- Why:   customers say what a file is that they send, so that a remittance advice or a proof of
--        payment is found among the rest.
-- Locks: ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE attachment
    ADD COLUMN IF NOT EXISTS purpose ENUM('remittance','proof','tax_form') NULL COMMENT 'what it is, as its sender says; NULL: nothing was said';
