-- Why:   by what customers can pay is said for each division: each has its bank and its
--        contracts. The sandbox is never on by itself.
-- Locks: ADD COLUMN without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE division
    ADD COLUMN IF NOT EXISTS pay_providers SET('transfer','sandbox','stripe') NOT NULL DEFAULT 'transfer' COMMENT 'what customers are offered';
