-- Promises to pay. Their state is derived; only a cancellation is written.

-- promise_insert :exec (id u64, case_id u64, customer_id u64, amount_minor i64, made_on day,
--     promised_on day, judged_on day, channel text, note text?, actor_kind text, actor_id text,
--     plan_id u64?, replaces_id u64?, known_from instant)
INSERT INTO promise (id, case_id, customer_id, amount_minor, made_on, promised_on, judged_on,
    channel, note, actor_kind, actor_id, plan_id, replaces_id, known_from)
VALUES (:id, :case_id, :customer_id, :amount_minor, :made_on, :promised_on, :judged_on,
    :channel, :note, :actor_kind, :actor_id, :plan_id, :replaces_id, :known_from);

-- promise_item_insert :bulk (promise_id u64, instalment_id u64, minor i64)
INSERT INTO promise_item (promise_id, instalment_id, minor) VALUES (?, ?, ?);

-- promise_state_insert :exec (promise_id u64, case_id u64, as_of day)
INSERT INTO promise_state (promise_id, case_id, state, kept_minor, as_of)
VALUES (:promise_id, :case_id, 'open', 0, :as_of);

-- promise_open_instalments :many [hot] (case_id u64, item_ids json)
--     → (id u64, item_id u64, due_on day, open_minor i64)
-- What is open of those items, earliest due first.
SELECT n.id, n.item_id, n.due_on, n.open_minor
  FROM instalment n
 WHERE n.case_id = :case_id AND n.is_open = 1
   AND n.item_id IN (SELECT j.id FROM JSON_TABLE(:item_ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j)
 ORDER BY n.due_on, n.id;

-- promise_room :one [hot] (case_id u64) → (open_minor i64)
-- What the case owes.
SELECT COALESCE(CAST(SUM(n.open_minor) AS SIGNED), 0) AS open_minor
  FROM instalment n
 WHERE n.case_id = :case_id AND n.is_open = 1;

-- promise_of_items :one (case_id u64, item_ids json) → (open_n u64, broken_n u64)
-- Promises for any of those items that stand, and that were not kept.
SELECT COALESCE(CAST(SUM(x.state = 'open') AS UNSIGNED), 0) AS open_n,
       COALESCE(CAST(SUM(x.state IN ('broken', 'partly')) AS UNSIGNED), 0) AS broken_n
  FROM (SELECT DISTINCT p.id, COALESCE(t.state, 'open') AS state
          FROM promise p
          JOIN promise_item pi ON pi.promise_id = p.id
          JOIN instalment n ON n.id = pi.instalment_id
          JOIN JSON_TABLE(:item_ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j ON j.id = n.item_id
          LEFT JOIN promise_state t ON t.promise_id = p.id
         WHERE p.case_id = :case_id AND p.known_to IS NULL) x;

-- promise_place :one (case_id u64) → (country text, region text)
-- Whose working days count while a promise is waited for: the division's.
SELECT v.country, COALESCE(v.region, '') AS region
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.id = :case_id;

-- promise_in_scope :one [hot] (id u64, scope u64?)
--     → (id u64, case_id u64, customer_id u64, amount_minor i64, currency cur, promised_on day,
--        plan_id u64?, live bool)
SELECT p.id, p.case_id, p.customer_id, p.amount_minor, s.currency, p.promised_on, p.plan_id,
       p.known_to IS NULL AS live
  FROM promise p
  JOIN case_state s ON s.id = p.case_id
 WHERE p.id = :id
   AND SEES(s.division_id, s.customer_id);

-- promise_cancel :exec (id u64, at instant, reason text)
UPDATE promise SET known_to = :at, cancel_reason = :reason WHERE id = :id AND known_to IS NULL;

-- promise_state_cancel :exec (promise_id u64)
UPDATE promise_state SET state = 'cancelled' WHERE promise_id = :promise_id;

-- promise_items_left :many (id u64) → (item_id u64)
-- What it was for, as far as it is open.
SELECT DISTINCT n.item_id
  FROM promise_item pi
  JOIN instalment n ON n.id = pi.instalment_id AND n.is_open = 1
 WHERE pi.promise_id = :id
 ORDER BY n.item_id;

-- promise_plan_rest :many (plan_id u64, id u64) → (id u64, amount_minor i64, promised_on day)
-- The promise itself and the parts of its plan that still wait for money.
SELECT p.id, p.amount_minor, p.promised_on
  FROM promise p
  LEFT JOIN promise_state t ON t.promise_id = p.id
 WHERE p.plan_id = :plan_id AND p.known_to IS NULL
   AND (p.id = :id OR COALESCE(t.state, 'open') = 'open')
 ORDER BY p.promised_on, p.id;

-- promise_of_customer :many [hot] (customer_id u64, scope u64?)
--     → (id u64, case_id u64, amount_minor i64, currency cur, made_on day, promised_on day,
--        judged_on day, channel text, note text?, plan_id u64?, state text, kept_minor i64)
-- Those that stand, newest first.
SELECT p.id, p.case_id, p.amount_minor, s.currency, p.made_on, p.promised_on, p.judged_on,
       p.channel, p.note, p.plan_id, COALESCE(t.state, 'open') AS state, COALESCE(t.kept_minor, 0) AS kept_minor
  FROM case_state s
  JOIN promise p ON p.case_id = s.id AND p.known_to IS NULL
  LEFT JOIN promise_state t ON t.promise_id = p.id
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 ORDER BY p.promised_on DESC, p.id DESC
 LIMIT 100;
