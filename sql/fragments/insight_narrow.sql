(:division IS NULL OR c.division_id = (SELECT v.id FROM division v WHERE v.code = :division))
   AND (:currency IS NULL OR c.currency = :currency)
   AND (:customer_id IS NULL OR c.customer_id = :customer_id)
   AND (:tag IS NULL OR EXISTS (
        SELECT 1 FROM customer_tag g WHERE g.customer_id = c.customer_id AND g.tag = :tag AND @insight_held(g)))
   AND (:assignee_id IS NULL OR EXISTS (
        SELECT 1 FROM customer_assignment m
         WHERE m.customer_id = c.customer_id AND m.user_id = :assignee_id AND @insight_held(m)
           AND (m.division_id IS NULL OR m.division_id = c.division_id)))
   AND SEES(c.division_id, c.customer_id)
