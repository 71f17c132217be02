-- Payments in the portal as people see them. Statements of the portal carry the session's
-- customer, and its item when the link was for one; those of staff :scope.

-- payment_accounts :many [hot] (customer_id u64, case_id u64?)
--     → (id u64, company text, currency cur, providers text, time_zone text)
-- Whom the customer owes, or has credit with.
SELECT s.id, v.name AS company, s.currency, COALESCE(CAST(v.pay_providers AS CHAR), '') AS providers, v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.customer_id = :customer_id AND (:case_id IS NULL OR s.id = :case_id)
 ORDER BY s.id;

-- payment_payable :many [hot] (customer_id u64, item_id u64?, case_id u64)
--     → (id u64, number text, kind text, due_on day, open_minor i64, disputed_minor i64, reserved_minor i64)
-- By due day.
SELECT i.id, i.number, i.kind,
       COALESCE((SELECT MIN(n.due_on) FROM instalment n WHERE n.item_id = i.id AND n.is_open = 1), i.issued_on) AS due_on,
       i.open_minor,
       COALESCE((SELECT CAST(SUM(d.amount_minor) AS SIGNED) FROM dispute d
                  WHERE d.item_id = i.id AND d.known_to IS NULL), 0) AS disputed_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_line o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = i.id), 0) AS reserved_minor
  FROM item i
 WHERE i.is_open = 1 AND i.side = 'debit' AND i.case_id = :case_id AND i.customer_id = :customer_id
   AND (:item_id IS NULL OR i.id = :item_id)
 ORDER BY due_on, i.id
 LIMIT 2000;

-- payment_usable :many [hot] (customer_id u64, case_id u64)
--     → (id u64, number text, kind text, issued_on day, open_minor i64, reserved_minor i64)
-- Credits, the oldest first.
SELECT i.id, i.number, i.kind, i.issued_on, i.open_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_credit o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = i.id), 0) AS reserved_minor
  FROM item i
 WHERE i.is_open = 1 AND i.side = 'credit' AND i.case_id = :case_id AND i.customer_id = :customer_id
 ORDER BY i.issued_on, i.id
 LIMIT 500;

-- payment_documents :many [hot] (customer_id u64, item_id u64?, ids json)
--     → (id u64, case_id u64, currency cur, disputed_minor i64)
-- Those of the ids that the session may pay.
SELECT i.id, i.case_id, i.currency,
       COALESCE((SELECT CAST(SUM(d.amount_minor) AS SIGNED) FROM dispute d
                  WHERE d.item_id = i.id AND d.known_to IS NULL), 0) AS disputed_minor
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN item i ON i.id = k.id
 WHERE i.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id) AND i.side = 'debit';

-- payment_credits_of :many [hot] (customer_id u64, ids json) → (id u64, case_id u64, currency cur)
SELECT i.id, i.case_id, i.currency
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN item i ON i.id = k.id
 WHERE i.customer_id = :customer_id AND i.side = 'credit';

-- payment_of_customer :many [hot] (customer_id u64, item_id u64?, id u64?, live bool, take u32)
--     → (id u64, case_id u64, provider text, state text, currency cur, amount_minor i64, credit_minor i64,
--        captured_minor i64, surplus_minor i64, returned_minor i64, reference text, created_at instant,
--        expires_at instant, ended_at instant?, url text?, why text?, company text)
-- The newest first. A link to one document sees those for it alone.
SELECT p.id, p.case_id, p.provider, p.state, p.currency, p.amount_minor, p.credit_minor, p.captured_minor,
       p.surplus_minor, p.returned_minor, p.reference, p.created_at, p.expires_at, p.ended_at, p.url, p.why,
       v.name AS company
  FROM payment_intent p
  JOIN division v ON v.id = p.division_id
 WHERE p.customer_id = :customer_id AND (:id IS NULL OR p.id = :id)
   AND (:live = 0 OR p.is_live = 1)
   AND (:item_id IS NULL OR (
        EXISTS (SELECT 1 FROM payment_intent_line l WHERE l.intent_id = p.id AND l.item_id = :item_id)
        AND NOT EXISTS (SELECT 1 FROM payment_intent_line l WHERE l.intent_id = p.id AND l.item_id <> :item_id)))
 ORDER BY p.created_at DESC, p.id DESC
 LIMIT :take;

-- payment_parts :many [hot] (intent_id u64)
--     → (credit bool, item_id u64, number text, minor i64, booked_minor i64, deducted_minor i64?, reason text?, detail text?)
-- Lines, then credits. The reason of what a line leaves out in the language of the payment.
SELECT u.credit <> 0 AS credit, u.item_id, i.number, u.minor, u.booked_minor, d.minor AS deducted_minor,
       @dispute_reason_name(LEFT(p.language, 2)) AS reason, d.detail
  FROM (SELECT 0 AS credit, l.item_id, l.minor, l.booked_minor FROM payment_intent_line l WHERE l.intent_id = :intent_id
         UNION ALL
        SELECT 1, c.item_id, c.minor, c.booked_minor FROM payment_intent_credit c WHERE c.intent_id = :intent_id) u
  JOIN item i ON i.id = u.item_id
  JOIN payment_intent p ON p.id = :intent_id
  LEFT JOIN payment_deduction d ON u.credit = 0 AND d.intent_id = p.id AND d.item_id = u.item_id
  LEFT JOIN dispute_reason r ON r.code = d.reason_code
 ORDER BY u.credit, i.issued_on, u.item_id;

-- payment_page :many [hot] (scope u64?, id u64?, customer_id u64?, state text?, live u32?, provider text?,
--     before_at instant, before_id u64, take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, division text, provider text, state text,
--        currency cur, amount_minor i64, credit_minor i64, captured_minor i64, surplus_minor i64, returned_minor i64,
--        reference text, created_at instant, ended_at instant?, expires_at instant, why text?, provider_id text?, capture_id text?,
--        payment_item_id u64?, actor_kind text, actor_id text, division_code text)
-- The newest first.
SELECT p.id, p.customer_id, c.number AS customer_number, c.name AS customer_name, v.name AS division, p.provider,
       p.state, p.currency, p.amount_minor, p.credit_minor, p.captured_minor, p.surplus_minor, p.returned_minor,
       p.reference, p.created_at, p.ended_at, p.expires_at, p.why, p.provider_id, p.capture_id, p.payment_item_id, p.actor_kind,
       p.actor_id, v.code AS division_code
  FROM payment_intent p
  JOIN customer c ON c.id = p.customer_id
  JOIN division v ON v.id = p.division_id
 WHERE p.created_at <= :before_at AND (p.created_at < :before_at OR p.id < :before_id)
   AND (:id IS NULL OR p.id = :id)
   AND (:customer_id IS NULL OR p.customer_id = :customer_id)
   AND (:state IS NULL OR p.state = :state)
   AND (:live IS NULL OR p.is_live = 1)
   AND (:provider IS NULL OR p.provider = :provider)
   AND (:scope IS NULL OR SEES(p.division_id, p.customer_id))
 ORDER BY p.created_at DESC, p.id DESC
 LIMIT :take;

-- payment_by :many [hot] (actor_id text, contact_id u64?, person_id u64?) → (name text)
-- Who started it.
SELECT k.name FROM contact k WHERE k.id = :contact_id
 UNION ALL
SELECT n.name FROM person n WHERE n.id = :person_id AND :actor_id LIKE 'person:%';

-- payment_events :many [hot] (intent_id u64)
--     → (received_at instant, kind text, amount_minor i64?, outcome text, note text?, why text?)
SELECT received_at, kind, amount_minor, outcome, note, why
  FROM payment_event
 WHERE intent_id = :intent_id
 ORDER BY received_at, id
 LIMIT 500;

-- payment_returns :many [hot] (intent_id u64) → (at instant, kind text, minor i64, item_id u64)
SELECT at, kind, minor, item_id FROM payment_return WHERE intent_id = :intent_id ORDER BY at, id;

-- payment_booked :many [hot] (intent_id u64, like_id text)
--     → (effective_on day, credit_number text, item_number text, minor i64)
-- What was settled by it and what of that was reversed.
SELECT a.effective_on, c.number AS credit_number, d.number AS item_number, a.credit_minor AS minor
  FROM (SELECT p.payment_item_id AS id FROM payment_intent p WHERE p.id = :intent_id AND p.payment_item_id IS NOT NULL
         UNION
        SELECT x.item_id FROM payment_intent_credit x WHERE x.intent_id = :intent_id
         UNION
        SELECT r.item_id FROM payment_return r WHERE r.intent_id = :intent_id AND r.kind = 'reinstated') m
  JOIN allocation a ON a.credit_item_id = m.id
  JOIN item c ON c.id = a.credit_item_id
  JOIN item d ON d.id = a.debit_item_id
  JOIN payment_intent p ON p.id = :intent_id
 WHERE a.credit_item_id = p.payment_item_id OR a.source_id LIKE :like_id
    OR a.reverses_id IN (SELECT b.id FROM allocation b WHERE b.credit_item_id = m.id AND b.source_id LIKE :like_id)
 ORDER BY a.effective_on, a.recorded_at, a.reverses_id IS NOT NULL, a.id
 LIMIT 1000;

-- payment_divisions :many () → (id u64, code text, name text, version u32, providers text)
SELECT id, code, name, version, COALESCE(CAST(pay_providers AS CHAR), '') AS providers FROM division ORDER BY code;

-- payment_division_set :exec (id u64, providers text)
UPDATE division SET pay_providers = :providers, version = version + 1 WHERE id = :id;

-- payment_division_lock :one (id u64) → (version u32, providers text)
SELECT version, COALESCE(CAST(pay_providers AS CHAR), '') AS providers FROM division WHERE id = :id FOR UPDATE;

-- payment_providers_of_all :exec (providers text)
-- Of the demo, whose sandbox is there to be tried.
UPDATE division SET pay_providers = :providers;
