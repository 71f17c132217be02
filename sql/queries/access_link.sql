-- How a customer gets in.

-- access_link_insert :exec (id u64, token_hash hash, customer_id u64, contact_id u64?,
--     scope text, item_id u64?, outbox_id u64?, created_at instant, expires_at instant)
INSERT INTO access_link (id, token_hash, customer_id, contact_id, scope, item_id, outbox_id,
    created_at, expires_at)
VALUES (:id, :token_hash, :customer_id, :contact_id, :scope, :item_id, :outbox_id,
    :created_at, :expires_at);

-- access_link_by_token :one [hot] (token_hash hash)
--     → (id u64, customer_id u64, contact_id u64?, scope text, item_id u64?,
--        expires_at instant, customer_name text, contact_name text?)
-- Unless it was revoked, or its contact left.
SELECT l.id, l.customer_id, l.contact_id, l.scope, l.item_id, l.expires_at,
       c.name AS customer_name, k.name AS contact_name
  FROM access_link l
  JOIN customer c ON c.id = l.customer_id
  LEFT JOIN contact k ON k.id = l.contact_id
 WHERE l.token_hash = :token_hash AND l.revoked_at IS NULL
   AND (l.contact_id IS NULL OR k.active = 1);

-- access_link_confirm :exec (id u64, at instant)
UPDATE access_link SET confirmed_at = COALESCE(confirmed_at, :at) WHERE id = :id;

-- access_link_of_customer :many (customer_id u64, limit_n u32)
--     → (id u64, contact_id u64?, contact_name text?, scope text, item_id u64?,
--        created_at instant, expires_at instant, confirmed_at instant?, revoked_at instant?)
SELECT l.id, l.contact_id, k.name AS contact_name, l.scope, l.item_id, l.created_at,
       l.expires_at, l.confirmed_at, l.revoked_at
  FROM access_link l
  LEFT JOIN contact k ON k.id = l.contact_id
 WHERE l.customer_id = :customer_id
 ORDER BY l.created_at DESC, l.id DESC
 LIMIT :limit_n;

-- access_link_revoke :exec (id u64, customer_id u64, at instant)
UPDATE access_link SET revoked_at = :at
 WHERE id = :id AND customer_id = :customer_id AND revoked_at IS NULL;

-- portal_session_insert :exec (token_hash hash, csrf_hash hash, link_id u64, contact_id u64?,
--     customer_id u64, scope text, item_id u64?, created_at instant, expires_at instant,
--     ip text, user_agent text)
INSERT INTO portal_session (token_hash, csrf_hash, link_id, contact_id, customer_id, scope,
    item_id, created_at, last_seen_at, expires_at, ip, user_agent)
VALUES (:token_hash, :csrf_hash, :link_id, :contact_id, :customer_id, :scope,
    :item_id, :created_at, :created_at, :expires_at, :ip, :user_agent);

-- portal_session_by_token :one [hot] (token_hash hash)
--     → (link_id u64?, person_id u64?, contact_id u64?, customer_id u64, scope text, item_id u64?, via text,
--        mfa bool, csrf_hash hash, created_at instant, last_seen_at instant, expires_at instant, link_expires_at instant?,
--        contact_name text?, person_name text?, role text?, user_id u64?, user_name text?, may_act bool,
--        customer_name text, customer_number text,
--        barred text?)
-- Of a link: it lives no longer than that does. Of a person: while he belongs to the customer that it
-- names. Of staff: while who looks may sign in and has not left his own session. barred: what the company's settings do not let a link do, by name of the setting.
SELECT s.link_id, s.person_id, s.contact_id, c.id AS customer_id, s.scope, s.item_id, s.via, s.mfa, s.csrf_hash,
       s.created_at, s.last_seen_at, s.expires_at, l.expires_at AS link_expires_at, k.name AS contact_name,
       p.name AS person_name, m.role, s.user_id, u.name AS user_name, s.may_act, c.name AS customer_name, c.number AS customer_number,
       (SELECT GROUP_CONCAT(t.name) FROM setting t
         WHERE t.name IN ('portal_link_ask', 'portal_link_promise', 'portal_link_dispute', 'portal_link_pay')
           AND t.known_to IS NULL AND t.value = 'false') AS barred
  FROM portal_session s
  JOIN customer c ON c.id = s.customer_id
  LEFT JOIN access_link l ON l.id = s.link_id AND l.customer_id = s.customer_id AND l.revoked_at IS NULL
  LEFT JOIN person p ON p.id = s.person_id
  LEFT JOIN portal_membership m ON m.person_id = s.person_id AND m.customer_id = s.customer_id
                               AND m.known_to IS NULL
  LEFT JOIN contact k ON k.id = COALESCE(s.contact_id, m.contact_id)
  LEFT JOIN session t ON t.token_hash = s.staff_hash AND t.user_id = s.user_id AND t.revoked_at IS NULL
  LEFT JOIN user u ON u.id = t.user_id AND u.status = 'active'
 WHERE s.token_hash = :token_hash AND s.revoked_at IS NULL
   AND CASE WHEN s.user_id IS NOT NULL THEN u.id IS NOT NULL AND (s.person_id IS NULL OR m.person_id IS NOT NULL)
            WHEN s.person_id IS NOT NULL THEN m.person_id IS NOT NULL
            ELSE l.id IS NOT NULL END
   AND (s.contact_id IS NULL AND m.contact_id IS NULL OR k.active = 1);

-- portal_session_seen :exec (token_hash hash, at instant)
UPDATE portal_session SET last_seen_at = :at WHERE token_hash = :token_hash;

-- portal_session_revoke :exec (token_hash hash, at instant)
UPDATE portal_session SET revoked_at = :at
 WHERE token_hash = :token_hash AND revoked_at IS NULL;

-- portal_session_prune :exec (before_at instant)
DELETE FROM portal_session WHERE expires_at < :before_at;
