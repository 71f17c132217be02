-- Disputes of documents.

-- dispute_insert :exec (id u64, case_id u64, customer_id u64, item_id u64, amount_minor i64,
--     reason_code text, detail text?, owner_id u64?, opened_on day, actor_kind text, actor_id text,
--     known_from instant)
INSERT INTO dispute (id, case_id, customer_id, item_id, amount_minor, reason_code, detail,
    owner_id, opened_on, actor_kind, actor_id, known_from)
VALUES (:id, :case_id, :customer_id, :item_id, :amount_minor, :reason_code, :detail,
    :owner_id, :opened_on, :actor_kind, :actor_id, :known_from);

-- dispute_event_insert :exec (id u64, dispute_id u64, kind text, at instant, actor_kind text,
--     actor_id text, detail text?)
INSERT INTO dispute_event (id, dispute_id, kind, at, actor_kind, actor_id, detail)
VALUES (:id, :dispute_id, :kind, :at, :actor_kind, :actor_id, :detail);

-- dispute_room :one [hot] (item_id u64)
--     → (side text, status text, open_minor i64, disputed_minor i64)
-- What is open of an item, and what of it is disputed already; under the case's lock.
SELECT i.side, i.status, i.open_minor,
       COALESCE((SELECT CAST(SUM(d.amount_minor) AS SIGNED) FROM dispute d
                  WHERE d.item_id = i.id AND d.known_to IS NULL), 0) AS disputed_minor
  FROM item i
 WHERE i.id = :item_id;

-- dispute_in_scope :one [hot] (id u64, scope u64?)
--     → (id u64, case_id u64, customer_id u64, item_id u64, item_number text, amount_minor i64,
--        currency cur, live bool)
SELECT p.id, p.case_id, p.customer_id, p.item_id, i.number AS item_number, p.amount_minor, i.currency,
       p.known_to IS NULL AS live
  FROM dispute p
  JOIN item i ON i.id = p.item_id
 WHERE p.id = :id
   AND SEES(i.division_id, i.customer_id);

-- dispute_close :exec (id u64, at instant, resolution text)
UPDATE dispute SET known_to = :at, resolution = :resolution WHERE id = :id AND known_to IS NULL;

-- dispute_of_customer :many [hot] (customer_id u64, scope u64?)
--     → (id u64, case_id u64, item_id u64, item_number text, amount_minor i64, currency cur,
--        reason_code text, detail text?, opened_on day)
-- Those that are open.
SELECT p.id, p.case_id, p.item_id, i.number AS item_number, p.amount_minor, i.currency,
       p.reason_code, p.detail, p.opened_on
  FROM case_state s
  JOIN dispute p ON p.case_id = s.id AND p.known_to IS NULL
  JOIN item i ON i.id = p.item_id
 WHERE s.customer_id = :customer_id
   AND SEES(s.division_id, s.customer_id)
 ORDER BY p.id;
