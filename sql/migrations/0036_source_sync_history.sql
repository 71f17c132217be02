-- Why:   an explanation or replay of a past day judges by the cash data known on that day;
--        the newest sync of a source says nothing of it.
-- Locks: new table only; one row a source is copied.
-- Undo:  write a later migration; this file never changes once landed.

CREATE TABLE IF NOT EXISTS source_sync_history (
    division_id   BIGINT UNSIGNED NOT NULL,
    synced_minute DATETIME NOT NULL COMMENT 'business clock: the minute in which the source wrote, however often',
    source_system VARCHAR(32) NOT NULL,
    PRIMARY KEY (division_id, synced_minute, source_system)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='when each source told us the truth, for days that are over';

INSERT IGNORE INTO source_sync_history (division_id, synced_minute, source_system)
SELECT division_id, DATE_FORMAT(synced_at, '%Y-%m-%d %H:%i:00'), source_system FROM source_sync;
