-- Holds: do not remind.

-- hold_insert :exec (id u64, customer_id u64, case_id u64?, item_id u64?, kind text, amount_minor i64?,
--     until_on day?, reason text, user_id u64?, known_from instant)
INSERT INTO hold (id, customer_id, case_id, item_id, kind, amount_minor, until_on, reason,
    user_id, known_from)
VALUES (:id, :customer_id, :case_id, :item_id, :kind, :amount_minor, :until_on, :reason,
    :user_id, :known_from);

-- hold_in_scope :one [hot] (id u64, scope u64?)
--     → (id u64, customer_id u64, case_id u64?, item_id u64?, reason text, until_on day?, live bool)
-- One on a whole customer is in reach of whoever may see the customer.
SELECT h.id, h.customer_id, COALESCE(h.case_id, i.case_id) AS case_id, h.item_id, h.reason,
       h.until_on, h.known_to IS NULL AS live
  FROM hold h
  LEFT JOIN item i ON i.id = h.item_id
 WHERE h.id = :id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = h.customer_id
           AND (COALESCE(h.case_id, i.case_id) IS NULL OR s.id = COALESCE(h.case_id, i.case_id))));

-- hold_lift :exec (id u64, at instant)
UPDATE hold SET known_to = :at WHERE id = :id AND known_to IS NULL;

-- hold_of_customer :many [hot] (customer_id u64, scope u64?)
--     → (id u64, case_id u64?, item_id u64?, item_number text?, kind text, amount_minor i64?,
--        currency cur?, until_on day?, reason text, user_name text?, known_from instant)
SELECT h.id, h.case_id, h.item_id, i.number AS item_number, h.kind, h.amount_minor,
       COALESCE(i.currency, s.currency) AS currency, h.until_on, h.reason, u.name AS user_name,
       h.known_from
  FROM hold h
  LEFT JOIN item i ON i.id = h.item_id
  LEFT JOIN case_state s ON s.id = h.case_id
  LEFT JOIN user u ON u.id = h.user_id
 WHERE h.customer_id = :customer_id AND h.known_to IS NULL
   AND ((i.id IS NULL AND s.id IS NULL) OR SEES(i.division_id, h.customer_id)
        OR SEES(s.division_id, h.customer_id))
 ORDER BY h.id;
