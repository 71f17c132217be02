EXISTS (SELECT 1 FROM item p
          WHERE p.customer_id = $1 AND p.kind = 'payment' AND p.status = 'posted'
            AND p.issued_on BETWEEN $2 AND $2 + INTERVAL :days DAY)
