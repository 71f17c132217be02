i.customer_id = $1 AND i.kind = 'payment' AND i.status = 'posted' AND i.issued_on BETWEEN :from_on AND :to_on
