-- Why:   the read schema names every document, settled ones too, and every account with what
--        the company knows of its customer: what other views are joined to.
-- Locks: views.
-- Undo:  write a later migration; this file never changes once landed.

CREATE OR REPLACE VIEW report_documents AS
SELECT i.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, i.currency,
       i.id AS document_id, i.number AS document_number, i.kind, i.side, i.reference, i.source_system, i.issued_on,
       (SELECT MAX(n.due_on) FROM instalment n WHERE n.item_id = i.id) AS due_on,
       IF(i.open_minor = 0 AND i.status = 'posted',
          (SELECT NULLIF(MAX(n.settled_on), '9999-12-31') FROM instalment n WHERE n.item_id = i.id), NULL) AS settled_on,
       i.status, i.amount_minor, i.open_minor,
       CAST(i.amount_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount,
       CAST(i.open_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS open_amount
  FROM item i
  JOIN customer k ON k.id = i.customer_id
  JOIN division v ON v.id = i.division_id
  LEFT JOIN currency_unit u ON u.currency = i.currency
 WHERE i.kind <> 'payment';

CREATE OR REPLACE VIEW report_accounts AS
SELECT s.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, s.currency,
       s.id AS account_id, k.status, k.kind, k.country, k.language, k.since_on, k.terms_days,
       (SELECT o.name FROM customer_assignment a JOIN user o ON o.id = a.user_id
         WHERE a.customer_id = s.customer_id AND a.known_to IS NULL AND (a.division_id IS NULL OR a.division_id = s.division_id)
         ORDER BY a.division_id IS NULL, a.id LIMIT 1) AS assignee,
       r.class AS risk, s.last_contact_on,
       (SELECT MIN(n.due_on) FROM instalment n WHERE n.is_open = 1 AND n.case_id = s.id) AS oldest_due_on,
       COALESCE((SELECT SUM(i.open_minor) FROM item i WHERE i.is_open = 1 AND i.side = 'debit' AND i.case_id = s.id), 0) AS open_minor,
       COALESCE((SELECT SUM(i.open_minor) FROM item i WHERE i.is_open = 1 AND i.side = 'credit' AND i.case_id = s.id), 0) AS unapplied_minor,
       CAST(COALESCE((SELECT SUM(i.open_minor) FROM item i WHERE i.is_open = 1 AND i.side = 'debit' AND i.case_id = s.id), 0)
            / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS open_amount,
       CAST(COALESCE((SELECT SUM(i.open_minor) FROM item i WHERE i.is_open = 1 AND i.side = 'credit' AND i.case_id = s.id), 0)
            / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS unapplied_amount,
       k.credit_limit_minor, CAST(k.credit_limit_minor / COALESCE(l.divisor, 100) AS DECIMAL(20,4)) AS credit_limit_amount,
       k.credit_currency
  FROM case_state s
  JOIN customer k ON k.id = s.customer_id
  JOIN division v ON v.id = s.division_id
  LEFT JOIN risk r ON r.live_id = s.id
  LEFT JOIN currency_unit u ON u.currency = s.currency
  LEFT JOIN currency_unit l ON l.currency = k.credit_currency;
