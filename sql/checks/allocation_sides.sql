-- An allocation goes from a credit to an instalment of a debit, and names their cases.
SELECT a.id
  FROM allocation a
  JOIN item c ON c.id = a.credit_item_id
  JOIN item d ON d.id = a.debit_item_id
  JOIN instalment i ON i.id = a.instalment_id
 WHERE c.side <> 'credit' OR d.side <> 'debit' OR i.item_id <> d.id
    OR a.credit_case_id <> c.case_id OR a.case_id <> d.case_id
    OR (c.currency = d.currency AND a.credit_minor <> a.debit_minor);
