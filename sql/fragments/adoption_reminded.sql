o.customer_id = $1 AND o.state = 'handed_over' AND o.kind = 'overdue' AND o.handed_on BETWEEN :from_on AND :to_on
