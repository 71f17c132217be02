IF(:member_on IS NULL, $1.known_to IS NULL, (
            SELECT $1.known_from < GREATEST(:member_on, CAST(kk.recorded_at AS DATE)) + INTERVAL 1 DAY
                   AND ($1.known_to IS NULL OR $1.known_to >= GREATEST(:member_on, CAST(kk.recorded_at AS DATE)) + INTERVAL 1 DAY)
              FROM customer kk WHERE kk.id = $1.customer_id))
