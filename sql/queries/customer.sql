-- Customers of the group, and what was known of them before.

-- customer_for_upsert :many (ids json)
--     → (id u64, source_version u64, number text, name text, parent_id u64?, status text, kind text,
--        language text, time_zone text?, country text?, region text?, tax_id text?,
--        terms_days u32?, payment_method text?, credit_limit_minor i64?, credit_currency cur?,
--        since_on day?, known_from instant, source_status text?, source_kind text?, version u32)
-- Locks the rows.
SELECT STRAIGHT_JOIN c.id, c.source_version, c.number, c.name, c.parent_id, c.status, c.kind,
       c.language, c.time_zone, c.country, c.region, c.tax_id, c.terms_days, c.payment_method,
       c.credit_limit_minor, c.credit_currency, c.since_on, c.known_from, c.source_status,
       c.source_kind, c.version
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN customer c FORCE INDEX (PRIMARY) ON c.id = k.id
   FOR UPDATE;

-- customer_ids_by_source :many (source_system text, source_ids json) → (source_id text?, id u64?)
-- Under their other identities too.
SELECT STRAIGHT_JOIN k.source_id, COALESCE(a.customer_id, c.id) AS id
  FROM JSON_TABLE(:source_ids, '$[*]' COLUMNS (source_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  LEFT JOIN customer_alias a FORCE INDEX (PRIMARY) ON a.source_system = :source_system AND a.source_id = k.source_id
  LEFT JOIN customer c FORCE INDEX (customer_source) ON c.source_system = :source_system AND c.source_id = k.source_id
 WHERE COALESCE(a.customer_id, c.id) IS NOT NULL;

-- customer_insert :bulk (id u64, source_system text, source_id text, source_version u64,
--     number text, name text, status text, kind text, language text, time_zone text?,
--     country text?, region text?, tax_id text?, terms_days u32?, payment_method text?,
--     credit_limit_minor i64?, credit_currency cur?, since_on day?, known_from instant,
--     known_assumed bool, recorded_at instant)
INSERT INTO customer (id, source_system, source_id, source_version, number, name, status, kind,
       language, time_zone, country, region, tax_id, terms_days, payment_method,
       credit_limit_minor, credit_currency, since_on, known_from, known_assumed, recorded_at)
VALUES (:id, :source_system, :source_id, :source_version, :number, :name, :status, :kind,
       :language, :time_zone, :country, :region, :tax_id, :terms_days, :payment_method,
       :credit_limit_minor, :credit_currency, :since_on, :known_from, :known_assumed, :recorded_at);

-- customer_change :bulk (source_version u64, number text, name text, parent_id u64?, status text,
--     kind text, language text, time_zone text?, country text?, region text?, tax_id text?,
--     terms_days u32?, payment_method text?, credit_limit_minor i64?, credit_currency cur?,
--     since_on day?, source_status text?, source_kind text?, known_from instant,
--     recorded_at instant, id u64)
UPDATE customer
   SET source_version = :source_version, number = :number, name = :name, parent_id = :parent_id,
       status = :status, kind = :kind, language = :language, time_zone = :time_zone,
       country = :country, region = :region, tax_id = :tax_id, terms_days = :terms_days,
       payment_method = :payment_method, credit_limit_minor = :credit_limit_minor,
       credit_currency = :credit_currency, since_on = :since_on, source_status = :source_status,
       source_kind = :source_kind, known_from = :known_from, known_assumed = 0, recorded_at = :recorded_at, version = version + 1
 WHERE id = :id;

-- customer_seen :bulk (source_version u64, id u64)
-- A newer version that says the same.
UPDATE customer
   SET source_version = :source_version
 WHERE id = :id;

-- customer_set_parent :bulk (parent_id u64, id u64)
UPDATE customer
   SET parent_id = :parent_id
 WHERE id = :id;

-- customer_parent :one [hot] (id u64) → (parent_id u64?)
SELECT parent_id
  FROM customer
 WHERE id = :id;

-- customer_history_insert :bulk (customer_id u64, known_from instant, known_to instant, name text,
--     parent_id u64?, status text, kind text, language text, time_zone text?, country text?,
--     region text?, terms_days u32?, payment_method text?, credit_limit_minor i64?,
--     credit_currency cur?)
INSERT INTO customer_history (customer_id, known_from, known_to, name, parent_id, status, kind,
       language, time_zone, country, region, terms_days, payment_method, credit_limit_minor,
       credit_currency)
VALUES (:customer_id, :known_from, :known_to, :name, :parent_id, :status, :kind, :language,
       :time_zone, :country, :region, :terms_days, :payment_method, :credit_limit_minor,
       :credit_currency);

-- customer_cases :many (ids json) → (id u64)
-- The cases of these customers.
SELECT STRAIGHT_JOIN c.id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN case_state c FORCE INDEX (case_state_key) ON c.customer_id = k.id;

-- customer_list :many [hot] (source_system text?, after_id u64, take u32)
--     → (id u64, source_system text, source_id text, source_version u64, number text, name text,
--        parent_source_id text?, status text, kind text, language text, time_zone text?,
--        country text?, region text?, tax_id text?, terms_days u32?, payment_method text?,
--        credit_limit_minor i64?, credit_currency cur?, since_on day?, version u32)
SELECT c.id, c.source_system, c.source_id, c.source_version, c.number, c.name,
       p.source_id AS parent_source_id, c.status, c.kind, c.language, c.time_zone, c.country,
       c.region, c.tax_id, c.terms_days, c.payment_method, c.credit_limit_minor,
       c.credit_currency, c.since_on, c.version
  FROM customer c FORCE INDEX (PRIMARY)
  LEFT JOIN customer p ON p.id = c.parent_id
 WHERE c.id > :after_id AND (:source_system IS NULL OR c.source_system = :source_system)
 ORDER BY c.id
 LIMIT :take;

-- customer_by_source :one [hot] (source_system text, source_id text) → customer_list
SELECT c.id, c.source_system, c.source_id, c.source_version, c.number, c.name,
       p.source_id AS parent_source_id, c.status, c.kind, c.language, c.time_zone, c.country,
       c.region, c.tax_id, c.terms_days, c.payment_method, c.credit_limit_minor,
       c.credit_currency, c.since_on, c.version
  FROM customer c
  LEFT JOIN customer p ON p.id = c.parent_id
 WHERE c.source_system = :source_system AND c.source_id = :source_id;

-- customer_set_status :exec (id u64, status text, kind text, source_status text?, source_kind text?,
--     known_from instant, recorded_at instant)
UPDATE customer
   SET status = :status, kind = :kind, source_status = :source_status, source_kind = :source_kind,
       known_from = :known_from, known_assumed = 0, recorded_at = :recorded_at, version = version + 1
 WHERE id = :id;

-- customer_status :one (id u64)
--     → (status text, kind text, source_status text?, source_kind text?, version u32)
SELECT status, kind, source_status, source_kind, version FROM customer WHERE id = :id;
