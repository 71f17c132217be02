v.customer_id = $1 AND v.visited_on BETWEEN :from_on AND :to_on
