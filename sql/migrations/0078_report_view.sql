-- Why:   what programs for business intelligence read, and what reports are made of: views
--        whose names and columns stay as they are. What each column means stands in
--        fcgi/service/report_view.c, which a test holds against these. A column may be added
--        at the end; none is renamed, taken away or given another meaning.
-- Locks: a new table; views and routines.
-- Undo:  write a later migration; this file never changes once landed.

-- Currencies whose minor unit is not a hundredth, as base/money knows them.
CREATE TABLE IF NOT EXISTS currency_unit (
    currency CHAR(3) NOT NULL,
    divisor  INT NOT NULL COMMENT 'minor units in one',
    PRIMARY KEY (currency)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='currencies whose minor unit is not a hundredth';

INSERT IGNORE INTO currency_unit (currency, divisor) VALUES
    ('BHD', 1000), ('BIF', 1), ('CLF', 10000), ('CLP', 1), ('DJF', 1), ('GNF', 1), ('IQD', 1000), ('ISK', 1),
    ('JOD', 1000), ('JPY', 1), ('KMF', 1), ('KRW', 1), ('KWD', 1000), ('LYD', 1000), ('OMR', 1000), ('PYG', 1),
    ('RWF', 1), ('TND', 1000), ('UGX', 1), ('UYI', 1), ('UYW', 10000), ('VND', 1), ('VUV', 1), ('XAF', 1),
    ('XOF', 1), ('XPF', 1);

CREATE OR REPLACE VIEW report_open_items AS
SELECT i.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, i.currency,
       i.id AS document_id, i.number AS document_number, i.kind, n.seq AS instalment, i.reference, i.issued_on, n.due_on,
       n.amount_minor, n.open_minor,
       CAST(n.amount_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount,
       CAST(n.open_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS open_amount
  FROM instalment n
  JOIN item i ON i.id = n.item_id
  JOIN customer k ON k.id = i.customer_id
  JOIN division v ON v.id = i.division_id
  LEFT JOIN currency_unit u ON u.currency = i.currency
 WHERE n.is_open = 1;

CREATE OR REPLACE VIEW report_open_credits AS
SELECT i.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, i.currency,
       i.id AS document_id, i.number AS document_number, i.kind, i.reference, i.issued_on,
       i.amount_minor, i.open_minor,
       CAST(i.amount_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount,
       CAST(i.open_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS open_amount
  FROM item i
  JOIN customer k ON k.id = i.customer_id
  JOIN division v ON v.id = i.division_id
  LEFT JOIN currency_unit u ON u.currency = i.currency
 WHERE i.is_open = 1 AND i.side = 'credit';

CREATE OR REPLACE VIEW report_payments AS
SELECT i.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, i.currency,
       i.id AS payment_id, i.number AS payment_number, i.reference, i.payer_name, i.payment_method, i.source_system,
       i.issued_on AS received_on, i.status, i.amount_minor, i.open_minor AS unapplied_minor,
       CAST(i.amount_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount,
       CAST(i.open_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS unapplied_amount
  FROM item i
  JOIN customer k ON k.id = i.customer_id
  JOIN division v ON v.id = i.division_id
  LEFT JOIN currency_unit u ON u.currency = i.currency
 WHERE i.kind = 'payment';

CREATE OR REPLACE VIEW report_allocations AS
SELECT d.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, d.currency,
       d.id AS document_id, d.number AS document_number, d.kind AS document_kind, n.seq AS instalment,
       c.id AS credit_id, c.number AS credit_number, c.kind AS credit_kind, d.issued_on, n.due_on, a.effective_on,
       DATEDIFF(a.effective_on, n.due_on) AS days_late, a.reverses_id IS NOT NULL AS reversal,
       a.debit_minor AS amount_minor,
       CAST(a.debit_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount
  FROM allocation a
  JOIN item d ON d.id = a.debit_item_id
  JOIN item c ON c.id = a.credit_item_id
  JOIN instalment n ON n.id = a.instalment_id
  JOIN customer k ON k.id = d.customer_id
  JOIN division v ON v.id = d.division_id
  LEFT JOIN currency_unit u ON u.currency = d.currency;

CREATE OR REPLACE VIEW report_promises AS
SELECT p.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, s.currency,
       p.id AS promise_id, p.made_on, p.promised_on, p.judged_on, p.channel,
       COALESCE(CAST(ps.state AS CHAR(16)), IF(p.known_to IS NULL, 'open', 'cancelled')) AS state,
       p.amount_minor, COALESCE(ps.kept_minor, 0) AS kept_minor,
       CAST(p.amount_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount,
       CAST(COALESCE(ps.kept_minor, 0) / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS kept_amount
  FROM promise p
  JOIN case_state s ON s.id = p.case_id
  JOIN customer k ON k.id = p.customer_id
  JOIN division v ON v.id = s.division_id
  LEFT JOIN promise_state ps ON ps.promise_id = p.id
  LEFT JOIN currency_unit u ON u.currency = s.currency;

CREATE OR REPLACE VIEW report_disputes AS
SELECT d.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, i.currency,
       d.id AS dispute_id, i.id AS document_id, i.number AS document_number, d.kind, d.reason_code,
       CASE WHEN d.known_to IS NOT NULL THEN 'closed' WHEN d.asked_resolution IS NOT NULL THEN 'approval' ELSE 'open' END AS state,
       d.resolution, o.name AS owner_name, d.opened_on, d.target_on, CAST(d.known_to AS DATE) AS closed_on,
       d.amount_minor,
       CAST(d.amount_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS amount
  FROM dispute d
  JOIN item i ON i.id = d.item_id
  JOIN customer k ON k.id = d.customer_id
  JOIN division v ON v.id = i.division_id
  LEFT JOIN user o ON o.id = d.owner_id
  LEFT JOIN currency_unit u ON u.currency = i.currency;

CREATE OR REPLACE VIEW report_messages AS
SELECT o.customer_id, k.number AS customer_number, k.name AS customer_name, v.code AS division, o.currency,
       o.id AS message_id, o.channel, o.kind, o.template, o.step, o.state, o.cause, o.subject,
       o.created_at, o.handed_at, o.handed_on, o.total_minor,
       CAST(o.total_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS total_amount
  FROM outbox o
  JOIN customer k ON k.id = o.customer_id
  LEFT JOIN case_state s ON s.id = o.case_id
  LEFT JOIN division v ON v.id = s.division_id
  LEFT JOIN currency_unit u ON u.currency = o.currency;

CREATE OR REPLACE VIEW report_daily_balance AS
SELECT v.code AS division, b.currency, b.day,
       b.not_due_minor, b.late_30_minor, b.late_60_minor, b.late_90_minor, b.late_91_minor, b.unapplied_minor,
       b.sales_minor, b.written_off_minor, b.paid_minor, b.disputed_minor, b.promised_minor,
       CAST(b.not_due_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS not_due_amount,
       CAST(b.late_30_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS late_30_amount,
       CAST(b.late_60_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS late_60_amount,
       CAST(b.late_90_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS late_90_amount,
       CAST(b.late_91_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS late_91_amount,
       CAST(b.unapplied_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS unapplied_amount,
       CAST(b.sales_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS sales_amount,
       CAST(b.written_off_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS written_off_amount,
       CAST(b.paid_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS paid_amount,
       CAST(b.disputed_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS disputed_amount,
       CAST(b.promised_minor / COALESCE(u.divisor, 100) AS DECIMAL(20,4)) AS promised_amount
  FROM daily_balance b
  JOIN division v ON v.id = b.division_id
  LEFT JOIN currency_unit u ON u.currency = b.currency;
