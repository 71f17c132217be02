SELECT @worklist_row
  FROM worklist_row w FORCE INDEX ($1)
  @worklist_beside
 WHERE $5 AND (:after_key IS NULL OR $2 $4 :after_key OR ($2 = :after_key AND w.case_id $4 :after_id))
   AND @worklist_view
 ORDER BY $2 $3, w.case_id $3
 LIMIT :take ROWS EXAMINED :look
