EXISTS (SELECT 1 FROM portal_visit d WHERE d.customer_id = $1 AND d.visited_on = o.handed_on)
