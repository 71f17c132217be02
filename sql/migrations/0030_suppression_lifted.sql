-- Why:   a person lets mail go to an address again: who, and why.
-- Locks: ADD COLUMN that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE suppression
    ADD COLUMN IF NOT EXISTS lifted_by BIGINT UNSIGNED NULL COMMENT 'user; known_to says when',
    ADD COLUMN IF NOT EXISTS lift_reason VARCHAR(300) NULL;
