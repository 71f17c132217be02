-- Signed-in browsers of staff.

-- session_insert :exec (token_hash hash, user_id u64, csrf_hash hash, mfa bool,
--     created_at instant, expires_at instant, ip text, user_agent text)
INSERT INTO session (token_hash, user_id, csrf_hash, mfa, created_at, last_seen_at,
    expires_at, ip, user_agent)
VALUES (:token_hash, :user_id, :csrf_hash, :mfa, :created_at, :created_at,
    :expires_at, :ip, :user_agent);

-- session_by_token :one [hot] (token_hash hash)
--     → (user_id u64, name text, email text, role text, mfa bool, csrf_hash hash,
--        last_seen_at instant, expires_at instant, own_rights u32?, limited bool)
-- The session, unless it was ended or its user switched off.
SELECT s.user_id, u.name, u.email, u.role, s.mfa, s.csrf_hash, s.last_seen_at, s.expires_at,
       (SELECT CAST(sr.rights + 0 AS UNSIGNED INTEGER) FROM staff_role sr WHERE sr.code = u.role) AS own_rights,
       EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = s.user_id)
         OR EXISTS (SELECT 1 FROM user_sight t WHERE t.user_id = s.user_id AND t.sees = 'own') AS limited
  FROM session s
  JOIN user u ON u.id = s.user_id
 WHERE s.token_hash = :token_hash AND s.revoked_at IS NULL AND u.status = 'active';

-- session_seen :exec (token_hash hash, at instant)
UPDATE session SET last_seen_at = :at WHERE token_hash = :token_hash;

-- session_revoke :exec (token_hash hash, at instant)
UPDATE session SET revoked_at = :at WHERE token_hash = :token_hash AND revoked_at IS NULL;

-- session_revoke_of_user :exec (user_id u64, at instant)
UPDATE session SET revoked_at = :at WHERE user_id = :user_id AND revoked_at IS NULL;

-- session_prune :exec (before_at instant)
DELETE FROM session WHERE expires_at < :before_at;

-- session_of_user :many (user_id u64, at instant, seen_after instant)
--     → (token_hash hash, mfa bool, created_at instant, last_seen_at instant, expires_at instant,
--        ip text, user_agent text)
-- Those that still open something, the last used first.
SELECT token_hash, mfa, created_at, last_seen_at, expires_at, ip, user_agent
  FROM session
 WHERE user_id = :user_id AND revoked_at IS NULL AND expires_at > :at AND last_seen_at > :seen_after
 ORDER BY last_seen_at DESC, token_hash;

-- session_revoke_one :exec (user_id u64, token_hash hash, at instant)
UPDATE session SET revoked_at = :at
 WHERE token_hash = :token_hash AND user_id = :user_id AND revoked_at IS NULL;

-- session_revoke_others :exec (user_id u64, token_hash hash, at instant)
UPDATE session SET revoked_at = :at
 WHERE user_id = :user_id AND token_hash <> :token_hash AND revoked_at IS NULL;

-- session_set_mfa :exec (token_hash hash)
-- The code of a second factor was given in this session.
UPDATE session SET mfa = 1 WHERE token_hash = :token_hash;

-- Signed-in browsers of persons of the portal, where they are asked for as those of staff are.

-- portal_session_of_person :many (person_id u64, at instant, seen_after instant) → session_of_user
SELECT token_hash, mfa, created_at, last_seen_at, expires_at, ip, user_agent
  FROM portal_session
 WHERE person_id = :person_id AND via <> 'staff' AND revoked_at IS NULL AND expires_at > :at
   AND last_seen_at > :seen_after
 ORDER BY last_seen_at DESC, token_hash;

-- portal_session_revoke_one :exec (person_id u64, token_hash hash, at instant)
UPDATE portal_session SET revoked_at = :at
 WHERE token_hash = :token_hash AND person_id = :person_id AND via <> 'staff' AND revoked_at IS NULL;

-- portal_session_revoke_others :exec (person_id u64, token_hash hash, at instant)
UPDATE portal_session SET revoked_at = :at
 WHERE person_id = :person_id AND token_hash <> :token_hash AND via <> 'staff' AND revoked_at IS NULL;

-- portal_session_set_mfa :exec (token_hash hash)
UPDATE portal_session SET mfa = 1 WHERE token_hash = :token_hash;
