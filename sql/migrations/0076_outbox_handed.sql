-- Why:   what was handed over in a period is counted, and found in the outbox.
-- Locks: one index, built while others read and write.
-- Undo:  write a later migration; this file never changes once landed.

CREATE INDEX IF NOT EXISTS outbox_handed ON outbox (handed_on);
