DATE(p.created_at) + INTERVAL (d.days + 2 * ((LEAST(WEEKDAY(p.created_at), 4) + d.days) DIV 5)
                                   - GREATEST(WEEKDAY(p.created_at) - 4, 0)) DAY
