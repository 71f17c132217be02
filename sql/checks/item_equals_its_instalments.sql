-- A debit has instalments that add up to it; a credit has none.
SELECT i.id
  FROM item i
  LEFT JOIN (SELECT item_id, COUNT(*) AS n, SUM(amount_minor) AS amount, SUM(open_minor) AS open_m,
                    MIN(issued_on) AS first_on, MAX(issued_on) AS last_on, MIN(case_id) AS case_id
               FROM instalment GROUP BY item_id) s ON s.item_id = i.id
 WHERE (i.side = 'credit' AND s.n IS NOT NULL)
    OR (i.side = 'debit' AND (s.n IS NULL OR s.amount <> i.amount_minor OR s.open_m <> i.open_minor
        OR s.first_on <> i.issued_on OR s.last_on <> i.issued_on OR s.case_id <> i.case_id));
