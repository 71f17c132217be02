-- What providers reported, for admins.

-- payment_event_page :many [hot] (scope u64?, provider text?, effect text?, intent_id u64?, q text?, from_at instant?,
--     to_at instant?, before_at instant, before_id u64, take u32)
--     → (id u64, provider text, event_id text, type text?, kind text, amount_minor i64?, currency cur?, why text?, note text?,
--        occurred_at instant, received_at instant, outcome text, moved bool?, disorder text?, times u32, last_at instant?,
--        intent_id u64?, reference text?, customer_id u64?, customer_number text?, customer_name text?, method_label text?)
-- The newest first. What is of no payment of ours is for who sees the whole company.
SELECT e.id, e.provider, e.event_id, e.type, e.kind, IF(p.id IS NULL, NULL, e.amount_minor) AS amount_minor, p.currency, e.why,
       e.note, e.occurred_at, e.received_at, e.outcome, e.moved, e.disorder, e.times, e.last_at, p.id AS intent_id, p.reference,
       c.id AS customer_id, c.number AS customer_number, c.name AS customer_name, m.label AS method_label
  FROM payment_event e
  LEFT JOIN payment_intent p ON p.id = e.intent_id
  LEFT JOIN payment_method m ON m.id = e.method_id
  LEFT JOIN case_state s ON s.id = COALESCE(p.case_id, m.case_id)
  LEFT JOIN customer c ON c.id = s.customer_id
 WHERE e.received_at <= :before_at AND (e.received_at < :before_at OR e.id < :before_id)
   AND (:provider IS NULL OR e.provider = :provider)
   AND (:intent_id IS NULL OR e.intent_id = :intent_id)
   AND (:from_at IS NULL OR e.received_at >= :from_at)
   AND (:to_at IS NULL OR e.received_at < :to_at)
   AND (:q IS NULL OR e.event_id = :q OR e.capture_id = :q OR e.subject = :q OR p.reference = REPLACE(:q, ' ', '')
        OR LEFT(e.type, CHAR_LENGTH(:q)) = :q)
   AND (:effect IS NULL OR CASE :effect WHEN 'repeated' THEN e.times > 1
                                        WHEN 'disorder' THEN e.disorder IS NOT NULL
                                        WHEN 'booked' THEN e.outcome = 'booked' AND LEFT(e.kind, 7) <> 'method_'
                                        WHEN 'moved' THEN e.outcome = 'noted' AND e.moved = 1
                                             OR e.outcome = 'booked' AND LEFT(e.kind, 7) = 'method_'
                                        WHEN 'nothing' THEN e.outcome = 'noted' AND e.moved = 0
                                        WHEN 'noted' THEN e.outcome = 'noted' AND e.moved IS NULL
                                        ELSE e.outcome = :effect END)
   AND (:scope IS NULL OR SEES(s.division_id, s.customer_id))
 ORDER BY e.received_at DESC, e.id DESC
 LIMIT :take;
