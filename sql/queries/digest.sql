-- Reminders of tasks that fall due, and the mail that tells what is unread.

-- digest_fallen :many [hot] (from_on day, today day, take u32)
--     → (id u64, assignee_id u64, customer_id u64, title text, due_on day)
-- Tasks that fell due and whose assignee was not told. Older ones are no news.
SELECT f.id, COALESCE(f.assignee_id, 0) AS assignee_id, f.customer_id, f.title,
       COALESCE(f.snoozed_to, f.due_on) AS due_on
  FROM follow_up f
  JOIN user u ON u.id = f.assignee_id AND u.status = 'active'
 WHERE f.state = 'open' AND f.due_on <= :today
   AND COALESCE(f.snoozed_to, f.due_on) BETWEEN :from_on AND :today
   AND NOT EXISTS (
        SELECT 1 FROM notification n
         WHERE n.user_id = f.assignee_id
           AND n.dedup_key = CONCAT('due:', f.id, ':', COALESCE(f.snoozed_to, f.due_on)))
 ORDER BY f.due_on, f.id
 LIMIT :take;

-- digest_readers :many ()
--     → (user_id u64, name text, language text, digest text, digest_hour u32, time_zone text?,
--        scope u64?, last_period text?, last_at instant?)
-- Everybody who wants one, with the last that was made.
SELECT u.id AS user_id, u.name, u.language, COALESCE(c.digest, 'daily') AS digest,
       CAST(COALESCE(c.digest_hour, 8) AS UNSIGNED INTEGER) AS digest_hour, c.time_zone,
       IF(EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = u.id)
          OR EXISTS (SELECT 1 FROM user_sight s WHERE s.user_id = u.id AND s.sees = 'own'), u.id, NULL) AS scope,
       (SELECT MAX(d.period) FROM notification_digest d WHERE d.user_id = u.id) AS last_period,
       (SELECT MAX(d.made_at) FROM notification_digest d WHERE d.user_id = u.id) AS last_at
  FROM user u
  LEFT JOIN notification_choice c ON c.user_id = u.id
 WHERE u.status = 'active' AND COALESCE(c.digest, 'daily') <> 'off'
 ORDER BY u.id;

-- digest_rows :many [hot] (user_id u64, scope u64?, since instant, take u32)
--     → (kind text, title text, ref_kind text?, ref_id u64?, customer_id u64?, customer_name text?,
--        cause text?)
-- What is unread and came since then, oldest first. cause: of the message it is about, as it is now.
SELECT n.kind, n.title, n.ref_kind, n.ref_id, n.customer_id, c.name AS customer_name,
       (SELECT o.cause FROM outbox o WHERE n.ref_kind = 'outbox' AND o.id = n.ref_id) AS cause
  FROM notification n
  LEFT JOIN customer c ON c.id = n.customer_id
 WHERE n.user_id = :user_id AND n.unread = 1 AND n.created_at > :since
   AND (:scope IS NULL OR n.customer_id IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = n.customer_id))
 ORDER BY n.created_at, n.id
 LIMIT :take;

-- digest_due :one [hot] (user_id u64, today day) → (due_n u64)
SELECT COUNT(*) AS due_n
  FROM follow_up f
 WHERE f.assignee_id = :user_id AND f.state = 'open' AND f.due_on <= :today
   AND (f.snoozed_to IS NULL OR f.snoozed_to <= :today);

-- digest_made :exec (user_id u64, period text, made_at instant, rows_n u32)
INSERT INTO notification_digest (user_id, period, made_at, rows_n)
VALUES (:user_id, :period, :made_at, :rows_n);
