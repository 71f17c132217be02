-- Who of a customer comes into the portal. Business time.

-- portal_people :many (customer_id u64)
--     → (person_id u64, name text, email text, role text, contact_id u64?, known_from instant,
--        second_factor bool, passkey bool, seen_at instant?)
-- seen_at: on the real clock, at this customer, as himself.
SELECT p.id AS person_id, p.name, p.email, m.role, m.contact_id, m.known_from,
       p.totp_sealed IS NOT NULL AS second_factor,
       EXISTS (SELECT 1 FROM passkey y WHERE y.person_id = p.id) AS passkey,
       (SELECT MAX(s.last_seen_at) FROM portal_session s
         WHERE s.person_id = p.id AND s.customer_id = m.customer_id AND s.via <> 'staff') AS seen_at
  FROM portal_membership m
  JOIN person p ON p.id = m.person_id
  LEFT JOIN contact k ON k.id = m.contact_id
 WHERE m.customer_id = :customer_id AND m.known_to IS NULL AND (m.contact_id IS NULL OR k.active = 1)
 ORDER BY p.name, p.id;

-- portal_people_lock :many (customer_id u64) → (person_id u64, role text)
-- Whoever changes who is a customer's admin sees what another has just changed.
SELECT m.person_id, m.role
  FROM portal_membership m
  LEFT JOIN contact k ON k.id = m.contact_id
 WHERE m.customer_id = :customer_id AND m.known_to IS NULL AND (m.contact_id IS NULL OR k.active = 1)
   FOR UPDATE;

-- portal_member_put :exec (person_id u64, customer_id u64, role text, contact_id u64?, at instant)
-- One that began at the same instant is changed, not added to.
INSERT INTO portal_membership (person_id, customer_id, role, contact_id, known_from)
VALUES (:person_id, :customer_id, :role, :contact_id, :at)
    ON DUPLICATE KEY UPDATE role = :role, contact_id = :contact_id, known_to = NULL;

-- portal_member_end :exec (person_id u64, customer_id u64, at instant)
UPDATE portal_membership SET known_to = :at
 WHERE person_id = :person_id AND customer_id = :customer_id AND known_to IS NULL;

-- portal_member_sessions_end :exec (person_id u64, customer_id u64, at instant)
UPDATE portal_session SET revoked_at = :at
 WHERE person_id = :person_id AND customer_id = :customer_id AND revoked_at IS NULL;

-- portal_invitation_insert :exec (id u64, customer_id u64, person_id u64, contact_id u64?, name text,
--     role text, token_hash hash, actor_kind text, actor_id text, created_at instant, expires_at instant)
INSERT INTO portal_invitation (id, customer_id, person_id, contact_id, name, role, token_hash, actor_kind,
    actor_id, created_at, expires_at)
VALUES (:id, :customer_id, :person_id, :contact_id, :name, :role, :token_hash, :actor_kind,
    :actor_id, :created_at, :expires_at);

-- portal_invitation_replace :exec (customer_id u64, person_id u64, at instant)
UPDATE portal_invitation SET revoked_at = :at
 WHERE customer_id = :customer_id AND person_id = :person_id AND accepted_at IS NULL AND revoked_at IS NULL;

-- portal_invitation_revoke :exec (customer_id u64, id u64, at instant)
UPDATE portal_invitation SET revoked_at = :at
 WHERE id = :id AND customer_id = :customer_id AND accepted_at IS NULL AND revoked_at IS NULL;

-- portal_invitations :many (customer_id u64)
--     → (id u64, name text, email text, role text, contact_id u64?, created_at instant, expires_at instant)
-- Those that wait, or waited until they were over; the newest first.
SELECT i.id, i.name, p.email, i.role, i.contact_id, i.created_at, i.expires_at
  FROM portal_invitation i
  JOIN person p ON p.id = i.person_id
 WHERE i.customer_id = :customer_id AND i.accepted_at IS NULL AND i.revoked_at IS NULL
 ORDER BY i.created_at DESC, i.id DESC
 LIMIT 200;

-- portal_invitation_by_token :one [hot] (token_hash hash)
--     → (id u64, customer_id u64, person_id u64, contact_id u64?, name text, role text, email text,
--        customer_name text, created_at instant, expires_at instant, known bool)
-- Unless it was used or revoked, or its contact left. known: the person has an account already.
SELECT i.id, i.customer_id, i.person_id, i.contact_id, i.name, i.role, p.email, c.name AS customer_name,
       i.created_at, i.expires_at,
       p.password_hash IS NOT NULL OR p.totp_sealed IS NOT NULL
         OR EXISTS (SELECT 1 FROM portal_membership m WHERE m.person_id = p.id) AS known
  FROM portal_invitation i
  JOIN person p ON p.id = i.person_id
  JOIN customer c ON c.id = i.customer_id
  LEFT JOIN contact k ON k.id = i.contact_id
 WHERE i.token_hash = :token_hash AND i.accepted_at IS NULL AND i.revoked_at IS NULL
   AND (i.contact_id IS NULL OR k.active = 1);

-- portal_invitation_use :exec (id u64, at instant)
-- Touches no row when it was used, revoked or is over.
UPDATE portal_invitation SET accepted_at = :at
 WHERE id = :id AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > :at;

-- portal_invitation_for_mail :one (id u64)
--     → (customer_name text, expires_at instant, accepted_at instant?, revoked_at instant?)
SELECT c.name AS customer_name, i.expires_at, i.accepted_at, i.revoked_at
  FROM portal_invitation i
  JOIN customer c ON c.id = i.customer_id
 WHERE i.id = :id;

-- person_set_name :exec (id u64, name text)
UPDATE person SET name = :name, version = version + 1 WHERE id = :id;

-- portal_invitee :one (customer_id u64, contact_id u64?) → (language text)
-- In which language somebody is invited who has no account yet.
SELECT COALESCE((SELECT k.language FROM contact k WHERE k.id = :contact_id AND k.customer_id = c.id),
                c.language, 'en') AS language
  FROM customer c
 WHERE c.id = :customer_id;
