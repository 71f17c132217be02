-- The same of each instalment; settled_on is set exactly while nothing is open, and no
-- allocation counts after it.
SELECT n.id
  FROM instalment n
  LEFT JOIN (SELECT instalment_id AS id, SUM(debit_minor) AS minor, MAX(effective_on) AS last_on
               FROM allocation GROUP BY instalment_id) a ON a.id = n.id
 WHERE n.open_minor <> n.amount_minor - COALESCE(a.minor, 0)
    OR (n.open_minor = 0) <> (n.settled_on < '9999-12-31')
    OR (n.open_minor = 0 AND n.settled_on < a.last_on);
