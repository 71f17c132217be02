-- People at customers who have an account of their own. Times of codes and sessions are the
-- real clock's.

-- person_insert :exec (id u64, email text, name text, language text?, created_at instant)
-- Somebody with that address stays who he is.
INSERT INTO person (id, email, name, language, created_at)
VALUES (:id, :email, :name, :language, :created_at)
    ON DUPLICATE KEY UPDATE id = person.id;

-- person_by_email :one (email text) → (id u64, name text, email text, language text)
SELECT id, name, email, COALESCE(language, 'en') AS language FROM person WHERE email = :email;

-- person_home :one (person_id u64) → (customer_id u64, contact_id u64?, role text)
-- The customer that a new session names: the one looked at last, else the first by name.
SELECT m.customer_id, m.contact_id, m.role
  FROM portal_membership m
  JOIN person p ON p.id = m.person_id
  JOIN customer c ON c.id = m.customer_id
  LEFT JOIN contact k ON k.id = m.contact_id
 WHERE m.person_id = :person_id AND m.known_to IS NULL AND (m.contact_id IS NULL OR k.active = 1)
 ORDER BY m.customer_id <=> p.present_id DESC, c.name, c.id
 LIMIT 1;

-- person_customers :many (person_id u64) → (id u64, name text, number text, role text)
SELECT c.id, c.name, c.number, m.role
  FROM portal_membership m
  JOIN customer c ON c.id = m.customer_id
  LEFT JOIN contact k ON k.id = m.contact_id
 WHERE m.person_id = :person_id AND m.known_to IS NULL AND (m.contact_id IS NULL OR k.active = 1)
 ORDER BY c.name, c.id;

-- person_set_present :exec (person_id u64, customer_id u64)
UPDATE person SET present_id = :customer_id WHERE id = :person_id;

-- portal_session_switch :exec (token_hash hash, person_id u64, customer_id u64)
-- Touches no row unless the person belongs to that customer.
UPDATE portal_session s
  JOIN portal_membership m ON m.person_id = s.person_id AND m.customer_id = :customer_id
                          AND m.known_to IS NULL
  LEFT JOIN contact k ON k.id = m.contact_id
   SET s.customer_id = m.customer_id
 WHERE s.token_hash = :token_hash AND s.person_id = :person_id AND s.via <> 'staff'
   AND s.revoked_at IS NULL AND (m.contact_id IS NULL OR k.active = 1);

-- person_session_insert :exec (token_hash hash, csrf_hash hash, person_id u64, customer_id u64,
--     via text, mfa bool, created_at instant, expires_at instant, ip text, user_agent text)
INSERT INTO portal_session (token_hash, csrf_hash, person_id, customer_id, scope, via, mfa,
    created_at, last_seen_at, expires_at, ip, user_agent)
VALUES (:token_hash, :csrf_hash, :person_id, :customer_id, 'account', :via, :mfa,
    :created_at, :created_at, :expires_at, :ip, :user_agent);

-- mail_code_insert :exec (id u64, person_id u64?, created_at instant, expires_at instant, ip text)
INSERT INTO mail_code (id, person_id, created_at, expires_at, ip)
VALUES (:id, :person_id, :created_at, :expires_at, :ip);

-- mail_code_latest :one (person_id u64, at instant, most u32) → (id u64)
-- The one that counts: the newest; those before it are worth nothing.
SELECT c.id
  FROM (SELECT id, expires_at, used_at, tries FROM mail_code
         WHERE person_id = :person_id ORDER BY created_at DESC, id DESC LIMIT 1) c
 WHERE c.used_at IS NULL AND c.expires_at > :at AND c.tries < :most;

-- mail_code_try :exec (id u64, at instant, most u32)
-- Counted before it is compared.
UPDATE mail_code SET tries = tries + 1
 WHERE id = :id AND used_at IS NULL AND expires_at > :at AND tries < :most;

-- mail_code_use :exec (id u64, at instant)
UPDATE mail_code SET used_at = :at WHERE id = :id AND used_at IS NULL AND expires_at > :at;

-- mail_code_by_id :one (id u64) → (expires_at instant, used_at instant?)
SELECT expires_at, used_at FROM mail_code WHERE id = :id;

-- mail_code_prune :exec (before_at instant)
DELETE FROM mail_code WHERE expires_at < :before_at;

-- person_member :one (person_id u64, customer_id u64) → (role text, contact_id u64?)
SELECT m.role, m.contact_id
  FROM portal_membership m
  LEFT JOIN contact k ON k.id = m.contact_id
 WHERE m.person_id = :person_id AND m.customer_id = :customer_id AND m.known_to IS NULL
   AND (m.contact_id IS NULL OR k.active = 1);

-- person_profile :one (id u64) → (name text, email text, phone text?, language text)
SELECT name, email, phone, COALESCE(language, 'en') AS language FROM person WHERE id = :id;

-- person_change :exec (id u64, name text, phone text?, language text)
UPDATE person SET name = :name, phone = :phone, language = :language, version = version + 1 WHERE id = :id;
