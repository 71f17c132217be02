-- A forgotten password; times are the real clock's.

-- password_reset_insert :exec (id u64, user_id u64, token_hash hash, created_at instant,
--     expires_at instant, ip text)
INSERT INTO password_reset (id, user_id, token_hash, created_at, expires_at, ip)
VALUES (:id, :user_id, :token_hash, :created_at, :expires_at, :ip);

-- password_reset_by_id :one (id u64) → (user_id u64, expires_at instant, used_at instant?)
SELECT user_id, expires_at, used_at FROM password_reset WHERE id = :id;

-- password_reset_by_token :one [hot] (token_hash hash)
--     → (id u64, user_id u64, expires_at instant, used_at instant?, name text, email text, status text)
SELECT r.id, r.user_id, r.expires_at, r.used_at, u.name, u.email, u.status
  FROM password_reset r
  JOIN user u ON u.id = r.user_id
 WHERE r.token_hash = :token_hash;

-- password_reset_use :exec (id u64, at instant)
-- Touches no row when it was used, or is over.
UPDATE password_reset SET used_at = :at WHERE id = :id AND used_at IS NULL AND expires_at > :at;

-- password_reset_end_others :exec (user_id u64, at instant)
UPDATE password_reset SET used_at = :at WHERE user_id = :user_id AND used_at IS NULL;

-- password_reset_prune :exec (before_at instant)
DELETE FROM password_reset WHERE expires_at < :before_at;
