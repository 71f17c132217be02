SELECT c.id, c.number, c.name, c.status, c.country, c.language, NULL AS n
  FROM customer c $1
 WHERE (:after_key IS NULL OR $2 $4 :after_key OR ($2 = :after_key AND c.id $4 :after_id))
   AND @customer_narrow
 ORDER BY $2 $3, c.id $3
 LIMIT :take
