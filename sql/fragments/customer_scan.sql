SELECT STRAIGHT_JOIN c.id, c.number, c.name, c.status, c.country, c.language, f.n
  FROM (SELECT k.id, k.n
          FROM (SELECT STRAIGHT_JOIN c.id, COALESCE(CAST($1 AS SIGNED), $4) AS n
                  FROM customer c FORCE INDEX (PRIMARY)
                  LEFT JOIN worklist_row w FORCE INDEX (worklist_figures)
                    ON w.customer_id = c.id AND SEES(w.division_id, w.customer_id)
                 WHERE @customer_narrow
                 GROUP BY c.id) k
         WHERE :after_key IS NULL OR k.n $3 :after_key OR (k.n = :after_key AND k.id $3 :after_id)
         ORDER BY k.n $2, k.id $2
         LIMIT :take) f
  JOIN customer c ON c.id = f.id
 ORDER BY f.n $2, f.id $2
