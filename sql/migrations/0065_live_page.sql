-- Why:   two tabs of one reader are two pages: one that is left must not take the other's events away.
-- Locks: rebuilds live_watch, a table of leases of a minute.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE live_watch
    ADD COLUMN IF NOT EXISTS page VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'which of the reader''s pages, by its own random name' AFTER reader,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (customer_id, item_id, side, reader, page);
