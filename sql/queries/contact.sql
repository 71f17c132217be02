-- People and mailboxes at customers, and what was known of them before.

-- contact_for_upsert :many (source_system text, source_ids json)
--     → (source_id text, id u64, customer_id u64, source_version u64, name text, email text?,
--        phone text?, language text?, time_zone text?, roles text, email_consent bool,
--        active bool, by_hand bool, opted_out bool, known_from instant)
SELECT STRAIGHT_JOIN c.source_id, c.id, c.customer_id, c.source_version, c.name, c.email, c.phone,
       c.language, c.time_zone, c.roles, c.email_consent, c.active, c.by_hand_at IS NOT NULL AS by_hand,
       c.opted_out_at IS NOT NULL AS opted_out, c.known_from
  FROM JSON_TABLE(:source_ids, '$[*]' COLUMNS (source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  JOIN contact c FORCE INDEX (contact_source) ON c.source_system = :source_system AND c.source_id = k.source_id
   FOR UPDATE;

-- contact_insert :bulk (id u64, customer_id u64, source_system text, source_id text,
--     source_version u64, name text, email text?, phone text?, language text?, time_zone text?,
--     roles text, email_consent bool, active bool, known_from instant, recorded_at instant)
INSERT INTO contact (id, customer_id, source_system, source_id, source_version, name, email, phone,
       language, time_zone, roles, email_consent, active, known_from, recorded_at)
VALUES (:id, :customer_id, :source_system, :source_id, :source_version, :name, :email, :phone,
       :language, :time_zone, :roles, :email_consent, :active, :known_from, :recorded_at);

-- contact_change :bulk (source_version u64, name text, email text?, phone text?, language text?,
--     time_zone text?, roles text, email_consent bool, active bool, known_from instant,
--     recorded_at instant, id u64)
UPDATE contact
   SET source_version = :source_version, name = :name, email = :email, phone = :phone,
       language = :language, time_zone = :time_zone, roles = :roles,
       email_consent = :email_consent, active = :active, known_from = :known_from,
       known_assumed = 0, recorded_at = :recorded_at, version = version + 1
 WHERE id = :id;

-- contact_seen :bulk (source_version u64, id u64)
-- A newer version that says the same.
UPDATE contact
   SET source_version = :source_version
 WHERE id = :id;

-- contact_history_insert :bulk (contact_id u64, known_from instant, known_to instant, name text,
--     email text?, phone text?, language text?, time_zone text?, roles text, email_consent bool,
--     active bool)
INSERT INTO contact_history (contact_id, known_from, known_to, name, email, phone, language,
       time_zone, roles, email_consent, active)
VALUES (:contact_id, :known_from, :known_to, :name, :email, :phone, :language, :time_zone, :roles,
       :email_consent, :active);

-- contact_list :many [hot] (source_system text?, after_id u64, take u32)
--     → (id u64, source_system text, source_id text, source_version u64, customer_id u64,
--        customer_source_id text, name text, email text?, phone text?, language text?,
--        time_zone text?, roles text, email_consent bool, active bool, version u32)
SELECT c.id, c.source_system, c.source_id, c.source_version, c.customer_id,
       u.source_id AS customer_source_id, c.name, c.email, c.phone, c.language, c.time_zone,
       c.roles, c.email_consent, c.active, c.version
  FROM contact c FORCE INDEX (PRIMARY)
  JOIN customer u ON u.id = c.customer_id
 WHERE c.id > :after_id AND (:source_system IS NULL OR c.source_system = :source_system)
 ORDER BY c.id
 LIMIT :take;

-- contact_by_source :one [hot] (source_system text, source_id text) → contact_list
SELECT c.id, c.source_system, c.source_id, c.source_version, c.customer_id,
       u.source_id AS customer_source_id, c.name, c.email, c.phone, c.language, c.time_zone,
       c.roles, c.email_consent, c.active, c.version
  FROM contact c
  JOIN customer u ON u.id = c.customer_id
 WHERE c.source_system = :source_system AND c.source_id = :source_id;

-- contact_of_customer :many [hot] (customer_id u64, id u64?)
--     → (id u64, source_system text, name text, email text?, phone text?, language text?,
--        time_zone text?, roles text, email_consent bool, active bool, by_hand bool,
--        opted_out bool, known_from instant, version u32, suppressed text?)
-- Those in use, or one of them.
SELECT k.id, k.source_system, k.name, k.email, k.phone, k.language, k.time_zone,
       COALESCE(k.roles, '') AS roles, k.email_consent, k.active, k.by_hand_at IS NOT NULL AS by_hand,
       k.opted_out_at IS NOT NULL AS opted_out, k.known_from, k.version,
       (SELECT MIN(s.reason) FROM suppression s WHERE s.email = k.email AND s.known_to IS NULL) AS suppressed
  FROM contact k
 WHERE k.customer_id = :customer_id AND k.active = 1 AND (:id IS NULL OR k.id = :id)
 ORDER BY k.name, k.id;

-- contact_visible :one [hot] (id u64, scope u64?) → (id u64, customer_id u64)
SELECT k.id, k.customer_id
  FROM contact k
 WHERE k.id = :id AND k.active = 1
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = k.customer_id));

-- contact_by_staff :exec (id u64, name text, email text?, phone text?, language text?,
--     time_zone text?, roles text, email_consent bool, active bool, by_hand bool,
--     known_from instant, now_at instant, version u32)
-- Touches no row when it is another version by now. by_hand: more than consent changed.
UPDATE contact
   SET name = :name, email = :email, phone = :phone, language = :language,
       time_zone = :time_zone, roles = :roles, active = :active,
       opted_out_at = IF(:email_consent, NULL, COALESCE(opted_out_at, :now_at)),
       email_consent = :email_consent,
       by_hand_at = IF(:by_hand, COALESCE(by_hand_at, :now_at), by_hand_at),
       known_from = :known_from, known_assumed = 0, recorded_at = :now_at, version = version + 1
 WHERE id = :id AND version = :version;
