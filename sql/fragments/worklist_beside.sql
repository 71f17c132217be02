LEFT JOIN division o ON o.id = w.division_id
  LEFT JOIN user a ON a.id = w.assignee_id
  LEFT JOIN case_state c ON c.id = w.case_id
