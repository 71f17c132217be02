-- Why:   what was done is listed by when it was done.
-- Locks: one index, built while reads and writes go on.
-- Undo:  write a later migration; this file never changes once landed.

CREATE INDEX IF NOT EXISTS follow_up_ended ON follow_up (state, ended_at);
