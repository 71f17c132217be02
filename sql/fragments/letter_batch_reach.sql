(:scope IS NULL OR b.limited_to = :scope)
   AND NOT EXISTS (
        SELECT 1 FROM letter x
          JOIN outbox o ON o.id = x.outbox_id
          LEFT JOIN case_state s ON s.id = o.case_id
         WHERE x.batch_id = b.id AND NOT SEES(s.division_id, s.customer_id))
