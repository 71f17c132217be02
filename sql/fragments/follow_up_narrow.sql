(:customer_id IS NULL OR f.customer_id = :customer_id)
   AND (:kind IS NULL OR f.kind = :kind)
   AND (:assignee_id IS NULL OR f.assignee_id = :assignee_id)
   AND (NOT :free OR f.assignee_id IS NULL)
   AND (:q IS NULL OR c.name LIKE :q OR c.number LIKE :q OR f.title LIKE :q)
   AND @follow_up_seen
