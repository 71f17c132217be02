(SELECT i.id, i.number, i.kind, i.issued_on, i.amount_minor, i.open_minor, i.currency, i.status, i.reference,
               v.time_zone, CAST(JSON_VALUE(:days, CONCAT('$."', i.division_id, '"')) AS DATE) AS today,
               COALESCE((SELECT COALESCE(MIN(CASE WHEN n.is_open THEN n.due_on END), MIN(n.due_on))
                           FROM instalment n WHERE n.item_id = i.id), i.issued_on) AS due_on,
               COALESCE((SELECT CAST(SUM(d.amount_minor) AS SIGNED) FROM dispute d
                          WHERE d.item_id = i.id AND d.known_to IS NULL), 0) AS disputed_minor,
               COALESCE((SELECT CAST(SUM(pi.minor) AS SIGNED) FROM promise p
                           JOIN promise_state ps ON ps.promise_id = p.id AND ps.state = 'open'
                           JOIN promise_item pi ON pi.promise_id = p.id
                           JOIN instalment pn ON pn.id = pi.instalment_id AND pn.item_id = i.id
                          WHERE p.case_id = i.case_id AND p.known_to IS NULL), 0) AS promised_minor
          FROM case_state s
          JOIN division v ON v.id = s.division_id
          JOIN item i ON i.case_id = s.id AND i.side = 'debit'
         WHERE s.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id)
           AND (:currency IS NULL OR s.currency = :currency)
           AND (:is_open IS NULL OR i.is_open = :is_open)
           AND (:download IS NULL OR FIND_IN_SET(i.id, (SELECT w.ids FROM portal_download w
                WHERE w.id = :download AND w.customer_id = :customer_id)) > 0)
           AND (:least IS NULL OR i.amount_minor >= CAST(JSON_VALUE(:least, CONCAT('$.', i.currency)) AS SIGNED))
           AND (:most IS NULL OR i.amount_minor <= CAST(JSON_VALUE(:most, CONCAT('$.', i.currency)) AS SIGNED))
           AND (:q IS NULL OR i.number COLLATE utf8mb4_unicode_ci LIKE :q
                OR i.reference COLLATE utf8mb4_unicode_ci LIKE :q
                OR EXISTS (SELECT 1 FROM item_line l
                            WHERE l.item_id = i.id AND (l.order_number LIKE :q OR l.description LIKE :q)))) u
 WHERE (:due_from IS NULL OR u.due_on >= :due_from) AND (:due_to IS NULL OR u.due_on <= :due_to)
   AND (:state IS NULL OR CASE :state
            WHEN 'overdue' THEN u.open_minor <> 0 AND u.due_on < u.today
            WHEN 'not_due' THEN u.open_minor <> 0 AND u.due_on >= u.today
            WHEN 'disputed' THEN u.open_minor <> 0 AND u.disputed_minor <> 0
            WHEN 'promised' THEN u.open_minor <> 0 AND u.promised_minor <> 0
            WHEN 'paid' THEN u.open_minor = 0 AND u.status = 'posted'
            ELSE FALSE END)
