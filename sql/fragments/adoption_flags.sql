EXISTS (SELECT 1 FROM access_link l WHERE l.customer_id = c.id AND l.created_at < :to_on + INTERVAL 1 DAY) AS invited,
               EXISTS (SELECT 1 FROM portal_visit v WHERE @adoption_came(c.id)) AS active,
               EXISTS (SELECT 1 FROM item i WHERE @adoption_paid(c.id) AND @adoption_through) AS paying,
               EXISTS (SELECT 1 FROM portal_visit v WHERE @adoption_came(c.id))
               OR EXISTS (SELECT 1 FROM outbox o WHERE @adoption_reminded(c.id)) AS prompted,
               EXISTS (SELECT 1 FROM portal_visit v
                        WHERE @adoption_came(c.id) AND @adoption_pays_after(c.id | v.visited_on))
               OR EXISTS (SELECT 1 FROM outbox o
                           WHERE @adoption_reminded(c.id) AND @adoption_pays_after(c.id | o.handed_on)) AS pays
