SELECT STRAIGHT_JOIN @worklist_row
  FROM (SELECT k.case_id, k.n
          FROM (SELECT w.case_id, $1 AS n
                  FROM worklist_row w USE INDEX ()
                 WHERE @worklist_view) k
         WHERE :after_key IS NULL OR k.n $3 $4 OR (k.n = $4 AND k.case_id $3 :after_id)
         ORDER BY k.n $2, k.case_id $2
         LIMIT :take) f
  JOIN worklist_row w ON w.case_id = f.case_id
  @worklist_beside
 ORDER BY f.n $2, f.case_id $2
