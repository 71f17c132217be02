w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       o.code AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception, w.causes,
       w.open_minor, w.open_base, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, w.assignee_id, a.name AS assignee,
       c.touch_seq AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
