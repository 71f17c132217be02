-- Money that goes back. :scope is the user when limited.

-- refund_insert :exec (id u64, customer_id u64, case_id u64, credit_item_id u64, amount_minor i64,
--     currency cur, paid_on day, reason text, reference text?, asked_by u64, asked_at instant)
INSERT INTO refund (id, customer_id, case_id, credit_item_id, amount_minor, currency, paid_on,
       reason, reference, state, asked_by, asked_at)
VALUES (:id, :customer_id, :case_id, :credit_item_id, :amount_minor, :currency, :paid_on, :reason,
       :reference, 'waiting', :asked_by, :asked_at);

-- refund_lock :one [hot] (id u64)
--     → (id u64, customer_id u64, case_id u64, credit_item_id u64, amount_minor i64, currency cur,
--        paid_on day, reason text, reference text?, state text, item_id u64?, allocation_id u64?,
--        asked_by u64)
SELECT id, customer_id, case_id, credit_item_id, amount_minor, currency, paid_on, reason,
       reference, state, item_id, allocation_id, asked_by
  FROM refund
 WHERE id = :id
   FOR UPDATE;

-- refund_in_scope :one [hot] (id u64, scope u64?) → (id u64, customer_id u64, case_id u64, time_zone text)
SELECT r.id, r.customer_id, r.case_id, d.time_zone
  FROM refund r
  JOIN case_state s ON s.id = r.case_id
  JOIN division d ON d.id = s.division_id
 WHERE r.id = :id AND (:scope IS NULL OR SEES(s.division_id, s.customer_id));

-- refund_decided :exec (id u64, state text, item_id u64?, allocation_id u64?, decided_by u64,
--     decided_at instant, note text?)
UPDATE refund
   SET state = :state, item_id = :item_id, allocation_id = :allocation_id,
       decided_by = :decided_by, decided_at = :decided_at, decision_note = :note,
       version = version + 1
 WHERE id = :id;

-- refund_reversed :exec (id u64, at instant)
UPDATE refund SET state = 'reversed', reversed_at = :at, version = version + 1 WHERE id = :id;

-- refund_page :many [hot] (customer_id u64?, state text?, scope u64?, before_at instant, before_id u64,
--     take u32)
--     → (id u64, customer_id u64, customer_number text, customer_name text, credit_item_id u64,
--        credit_number text, amount_minor i64, currency cur, paid_on day, reason text, reference text?,
--        state text, asked_by u64, asked_by_name text?, asked_at instant, decided_by_name text?,
--        decided_at instant?, decision_note text?)
-- The newest first.
SELECT r.id, r.customer_id, c.number AS customer_number, c.name AS customer_name,
       r.credit_item_id, i.number AS credit_number, r.amount_minor, r.currency, r.paid_on,
       r.reason, r.reference, r.state, r.asked_by, a.name AS asked_by_name, r.asked_at,
       b.name AS decided_by_name, r.decided_at, r.decision_note
  FROM refund r
  JOIN case_state s ON s.id = r.case_id
  JOIN customer c ON c.id = r.customer_id
  JOIN item i ON i.id = r.credit_item_id
  LEFT JOIN user a ON a.id = r.asked_by
  LEFT JOIN user b ON b.id = r.decided_by
 WHERE r.asked_at <= :before_at AND (r.asked_at < :before_at OR r.id < :before_id)
   AND (:customer_id IS NULL OR r.customer_id = :customer_id)
   AND (:state IS NULL OR r.state = :state)
   AND (:scope IS NULL OR SEES(s.division_id, s.customer_id))
 ORDER BY r.asked_at DESC, r.id DESC
 LIMIT :take;

-- refund_credit_row :one [hot] (id u64)
--     → (id u64, case_id u64, customer_id u64, division_id u64, currency cur, side text, status text,
--        number text, issued_on day, open_minor i64)
SELECT id, case_id, customer_id, division_id, currency, side, status, number, issued_on, open_minor
  FROM item
 WHERE id = :id;

-- refund_instalment :one [hot] (item_id u64) → (id u64, amount_minor i64, open_minor i64)
SELECT id, amount_minor, open_minor FROM instalment WHERE item_id = :item_id;

-- refund_cancel_item :exec (id u64)
UPDATE item SET status = 'cancelled', version = version + 1 WHERE id = :id;
