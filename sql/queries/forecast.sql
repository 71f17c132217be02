-- What a forecast of payments is made from.

-- forecast_history :stream (lo u64, hi u64)
--     → (case_id u64, currency cur, id u64, issued_on day, due_on day, settled_on day?, paid bool,
--        amount_minor i64, open_minor i64)
-- All invoices of each case, open and settled. paid: what settled it in the end was a payment.
SELECT STRAIGHT_JOIN n.case_id, cs.currency, n.id, n.issued_on, n.due_on,
       IF(n.open_minor <> 0, NULL, n.settled_on) AS settled_on,
       n.open_minor = 0 AND EXISTS (
           SELECT 1 FROM allocation a
             JOIN item c ON c.id = a.credit_item_id AND c.kind = 'payment'
            WHERE a.instalment_id = n.id AND a.effective_on = n.settled_on
              AND a.reverses_id IS NULL) AS paid,
       n.amount_minor, n.open_minor
  FROM instalment n FORCE INDEX (instalment_aging)
  JOIN item i ON i.id = n.item_id AND i.kind = 'invoice' AND i.status = 'posted'
  JOIN case_state cs ON cs.id = n.case_id
 WHERE n.case_id BETWEEN :lo AND :hi AND n.amount_minor > 0
 ORDER BY n.case_id;

-- forecast_settled_count :one (before_on day) → (n u64)
SELECT COUNT(*) AS n
  FROM instalment
 WHERE open_minor = 0 AND settled_on < :before_on;

-- forecast_span :one () → (n u64, last_on day?)
-- How many invoices there are, and when the last payment came.
SELECT COUNT(*) AS n, MAX(IF(open_minor = 0, settled_on, NULL)) AS last_on
  FROM instalment;
