-- A document names the customer, division and currency of its case; its kind says its side.
SELECT i.id
  FROM item i
  JOIN case_state c ON c.id = i.case_id
 WHERE i.customer_id <> c.customer_id OR i.division_id <> c.division_id
    OR i.currency <> c.currency
    OR (i.kind IN ('invoice', 'refund', 'fee', 'interest')) <> (i.side = 'debit');
