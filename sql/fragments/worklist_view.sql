(:view <> 1 OR w.assignee_id = :user_id)
   AND (:view <> 2 OR w.exception = 1)
   AND (:view <> 3 OR w.overdue_minor > 0)
   AND (:view <> 4 OR w.broken_n > 0)
   AND (:view <> 5 OR w.disputed_minor > 0)
   AND (:view <> 6 OR w.status = 'held')
   AND (:view <> 7 OR w.promised_minor > 0)
   AND @worklist_narrow
