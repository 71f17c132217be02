-- When a source last told us the truth.

-- source_sync_put :bulk (division_id u64, source_system text, synced_at instant)
INSERT INTO source_sync (division_id, source_system, synced_at)
VALUES (:division_id, :source_system, :synced_at)
    ON DUPLICATE KEY UPDATE synced_at = GREATEST(source_sync.synced_at, VALUES(synced_at));

-- source_sync_note :bulk (division_id u64, source_system text, synced_minute instant)
-- Once a minute is enough: the limit on stale cash is in hours.
INSERT INTO source_sync_history (division_id, source_system, synced_minute)
VALUES (:division_id, :source_system, :synced_minute)
    ON DUPLICATE KEY UPDATE synced_minute = VALUES(synced_minute);

-- source_sync_all :many () → (division_id u64, source_system text, synced_at instant)
SELECT division_id, source_system, synced_at
  FROM source_sync
 ORDER BY division_id, source_system;
