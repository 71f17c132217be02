SELECT STRAIGHT_JOIN c.id, c.number, c.name, c.status, c.country, c.language, f.n
  FROM (SELECT k.id, k.n
          FROM (SELECT w.customer_id AS id, CAST($1 AS SIGNED) AS n
                  FROM worklist_row w FORCE INDEX (worklist_figures)
                 WHERE SEES(w.division_id, w.customer_id)
                 GROUP BY w.customer_id) k
         WHERE k.n > 0 AND (:after_key IS NULL OR k.n $3 :after_key OR (k.n = :after_key AND k.id $3 :after_id))
         ORDER BY k.n $2, k.id $2
         LIMIT :take) f
  JOIN customer c ON c.id = f.id
 ORDER BY f.n $2, f.id $2
