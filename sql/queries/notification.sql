-- What users are told. :scope is the user when limited.

-- notification_insert :exec (id u64, user_id u64, kind text, title text, detail json?, ref_kind text?,
--     ref_id u64?, customer_id u64?, created_at instant, dedup_key text?)
-- Touches no row when the user was told of this cause before, or may no longer sign in.
INSERT INTO notification (id, user_id, kind, title, detail, ref_kind, ref_id, customer_id,
    created_at, dedup_key)
SELECT :id, u.id, :kind, :title, :detail, :ref_kind, :ref_id, :customer_id, :created_at, :dedup_key
  FROM user u
 WHERE u.id = :user_id AND u.status = 'active'
ON DUPLICATE KEY UPDATE notification.id = notification.id;

-- notification_owners :many [hot] (customer_id u64) → (user_id u64)
-- Whose customer it is.
SELECT DISTINCT a.user_id
  FROM customer_assignment a
  JOIN user u ON u.id = a.user_id AND u.status = 'active'
 WHERE a.customer_id = :customer_id AND a.known_to IS NULL
 ORDER BY a.user_id;

-- notification_role :many (role text, customer_id u64?) → (user_id u64)
-- Who has a role and, with a customer, reaches one of its divisions. Whoever may agree is told what
-- managers are.
SELECT u.id AS user_id
  FROM user u
 WHERE (u.role = :role OR (:role = 'manager' AND @own_role_may(u.role | approve))) AND u.status = 'active'
   AND (:customer_id IS NULL
        OR NOT EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = u.id)
        OR EXISTS (SELECT 1 FROM case_state s
                     JOIN user_division d ON d.division_id = s.division_id AND d.user_id = u.id
                    WHERE s.customer_id = :customer_id))
 ORDER BY u.id;

-- notification_page :many [hot] (user_id u64, scope u64?, unread bool, after_at instant, after_id u64, take u32)
--     → (id u64, kind text, title text, detail json?, ref_kind text?, ref_id u64?, customer_id u64?,
--        customer_number text?, customer_name text?, created_at instant, read_at instant?, cause text?)
-- cause: of the message it is about. Newest first; none about a customer that the user may no longer see.
SELECT n.id, n.kind, n.title, n.detail, n.ref_kind, n.ref_id, n.customer_id,
       c.number AS customer_number, c.name AS customer_name, n.created_at, n.read_at,
       (SELECT o.cause FROM outbox o WHERE n.ref_kind = 'outbox' AND o.id = n.ref_id) AS cause
  FROM notification n
  LEFT JOIN customer c ON c.id = n.customer_id
 WHERE n.user_id = :user_id
   AND (NOT :unread OR n.unread = 1)
   AND n.created_at <= :after_at AND (n.created_at < :after_at OR n.id < :after_id)
   AND (:scope IS NULL OR n.customer_id IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = n.customer_id))
 ORDER BY n.created_at DESC, n.id DESC
 LIMIT :take;

-- notification_unread :many [hot] (user_id u64, scope u64?) → (id u64)
-- Newest first, up to a hundred: nobody reads further.
SELECT n.id
  FROM notification n
 WHERE n.user_id = :user_id AND n.unread = 1
   AND (:scope IS NULL OR n.customer_id IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = n.customer_id))
 ORDER BY n.created_at DESC, n.id DESC
 LIMIT 100;

-- notification_read :exec (id u64, user_id u64, read_at instant)
UPDATE notification SET read_at = COALESCE(read_at, :read_at) WHERE id = :id AND user_id = :user_id;

-- notification_read_all :exec (user_id u64, read_at instant, up_to instant)
UPDATE notification SET read_at = :read_at
 WHERE user_id = :user_id AND unread = 1 AND created_at <= :up_to;

-- notification_to_push :many [hot] (take u32) → (user_id u64, id u64)
-- What open browsers have not been told, user by user.
SELECT user_id, id
  FROM notification
 WHERE push = 1
 ORDER BY user_id
 LIMIT :take;

-- notification_pushed :bulk (id u64)
UPDATE notification SET push = NULL WHERE id = :id;

-- notification_choice_of :one [hot] (user_id u64) → (digest text, digest_hour u32, time_zone text?)
SELECT COALESCE(c.digest, 'daily') AS digest,
       CAST(COALESCE(c.digest_hour, 8) AS UNSIGNED INTEGER) AS digest_hour, c.time_zone
  FROM user u
  LEFT JOIN notification_choice c ON c.user_id = u.id
 WHERE u.id = :user_id;

-- notification_choose :exec (user_id u64, digest text, digest_hour u32, time_zone text?)
INSERT INTO notification_choice (user_id, digest, digest_hour, time_zone)
VALUES (:user_id, :digest, :digest_hour, :time_zone)
ON DUPLICATE KEY UPDATE digest = VALUE(digest), digest_hour = VALUE(digest_hour),
    time_zone = VALUE(time_zone);
