(o.state IN ('failed', 'uncertain')
        OR (o.state = 'cancelled' AND o.kind = 'manual' AND COALESCE(o.cause IN ('nobody', 'suppressed', 'no_address'), FALSE)))
