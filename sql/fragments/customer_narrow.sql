(:status IS NULL OR c.status = :status)
   AND (:q IS NULL OR @name_holds(c.name | c.number))
   AND (:tag IS NULL OR c.id IN (SELECT ct.customer_id FROM customer_tag ct WHERE ct.tag = :tag AND ct.live = 1))
   AND (:assignee_id IS NULL OR c.id IN (SELECT ca.customer_id FROM customer_assignment ca
                                          WHERE ca.user_id = :assignee_id AND ca.known_to IS NULL))
   AND (NOT :unassigned OR NOT EXISTS (SELECT 1 FROM customer_assignment cn WHERE cn.customer_id = c.id AND cn.known_to IS NULL))
   AND (:division IS NULL OR EXISTS (SELECT 1 FROM case_state cd
                                      WHERE cd.customer_id = c.id AND SEES(cd.division_id, cd.customer_id)
                                        AND cd.division_id = (SELECT dv.id FROM division dv WHERE dv.code = :division)))
   AND (:risk IS NULL OR (
        c.id IN (SELECT cr.customer_id
                   FROM risk ri
                   STRAIGHT_JOIN case_state cr ON cr.id = ri.live_id
                  WHERE ri.class = :risk AND ri.live_id IS NOT NULL AND SEES(cr.division_id, cr.customer_id))
        AND c.id NOT IN (SELECT ch.customer_id
                           FROM risk rh
                           STRAIGHT_JOIN case_state ch ON ch.id = rh.live_id
                          WHERE rh.class IN (IF(:risk = 'high', '', 'high'), IF(:risk = 'low', 'medium', ''))
                            AND rh.live_id IS NOT NULL AND SEES(ch.division_id, ch.customer_id))))
   AND (:min_overdue IS NULL OR c.id IN (SELECT wo.customer_id
                                           FROM worklist_row wo FORCE INDEX (worklist_figures)
                                          WHERE SEES(wo.division_id, wo.customer_id)
                                          GROUP BY wo.customer_id
                                         HAVING SUM(wo.overdue_base) >= :min_overdue))
   AND @customer_seen(c.id)
