SELECT i.case_id, i.id, i.item_id, it.number, i.seq, it.kind, i.due_missing, i.issued_on,
       i.due_on, i.amount_minor, i.open_minor
  FROM $1
  JOIN instalment i ON i.is_open = 1 AND i.case_id = cs.id
  JOIN item it ON it.id = i.item_id
 WHERE $2
 ORDER BY i.case_id, i.due_on, i.id
