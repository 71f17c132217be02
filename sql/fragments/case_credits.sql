SELECT it.case_id, it.id AS item_id, it.number, it.issued_on, it.open_minor
  FROM $1
  JOIN item it ON it.is_open = 1 AND it.side = 'credit' AND it.case_id = cs.id
 WHERE $2
 ORDER BY it.case_id, it.issued_on, it.id
