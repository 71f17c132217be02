-- What customers pay in the portal. A live intent reserves its lines and credits.

-- payment_intent_insert :exec (id u64, case_id u64, customer_id u64, division_id u64, currency cur, provider text,
--     reference text, amount_minor i64, credit_minor i64, language text?, actor_kind text, actor_id text,
--     created_at instant, expires_at instant, hold_until day?)
INSERT INTO payment_intent (id, case_id, customer_id, division_id, currency, provider, reference, amount_minor,
       credit_minor, language, actor_kind, actor_id, created_at, expires_at, hold_until, untold)
VALUES (:id, :case_id, :customer_id, :division_id, :currency, :provider, :reference, :amount_minor,
       :credit_minor, :language, :actor_kind, :actor_id, :created_at, :expires_at, :hold_until, 1);

-- payment_line_insert :bulk (intent_id u64, item_id u64, minor i64)
INSERT INTO payment_intent_line (intent_id, item_id, minor) VALUES (?, ?, ?);

-- payment_credit_insert :bulk (intent_id u64, item_id u64, minor i64)
INSERT INTO payment_intent_credit (intent_id, item_id, minor) VALUES (?, ?, ?);

-- payment_deduction_insert :bulk (intent_id u64, item_id u64, minor i64, reason_code text, detail text?)
INSERT INTO payment_deduction (intent_id, item_id, minor, reason_code, detail) VALUES (?, ?, ?, ?, ?);

-- payment_deductions :many [hot] (intent_id u64)
--     → (item_id u64, item_number text, minor i64, reason_code text, detail text?, actor_kind text, actor_id text)
-- What the payment leaves out, and who said why.
SELECT d.item_id, i.number AS item_number, d.minor, d.reason_code, d.detail, p.actor_kind, p.actor_id
  FROM payment_deduction d
  JOIN payment_intent p ON p.id = d.intent_id
  JOIN item i ON i.id = d.item_id
 WHERE d.intent_id = :intent_id
 ORDER BY d.item_id;

-- payment_intent_lock :one (id u64)
--     → (id u64, case_id u64, customer_id u64, division_id u64, currency cur, provider text, provider_id text?,
--        capture_id text?, reference text, state text, amount_minor i64, credit_minor i64, captured_minor i64, surplus_minor i64,
--        returned_minor i64, payment_item_id u64?, language text?, division_code text, time_zone text)
-- Under the lock of its case, which the caller has.
SELECT p.id, p.case_id, p.customer_id, p.division_id, p.currency, p.provider, p.provider_id, p.capture_id, p.reference, p.state,
       p.amount_minor, p.credit_minor, p.captured_minor, p.surplus_minor, p.returned_minor, p.payment_item_id,
       p.language, v.code AS division_code, v.time_zone
  FROM payment_intent p
  JOIN division v ON v.id = p.division_id
 WHERE p.id = :id
   FOR UPDATE;

-- payment_intent_case :one [hot] (id u64) → (case_id u64, provider text)
SELECT case_id, provider FROM payment_intent WHERE id = :id;

-- payment_intent_of_provider :many [hot] (provider text, provider_id text?, capture_id text?) → (id u64, case_id u64)
SELECT id, case_id FROM payment_intent WHERE provider = :provider AND provider_id = :provider_id
 UNION
SELECT id, case_id FROM payment_intent WHERE provider = :provider AND capture_id = :capture_id;

-- payment_lines :many [hot] (intent_id u64) → (item_id u64, minor i64, booked_minor i64, reserved_minor i64)
-- reserved: what other live intents have of the same document. By due day.
SELECT l.item_id, l.minor, l.booked_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_line o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = l.item_id AND o.intent_id <> l.intent_id), 0) AS reserved_minor
  FROM payment_intent_line l
 WHERE l.intent_id = :intent_id
 ORDER BY (SELECT MIN(n.due_on) FROM instalment n WHERE n.item_id = l.item_id), l.item_id;

-- payment_credits :many [hot] (intent_id u64) → (item_id u64, minor i64, booked_minor i64, reserved_minor i64)
SELECT l.item_id, l.minor, l.booked_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_credit o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = l.item_id AND o.intent_id <> l.intent_id), 0) AS reserved_minor
  FROM payment_intent_credit l
 WHERE l.intent_id = :intent_id
 ORDER BY l.item_id;

-- payment_reserved_of :many [hot] (ids json) → (id u64, open_minor i64, debit_minor i64, credit_minor i64)
-- What live intents have of documents, as debits and as credits. Under the lock of their case.
SELECT i.id, i.open_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_line o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = i.id), 0) AS debit_minor,
       COALESCE((SELECT CAST(SUM(o.minor) AS SIGNED)
                   FROM payment_intent_credit o JOIN payment_intent p ON p.id = o.intent_id AND p.is_live = 1
                  WHERE o.item_id = i.id), 0) AS credit_minor
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
  JOIN item i ON i.id = k.id
   FOR UPDATE;

-- payment_line_booked :bulk (booked_minor i64, intent_id u64, item_id u64)
UPDATE payment_intent_line SET booked_minor = ? WHERE intent_id = ? AND item_id = ?;

-- payment_credit_booked :bulk (booked_minor i64, intent_id u64, item_id u64)
UPDATE payment_intent_credit SET booked_minor = ? WHERE intent_id = ? AND item_id = ?;

-- payment_intent_started :exec (id u64, provider_id text, url text?)
UPDATE payment_intent SET provider_id = :provider_id, url = :url WHERE id = :id AND provider_id IS NULL;

-- payment_intent_named :exec (id u64, provider_id text?, capture_id text?)
-- How the provider calls it, where that was not known.
UPDATE payment_intent
   SET provider_id = COALESCE(provider_id, :provider_id), capture_id = COALESCE(capture_id, :capture_id)
 WHERE id = :id;

-- payment_intent_move :exec (id u64, state text, why text?, ended_at instant?, expires_at instant?)
-- The page of the provider ends with it.
UPDATE payment_intent
   SET state = :state, why = :why, ended_at = :ended_at, untold = 1,
       expires_at = COALESCE(GREATEST(expires_at, :expires_at), expires_at),
       url = IF(:ended_at IS NULL, url, NULL)
 WHERE id = :id;

-- payment_intent_settle :exec (id u64, captured_minor i64, surplus_minor i64, payment_item_id u64?, receipt text,
--     ended_at instant)
UPDATE payment_intent
   SET state = 'succeeded', why = NULL, captured_minor = :captured_minor, surplus_minor = :surplus_minor,
       payment_item_id = :payment_item_id, receipt = :receipt, ended_at = :ended_at, url = NULL, untold = 1
 WHERE id = :id;

-- payment_intent_returned :exec (id u64, returned_minor i64)
UPDATE payment_intent SET returned_minor = :returned_minor, untold = 1 WHERE id = :id;

-- payment_event_insert :exec (id u64, provider text, event_id text, type text?, intent_id u64?, method_id u64?,
--     method text?, capture_id text?, kind text, amount_minor i64?, subject text?, why text?, occurred_at instant, received_at instant,
--     outcome text, moved bool, disorder text?, note text?)
-- A second one of the same id is refused by the key.
INSERT INTO payment_event (id, provider, event_id, type, intent_id, method_id, capture_id, kind, amount_minor, subject, why,
       occurred_at, received_at, outcome, moved, disorder, note)
VALUES (:id, :provider, :event_id, :type, :intent_id,
       COALESCE((SELECT m.id FROM payment_method m WHERE m.id = :method_id),
                (SELECT m.id FROM payment_method m WHERE m.provider = :provider AND m.provider_id = :method)),
       :capture_id, :kind, :amount_minor, :subject, :why, :occurred_at, :received_at, :outcome, :moved, :disorder, :note);

-- payment_event_again :exec (provider text, event_id text, at instant)
UPDATE payment_event SET times = times + 1, last_at = :at WHERE provider = :provider AND event_id = :event_id;

-- payment_event_decide :exec (id u64, intent_id u64, outcome text, note text?)
UPDATE payment_event SET intent_id = :intent_id, outcome = :outcome, note = :note WHERE id = :id;

-- payment_event_waiting :many [hot] (intent_id u64, provider text, capture_id text?)
--     → (id u64, kind text, amount_minor i64?, subject text?)
-- Those that named the money alone before anybody knew whose it is, too. What went back, before what
-- came again.
SELECT id, kind, amount_minor, subject
  FROM payment_event
 WHERE outcome = 'waiting'
   AND (intent_id = :intent_id OR (intent_id IS NULL AND provider = :provider AND capture_id = :capture_id))
 ORDER BY kind = 'reinstated', received_at, id
   FOR UPDATE;

-- payment_return_insert :exec (id u64, intent_id u64, kind text, subject text, minor i64, item_id u64, at instant)
INSERT INTO payment_return (id, intent_id, kind, subject, minor, item_id, at)
VALUES (:id, :intent_id, :kind, :subject, :minor, :item_id, :at);

-- payment_return_sums :many [hot] (intent_id u64) → (kind text, minor i64, n u64)
SELECT kind, COALESCE(CAST(SUM(minor) AS SIGNED), 0) AS minor, COUNT(*) AS n
  FROM payment_return
 WHERE intent_id = :intent_id
 GROUP BY kind;

-- payment_return_of :many [hot] (intent_id u64, subject text) → (kind text, minor i64)
SELECT kind, minor FROM payment_return WHERE intent_id = :intent_id AND subject = :subject ORDER BY id;

-- payment_of_case :many [hot] (case_id u64, ids json) → (id u64, amount_minor i64)
-- Payments another system reported already, by the texts they carry, that belong to no intent.
SELECT i.id, i.amount_minor
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (text VARCHAR(140) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) k
  JOIN item i FORCE INDEX (item_case) ON i.case_id = :case_id AND (i.reference = k.text OR i.number = k.text)
 WHERE i.kind = 'payment' AND i.status = 'posted'
   AND NOT EXISTS (SELECT 1 FROM payment_intent p WHERE p.payment_item_id = i.id)
 ORDER BY i.id
 LIMIT 1;

-- payment_any :one () → (any_row bool)
-- Whether customers pay in the portal at all.
SELECT EXISTS (SELECT 1 FROM payment_intent) AS any_row;

-- payment_named :many (texts json)
--     → (row_no u64, id u64, case_id u64, provider text, state text, amount_minor i64, payment_item_id u64?,
--        item_system text?, item_source_id text?, item_minor i64?)
-- Intents that payments name, by reference or by what their provider calls them. texts: [row, text].
SELECT STRAIGHT_JOIN COALESCE(k.row_no, 0) AS row_no, p.id, p.case_id, p.provider, p.state, p.amount_minor, p.payment_item_id,
       i.source_system AS item_system, i.source_id AS item_source_id, i.amount_minor AS item_minor
  FROM JSON_TABLE(:texts, '$[*]' COLUMNS (
       row_no BIGINT UNSIGNED PATH '$[0]',
       text VARCHAR(140) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) k
  JOIN payment_intent p FORCE INDEX (payment_intent_reference) ON p.reference = k.text
  LEFT JOIN item i ON i.id = p.payment_item_id
 UNION
SELECT STRAIGHT_JOIN COALESCE(k.row_no, 0) AS row_no, p.id, p.case_id, p.provider, p.state, p.amount_minor, p.payment_item_id,
       i.source_system AS item_system, i.source_id AS item_source_id, i.amount_minor AS item_minor
  FROM JSON_TABLE(:texts, '$[*]' COLUMNS (
       row_no BIGINT UNSIGNED PATH '$[0]',
       text VARCHAR(140) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) k
  JOIN payment_intent p FORCE INDEX (payment_intent_provider)
    ON p.provider IN ('sandbox', 'stripe') AND p.provider_id = k.text
  LEFT JOIN item i ON i.id = p.payment_item_id
 UNION
SELECT STRAIGHT_JOIN COALESCE(k.row_no, 0) AS row_no, p.id, p.case_id, p.provider, p.state, p.amount_minor, p.payment_item_id,
       i.source_system AS item_system, i.source_id AS item_source_id, i.amount_minor AS item_minor
  FROM JSON_TABLE(:texts, '$[*]' COLUMNS (
       row_no BIGINT UNSIGNED PATH '$[0]',
       text VARCHAR(140) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]')) k
  JOIN payment_intent p FORCE INDEX (payment_intent_capture) ON p.provider = 'stripe' AND p.capture_id = k.text
  LEFT JOIN item i ON i.id = p.payment_item_id;

-- payment_division :one [hot] (case_id u64)
--     → (case_id u64, customer_id u64, division_id u64, currency cur, code text, name text, time_zone text, providers text)
SELECT s.id AS case_id, s.customer_id, s.division_id, s.currency, v.code, v.name, v.time_zone, COALESCE(CAST(v.pay_providers AS CHAR), '') AS providers
  FROM case_state s JOIN division v ON v.id = s.division_id
 WHERE s.id = :case_id;

-- payment_expired :many [hot] (now_at instant, take u32) → (id u64)
SELECT id FROM payment_intent WHERE is_live = 1 AND expires_at <= :now_at ORDER BY expires_at LIMIT :take;

-- payment_late_insert :exec (id u64, body text, due_at instant)
INSERT INTO payment_late_event (id, body, due_at) VALUES (:id, :body, :due_at);

-- payment_late_due :many [hot] (now_at instant, take u32) → (id u64, body text)
SELECT id, body FROM payment_late_event WHERE due_at <= :now_at ORDER BY due_at, id LIMIT :take;

-- payment_late_done :exec (id u64)
DELETE FROM payment_late_event WHERE id = :id;

-- payment_receipts :many [hot] (take u32) → (id u64, case_id u64)
SELECT id, case_id FROM payment_intent WHERE receipt = 'due' ORDER BY id LIMIT :take;

-- payment_receipt :exec (id u64, receipt text, outbox_id u64?)
UPDATE payment_intent SET receipt = :receipt, outbox_id = :outbox_id WHERE id = :id AND receipt = 'due';

-- payment_untold :many [hot] (take u32) → (id u64, customer_id u64, division_id u64, state text, only_item u64?)
-- only_item: the one document it is about, for whoever came by a link to that.
SELECT p.id, p.customer_id, p.division_id, p.state,
       (SELECT MIN(l.item_id) FROM payment_intent_line l WHERE l.intent_id = p.id HAVING COUNT(*) = 1) AS only_item
  FROM payment_intent p
 WHERE p.untold = 1
 ORDER BY p.id
 LIMIT :take;

-- payment_told :exec (id u64, state text)
UPDATE payment_intent SET untold = 0 WHERE id = :id AND state = :state;

-- payment_staff_about :many (customer_id u64, division_id u64, seen_after instant) → (user_id u64)
-- Whose pages are open, and who may see the case.
SELECT u.id AS user_id
  FROM user u
 WHERE u.status = 'active'
   AND EXISTS (SELECT 1 FROM session s WHERE s.user_id = u.id AND s.revoked_at IS NULL AND s.last_seen_at > :seen_after)
   AND (NOT EXISTS (SELECT 1 FROM user_division d WHERE d.user_id = u.id)
        OR :division_id IN (SELECT d.division_id FROM user_division d WHERE d.user_id = u.id))
   AND (NOT EXISTS (SELECT 1 FROM user_sight t WHERE t.user_id = u.id AND t.sees = 'own')
        OR EXISTS (SELECT 1 FROM customer_assignment a
                    WHERE a.customer_id = :customer_id AND a.user_id = u.id AND a.known_to IS NULL
                      AND (a.division_id IS NULL OR a.division_id = :division_id)))
 ORDER BY u.id
 LIMIT 200;

-- payment_event_outcome :exec (provider text, event_id text, outcome text, moved bool, disorder text?, note text?)
UPDATE payment_event SET outcome = :outcome, moved = :moved, disorder = :disorder, note = :note
 WHERE provider = :provider AND event_id = :event_id;

-- payment_event_stored :many [hot] (provider text, event_id text) → (outcome text)
SELECT outcome FROM payment_event WHERE provider = :provider AND event_id = :event_id;

-- payment_receipt_of :one [hot] (id u64)
--     → (id u64, case_id u64, currency cur, captured_minor i64, reference text, language text)
-- In the customer's language, as the text around it.
SELECT p.id, p.case_id, p.currency, p.captured_minor, p.reference, c.language
  FROM payment_intent p
  JOIN customer c ON c.id = p.customer_id
 WHERE p.id = :id;

-- payment_transfers_late :many [hot] (today day, take u32) → (id u64, case_id u64)
-- Announced, waited for, and not come; of which nobody was told.
SELECT p.id, p.case_id
  FROM payment_intent p
 WHERE p.is_live = 1 AND p.hold_until < :today
   AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.case_id = p.case_id AND f.dedup_key = CONCAT('payment:', p.id, ':late'))
 ORDER BY p.id
 LIMIT :take;
