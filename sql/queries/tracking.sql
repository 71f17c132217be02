-- What readers did with a message, where the company allows it.

-- tracking_target_put :bulk (outbox_id u64, no u32, url text?)
INSERT INTO mail_target (outbox_id, no, url)
VALUES (:outbox_id, :no, :url)
    ON DUPLICATE KEY UPDATE url = VALUES(url);

-- tracking_target :one [hot] (outbox_id u64, no u32) → (url text?)
SELECT url FROM mail_target WHERE outbox_id = :outbox_id AND no = :no;

-- tracking_portal_link :one [hot] (outbox_id u64, now_at instant) → (id u64)
-- The way in that went out with the message, while it is open.
SELECT id
  FROM access_link
 WHERE outbox_id = :outbox_id AND revoked_at IS NULL AND expires_at > :now_at
 ORDER BY id
 LIMIT 1;

-- tracking_note :exec (outbox_id u64, kind text, no u32, at instant)
-- A message that is gone gets none.
INSERT INTO mail_event (outbox_id, kind, no, first_at, last_at)
SELECT o.id, :kind, :no, :at, :at FROM outbox o WHERE o.id = :outbox_id
    ON DUPLICATE KEY UPDATE last_at = GREATEST(last_at, :at), times = LEAST(times + 1, 1000000);

-- tracking_of :many [hot] (outbox_id u64)
--     → (kind text, no u32, first_at instant, last_at instant, times u32, url text?)
SELECT e.kind, CAST(e.no AS UNSIGNED INTEGER) AS no, e.first_at, e.last_at, e.times, t.url
  FROM mail_event e
  LEFT JOIN mail_target t ON t.outbox_id = e.outbox_id AND t.no = e.no
 WHERE e.outbox_id = :outbox_id
 ORDER BY e.first_at, e.kind, e.no;
