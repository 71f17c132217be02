-- Why:   admins read what providers reported and what came of each: also what saves a method or is
--        about nothing of ours, how often it came, and whether out of order.
-- Locks: ADD COLUMN without a rebuild; an index, added online.
-- Undo:  write a later migration; this file never changes once landed.

ALTER TABLE payment_event
    ADD COLUMN IF NOT EXISTS type VARCHAR(128) NULL COMMENT 'as the provider calls it',
    ADD COLUMN IF NOT EXISTS method_id BIGINT UNSIGNED NULL COMMENT 'the saved method that it is about, too',
    ADD COLUMN IF NOT EXISTS moved TINYINT(1) NULL COMMENT 'something came to another state by it; NULL: not kept then',
    ADD COLUMN IF NOT EXISTS disorder ENUM('early','late') NULL COMMENT 'before what it builds upon; after what it leads to',
    ADD COLUMN IF NOT EXISTS times INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'it came so often, and counted once',
    ADD COLUMN IF NOT EXISTS last_at DATETIME(6) NULL COMMENT 'when it came again',
    ADD KEY IF NOT EXISTS payment_event_received (received_at, id);
