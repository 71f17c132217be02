-- A fee claim is an item of its own, of the same case, that names no other claim.
SELECT f.id
  FROM fee_claim f
  LEFT JOIN item i ON i.id = f.item_id
 WHERE i.id IS NULL OR i.case_id <> f.case_id OR i.kind NOT IN ('fee', 'interest')
    OR (SELECT COUNT(*) FROM fee_claim g WHERE g.item_id = f.item_id) <> 1;
