SELECT STRAIGHT_JOIN n.case_id, cs.currency, n.id, n.issued_on, n.due_on,
       IF(n.open_minor <> 0, NULL, n.settled_on) AS settled_on,
       n.open_minor = 0 AND EXISTS (
           SELECT 1 FROM allocation a
             JOIN item c ON c.id = a.credit_item_id AND c.kind = 'payment'
            WHERE a.instalment_id = n.id AND a.effective_on = n.settled_on
              AND a.reverses_id IS NULL) AS paid,
       n.amount_minor, n.open_minor
  FROM $1
  JOIN item i ON i.id = n.item_id AND i.kind = 'invoice' AND i.status = 'posted'
  JOIN case_state cs ON cs.id = n.case_id
 WHERE n.amount_minor > 0
 ORDER BY n.case_id
