SELECT h.id, 'call' AS kind, h.user_id, h.customer_id, CAST(h.called_at AS DATE) AS on_day FROM phone_call h
         UNION ALL
        SELECT o.id, 'message', CAST(o.actor_id AS UNSIGNED), o.customer_id, o.handed_on
          FROM outbox o
         WHERE o.actor_kind = 'user' AND o.state = 'handed_over'
