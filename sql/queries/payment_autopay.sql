-- What is collected by itself: the setting of an account, and each document's charge.

-- autopay_insert :exec (id u64, case_id u64, customer_id u64, method_id u64, days_before u32, ceiling_minor i64?,
--     actor_kind text, actor_id text, now_at instant)
INSERT INTO payment_autopay (id, case_id, customer_id, method_id, days_before, ceiling_minor, actor_kind, actor_id, look_at, known_from)
VALUES (:id, :case_id, :customer_id, :method_id, :days_before, :ceiling_minor, :actor_kind, :actor_id, :now_at, :now_at);

-- autopay_close :exec (id u64, now_at instant)
UPDATE payment_autopay SET known_to = GREATEST(:now_at, known_from) WHERE id = :id;

-- autopay_live :many (case_id u64)
--     → (id u64, case_id u64, customer_id u64, method_id u64, days_before u32, ceiling_minor i64?, look_at instant,
--        provider text, label text, provider_id text, provider_customer text, method_state text,
--        time_zone text, currency cur, division_code text)
-- The setting of an account, under the lock of the case.
SELECT p.id, p.case_id, p.customer_id, p.method_id, CAST(p.days_before AS UNSIGNED INTEGER) AS days_before, p.ceiling_minor, p.look_at, m.provider,
       COALESCE(m.label, '') AS label, COALESCE(m.provider_id, '') AS provider_id,
       COALESCE(m.provider_customer, '') AS provider_customer, m.state AS method_state, v.time_zone, s.currency,
       v.code AS division_code
  FROM payment_autopay p
  JOIN payment_method m ON m.id = p.method_id
  JOIN case_state s ON s.id = p.case_id
  JOIN division v ON v.id = s.division_id
 WHERE p.case_id = :case_id AND p.live = 1
   FOR UPDATE;

-- autopay_to_look :many [hot] (now_at instant, take u32) → (case_id u64)
SELECT case_id FROM payment_autopay WHERE live = 1 AND look_at <= :now_at ORDER BY look_at LIMIT :take;

-- autopay_looked :exec (id u64, look_at instant)
UPDATE payment_autopay SET look_at = :look_at WHERE id = :id;

-- autopay_seen :many (autopay_id u64) → (item_id u64)
-- Documents that are being charged, or are not to be collected by this setting.
SELECT c.item_id FROM payment_charge c WHERE c.autopay_id = :autopay_id AND c.blocked_at IS NOT NULL
 UNION
SELECT c.item_id FROM payment_charge c
  JOIN payment_autopay p ON p.case_id = c.case_id
 WHERE p.id = :autopay_id AND c.state IN ('planned', 'charging');

-- charge_insert :exec (id u64, autopay_id u64, case_id u64, item_id u64, method_id u64, minor i64, due_to day,
--     charge_on day, attempt u32, outbox_id u64?, state text, why text?, blocked_at instant?, created_at instant)
INSERT INTO payment_charge (id, autopay_id, case_id, item_id, method_id, minor, due_to, charge_on, attempt, outbox_id,
       state, why, blocked_at, created_at)
VALUES (:id, :autopay_id, :case_id, :item_id, :method_id, :minor, :due_to, :charge_on, :attempt, :outbox_id,
       :state, :why, :blocked_at, :created_at);

-- charge_due :many [hot] (charge_to day, after_id u64, take u32) → (id u64, case_id u64)
-- Those whose day may have come.
SELECT id, case_id FROM payment_charge
 WHERE state = 'planned' AND charge_on <= :charge_to AND id > :after_id
 ORDER BY id
 LIMIT :take;

-- charge_lapsed :many [hot] (asked_before instant, take u32) → (id u64, case_id u64)
-- The provider was asked, and nobody knows what he said.
SELECT c.id, c.case_id
  FROM payment_charge c
  JOIN payment_intent p ON p.id = c.intent_id AND p.is_live = 1 AND p.provider_id IS NULL
 WHERE c.state = 'charging' AND c.asked_at < :asked_before
 ORDER BY c.id
 LIMIT :take;

-- charge_over :many [hot] (take u32) → (id u64, case_id u64)
-- What came of the payment is known.
SELECT c.id, c.case_id
  FROM payment_charge c
  JOIN payment_intent p ON p.id = c.intent_id AND p.is_live = 0
 WHERE c.state = 'charging'
 ORDER BY c.id
 LIMIT :take;

-- charge_lock :one (id u64)
--     → (id u64, autopay_id u64, case_id u64, item_id u64, method_id u64, minor i64, due_to day, charge_on day, attempt u32,
--        state text, intent_id u64?, intent_state text?, intent_why text?, intent_provider_id text?, intent_minor i64?, reference text?,
--        asked_at instant?, charged_at instant?, notice text?, notice_on day?, number text, customer_id u64, live_autopay_id u64?)
-- Under the lock of its case. notice: how the mail that tells of it stands.
SELECT c.id, c.autopay_id, c.case_id, c.item_id, c.method_id, c.minor, c.due_to, c.charge_on, CAST(c.attempt AS UNSIGNED INTEGER) AS attempt, c.state,
       c.intent_id, p.state AS intent_state, p.why AS intent_why, p.provider_id AS intent_provider_id,
       p.amount_minor AS intent_minor, p.reference, c.asked_at, c.charged_at, o.state AS notice, o.handed_on AS notice_on, i.number, i.customer_id,
       a.id AS live_autopay_id
  FROM payment_charge c
  JOIN item i ON i.id = c.item_id
  LEFT JOIN payment_intent p ON p.id = c.intent_id
  LEFT JOIN outbox o ON o.id = c.outbox_id
  LEFT JOIN payment_autopay a ON a.case_id = c.case_id AND a.live = 1
 WHERE c.id = :id
   FOR UPDATE;

-- charge_method :one (id u64) → (provider text, provider_id text, provider_customer text, label text, state text)
SELECT provider, COALESCE(provider_id, '') AS provider_id, COALESCE(provider_customer, '') AS provider_customer,
       COALESCE(label, '') AS label, state
  FROM payment_method WHERE id = :id;

-- charge_begin :exec (id u64, intent_id u64, asked_at instant, now_at instant)
UPDATE payment_charge
   SET state = 'charging', intent_id = :intent_id, asked_at = :asked_at, charged_at = :now_at
 WHERE id = :id AND state = 'planned';

-- charge_later :exec (id u64, charge_on day)
UPDATE payment_charge SET charge_on = :charge_on WHERE id = :id;

-- charge_asked :exec (id u64, asked_at instant?)
UPDATE payment_charge SET asked_at = :asked_at WHERE id = :id;

-- charge_end :exec (id u64, state text, why text?, blocked_at instant?, ended_at instant)
UPDATE payment_charge SET state = :state, why = :why, blocked_at = COALESCE(:blocked_at, blocked_at), ended_at = :ended_at WHERE id = :id;

-- charge_drop_planned :exec (case_id u64, why text, ended_at instant)
-- The setting ends: what was only planned is not charged.
UPDATE payment_charge SET state = 'dropped', why = :why, ended_at = :ended_at WHERE case_id = :case_id AND state = 'planned';

-- charge_reserved :many (item_ids json) → (id u64, open_minor i64, reserved_minor i64)
SELECT i.id, i.open_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_line o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = i.id), 0) AS reserved_minor
  FROM JSON_TABLE(:item_ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN item i ON i.id = k.id;

-- charge_task :exec (id u64, case_id u64, customer_id u64, title text, due_on day, dedup_key text, created_at instant)
-- For whose customer it is; does nothing while one for the same cause stands.
INSERT INTO follow_up (id, customer_id, case_id, kind, title, due_on, priority, assignee_id, dedup_key, origin, origin_id, created_at)
VALUES (:id, :customer_id, :case_id, 'call', :title, :due_on, 2,
       (SELECT MIN(ca.user_id)
          FROM customer_assignment ca
          JOIN case_state cs ON cs.id = :case_id
         WHERE ca.customer_id = :customer_id AND ca.known_to IS NULL
           AND (ca.division_id IS NULL OR ca.division_id = cs.division_id)),
       :dedup_key, 'system', 'payments', :created_at)
    ON DUPLICATE KEY UPDATE version = follow_up.version;

-- autopay_of_customer :many [hot] (customer_id u64)
--     → (id u64, case_id u64, method_id u64, days_before u32, ceiling_minor i64?, known_from instant, by_name text?)
SELECT p.id, p.case_id, p.method_id, CAST(p.days_before AS UNSIGNED INTEGER) AS days_before, p.ceiling_minor, p.known_from,
       COALESCE((SELECT k.name FROM contact k WHERE p.actor_kind = 'contact' AND k.id = IF(p.actor_id LIKE '%:%', NULL, p.actor_id)),
                (SELECT n.name FROM person n WHERE p.actor_id LIKE 'person:%' AND n.id = SUBSTRING(p.actor_id, 8))) AS by_name
  FROM payment_autopay p
 WHERE p.customer_id = :customer_id AND p.live = 1
 ORDER BY p.case_id;

-- autopay_planned :many [hot] (customer_id u64)
--     → (case_id u64, item_id u64, number text, due_on day, charge_on day, minor i64, state text, why text?)
-- What is planned or on its way, and what is not collected any more, and why.
SELECT c.case_id, c.item_id, i.number, c.due_to AS due_on, c.charge_on, c.minor, c.state, c.why
  FROM payment_charge c
  JOIN item i ON i.id = c.item_id
  JOIN payment_autopay p ON p.case_id = c.case_id AND p.live = 1
 WHERE p.customer_id = :customer_id AND i.is_open = 1
   AND (c.state IN ('planned', 'charging') OR (c.autopay_id = p.id AND c.blocked_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM payment_charge d WHERE d.item_id = c.item_id AND d.id > c.id)))
 ORDER BY c.charge_on, c.item_id
 LIMIT 50;

-- autopay_may :one [hot] (customer_id u64) → (active bool)
-- Of a customer who is on hold, at law or closed nothing is collected.
SELECT status = 'active' AS active FROM customer WHERE id = :customer_id;

-- autopay_tagged :one [hot] (customer_id u64, tag text) → (tagged bool)
SELECT EXISTS (SELECT 1 FROM customer_tag WHERE customer_id = :customer_id AND tag = :tag AND live = 1) AS tagged;

-- autopay_money :one (case_id u64) → (currency cur)
SELECT currency FROM case_state WHERE id = :case_id;

-- autopay_reader :one (case_id u64) → (language text)
SELECT c.language FROM case_state s JOIN customer c ON c.id = s.customer_id WHERE s.id = :case_id;

-- autopay_any :one [hot] (now_at instant) → (any_row bool)
-- Whether there may be anything to do.
SELECT EXISTS (SELECT 1 FROM payment_autopay WHERE live = 1 AND look_at <= :now_at)
    OR EXISTS (SELECT 1 FROM payment_charge WHERE state IN ('planned', 'charging')) AS any_row;
