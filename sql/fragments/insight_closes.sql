NOT EXISTS (
        SELECT 1 FROM instalment l
         WHERE l.item_id = i.item_id AND (l.settled_on > i.settled_on OR l.settled_on = i.settled_on AND l.id > i.id))
   AND (SELECT 1
          FROM allocation a FORCE INDEX (allocation_instalment)
          STRAIGHT_JOIN item p ON p.id = a.credit_item_id AND p.kind = 'payment'
         WHERE a.instalment_id = i.id AND a.effective_on = i.settled_on AND a.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id)
         LIMIT 1) = 1
