-- A customer that several users are assigned to at once stands among the shared ones.
SELECT a.customer_id
  FROM customer_assignment a
  LEFT JOIN customer_shared s ON s.customer_id = a.customer_id
 WHERE a.known_to IS NULL AND s.customer_id IS NULL
 GROUP BY a.customer_id
HAVING COUNT(DISTINCT a.user_id) > 1;
