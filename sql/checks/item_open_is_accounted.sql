-- What is open of a document is its amount minus what was allocated.
SELECT i.id
  FROM item i
  LEFT JOIN (SELECT credit_item_id AS id, SUM(credit_minor) AS minor
               FROM allocation GROUP BY credit_item_id) c ON c.id = i.id
  LEFT JOIN (SELECT debit_item_id AS id, SUM(debit_minor) AS minor
               FROM allocation GROUP BY debit_item_id) d ON d.id = i.id
 WHERE i.open_minor <> i.amount_minor
       - IF(i.side = 'credit', COALESCE(c.minor, 0), COALESCE(d.minor, 0));
