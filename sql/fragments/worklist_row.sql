w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency,
       (SELECT v.code FROM division v WHERE v.id = w.division_id) AS division,
       w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception, w.causes,
       w.open_minor, w.open_base, w.overdue_minor, w.not_due_minor, w.b1_minor, w.b2_minor, w.b3_minor,
       w.b4_minor, w.unapplied_minor, w.disputed_minor, w.promised_minor, w.overdue_base,
       w.items_n, w.oldest_due_on, w.days_late, w.broken_n, w.tags, w.strategy,
       w.last_contact_on, w.assignee_id, (SELECT u.name FROM user u WHERE u.id = w.assignee_id) AS assignee,
       (SELECT c.touch_seq FROM case_state c WHERE c.id = w.case_id) AS version,
       COALESCE((SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') FROM setting s
                  WHERE s.name = 'base_currency' AND s.known_to IS NULL), 'EUR') AS base_currency
