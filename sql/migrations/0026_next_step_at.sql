-- Why:   when the next message of a case goes is an instant: the hour of its strategy
--        where its reader is, on the day itself, whatever the season it was planned in.
-- Locks: one ADD COLUMN that InnoDB does without a rebuild.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE case_state
    ADD COLUMN IF NOT EXISTS next_step_at DATETIME(6) NULL
        COMMENT 'when a message of next_step goes, UTC; NULL: no message is next';
