(:view <> 1 OR w.assignee_id = :user_id)
   AND (:view < 2 OR w.marks >> :view & 1)
   AND @worklist_narrow
