-- Why:   an aging of today must leave out what was allocated for a later day, and
--        the figures of a period read what became effective in it.
-- Locks: one index, built while others read and write.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE allocation ADD KEY IF NOT EXISTS allocation_effective (effective_on);
