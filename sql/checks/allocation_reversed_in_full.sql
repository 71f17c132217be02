-- A reversal is the opposite of what it reverses, on the same two sides, not before it.
SELECT r.id
  FROM allocation r
  LEFT JOIN allocation a ON a.id = r.reverses_id
 WHERE r.reverses_id IS NOT NULL
   AND (a.id IS NULL OR a.reverses_id IS NOT NULL OR r.credit_minor <> -a.credit_minor
        OR r.debit_minor <> -a.debit_minor OR r.credit_item_id <> a.credit_item_id
        OR r.instalment_id <> a.instalment_id OR r.effective_on < a.effective_on);
