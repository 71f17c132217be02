-- Why:   the daily run asks for the disputes past their target that nobody was told of: none
--        or few among the thousands that are past it and known.
-- Locks: one index, built while reads and writes go on.
-- Undo:  write a later migration; this file never changes once landed.

CREATE INDEX IF NOT EXISTS dispute_to_escalate ON dispute (known_to, escalated_at, target_on);
