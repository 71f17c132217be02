-- Staff who look at the portal as a customer sees it. Times are the real clock's.

-- support_session_insert :exec (token_hash hash, csrf_hash hash, user_id u64, staff_hash hash,
--     person_id u64?, customer_id u64, may_act bool, created_at instant, expires_at instant, ip text,
--     user_agent text)
INSERT INTO portal_session (token_hash, csrf_hash, user_id, staff_hash, person_id, customer_id, scope, via,
    may_act, created_at, last_seen_at, expires_at, ip, user_agent)
VALUES (:token_hash, :csrf_hash, :user_id, :staff_hash, :person_id, :customer_id, 'account', 'staff',
    :may_act, :created_at, :created_at, :expires_at, :ip, :user_agent);

-- support_now :many [hot] (customer_id u64, at instant, seen_after instant)
--     → (name text, person_id u64?, may_act bool, created_at instant, expires_at instant)
-- Who looks at this moment, the last who came first.
SELECT u.name, s.person_id, s.may_act, s.created_at, s.expires_at
  FROM portal_session s
  JOIN user u ON u.id = s.user_id
 WHERE s.customer_id = :customer_id AND s.via = 'staff' AND s.last_seen_at > :seen_after
   AND s.revoked_at IS NULL AND s.expires_at > :at
 ORDER BY s.created_at DESC, s.token_hash
 LIMIT 1;

-- support_past :many (customer_id u64)
--     → (name text, may_act bool, created_at instant, last_seen_at instant)
-- Who looked within what is kept, the last first.
SELECT u.name, s.may_act, s.created_at, s.last_seen_at
  FROM portal_session s
  JOIN user u ON u.id = s.user_id
 WHERE s.customer_id = :customer_id AND s.via = 'staff'
 ORDER BY s.created_at DESC, s.token_hash
 LIMIT 20;
