CASE
       WHEN o.state = 'uncertain' THEN 'unknown'
       WHEN o.state = 'planned' THEN IF(o.retry_at IS NULL, NULL, 'server_busy')
       WHEN o.state = 'failed' THEN
            CASE WHEN o.reason LIKE 'it did not arrive%' THEN 'not_arrived'
                 WHEN EXISTS (SELECT 1 FROM outbox_recipient r
                               WHERE r.outbox_id = o.id AND r.state = 'rejected') THEN 'address_refused'
                 WHEN o.reason = 'not accepted within a day' THEN 'server_silent'
                 WHEN o.reason = 'refused by the mail server' THEN 'refused'
                 ELSE 'not_written' END
       WHEN o.state = 'cancelled' AND o.reason = 'nobody to write to' THEN
            IF(EXISTS (SELECT 1 FROM contact k JOIN suppression s ON s.email = k.email AND s.known_to IS NULL
                        WHERE k.customer_id = o.customer_id AND k.active = 1), 'suppressed', 'nobody')
       WHEN o.state = 'cancelled' AND o.reason = 'held' THEN 'held'
       WHEN o.state = 'handed_over' AND EXISTS (SELECT 1 FROM outbox_recipient r
               WHERE r.outbox_id = o.id AND r.state IN ('bounced', 'rejected')) THEN
            IF(EXISTS (SELECT 1 FROM outbox_recipient r JOIN suppression s ON s.email = r.email AND s.known_to IS NULL
                        WHERE r.outbox_id = o.id AND r.state = 'bounced'), 'suppressed',
               IF(EXISTS (SELECT 1 FROM outbox_recipient r
                           WHERE r.outbox_id = o.id AND r.state = 'bounced'), 'bounced', 'address_refused'))
       END
