-- Money that came stands as one payment of the case, and in no state but succeeded; what came
-- and went back since is what its returns say.
SELECT p.id
  FROM payment_intent p
  LEFT JOIN item i ON i.id = p.payment_item_id
  LEFT JOIN (SELECT intent_id, SUM(IF(kind = 'reinstated', -minor, minor)) AS minor
               FROM payment_return GROUP BY intent_id) r ON r.intent_id = p.id
 WHERE p.captured_minor > 0 AND (p.state <> 'succeeded' OR i.id IS NULL)
    OR i.id IS NOT NULL AND (i.kind <> 'payment' OR i.case_id <> p.case_id
       OR (i.source_system = 'dunlin' AND i.amount_minor <> p.captured_minor))
    OR p.returned_minor <> COALESCE(r.minor, 0);
