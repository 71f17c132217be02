-- The rows of reports: each view of migrations/0078 and 0101 whole, once, in an order that people read. What
-- a report leaves out, sums and sorts is done on the stream (service/report_run). :today is the
-- company's; :scope is the user when limited.

-- report_rows_open_items :stream (scope u64?, today day)
--     → (customer_number text, customer_name text, division text, currency cur, document_number text, kind text,
--        instalment u32, reference text?, issued_on day, due_on day, days_late i64, age text,
--        amount_minor i64, open_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.document_number, r.kind, r.instalment, r.reference,
       r.issued_on, r.due_on, COALESCE(DATEDIFF(:today, r.due_on), 0) AS days_late,
       COALESCE(CASE WHEN r.due_on >= :today THEN 'not due'
                     WHEN r.due_on >= :today - INTERVAL 30 DAY THEN '1-30'
                     WHEN r.due_on >= :today - INTERVAL 60 DAY THEN '31-60'
                     WHEN r.due_on >= :today - INTERVAL 90 DAY THEN '61-90'
                     ELSE '91+' END, '') AS age,
       r.amount_minor, r.open_minor
  FROM report_open_items r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.customer_number, r.due_on, r.document_id, r.instalment;

-- report_rows_open_credits :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, document_number text, kind text,
--        reference text?, issued_on day, amount_minor i64, open_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.document_number, r.kind, r.reference, r.issued_on,
       r.amount_minor, r.open_minor
  FROM report_open_credits r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.customer_number, r.issued_on, r.document_id;

-- report_rows_payments :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, payment_number text, reference text?,
--        payer_name text?, payment_method text?, source_system text, received_on day, status text, amount_minor i64,
--        unapplied_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.payment_number, r.reference, r.payer_name,
       r.payment_method, r.source_system, r.received_on, r.status, r.amount_minor, r.unapplied_minor
  FROM report_payments r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.received_on, r.payment_id;

-- report_rows_allocations :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, document_number text,
--        document_kind text, instalment u32, credit_number text, credit_kind text, issued_on day, due_on day,
--        effective_on day, days_late i64, reversal bool, amount_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.document_number, r.document_kind, r.instalment,
       r.credit_number, r.credit_kind, r.issued_on, r.due_on, r.effective_on, COALESCE(r.days_late, 0) AS days_late,
       COALESCE(r.reversal, 0) <> 0 AS reversal, r.amount_minor
  FROM report_allocations r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.effective_on, r.customer_number, r.document_id, r.instalment, r.credit_id;

-- report_rows_promises :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, made_on day, promised_on day,
--        judged_on day, channel text, state text, amount_minor i64, kept_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.made_on, r.promised_on, r.judged_on, r.channel,
       COALESCE(r.state, '') AS state, r.amount_minor, COALESCE(r.kept_minor, 0) AS kept_minor
  FROM report_promises r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.promised_on, r.promise_id;

-- report_rows_disputes :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, document_number text, kind text,
--        reason_code text, state text, resolution text?, owner_name text?, opened_on day, target_on day?,
--        closed_on day?, amount_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.document_number, r.kind, r.reason_code,
       COALESCE(r.state, '') AS state, r.resolution, r.owner_name, r.opened_on, r.target_on, r.closed_on, r.amount_minor
  FROM report_disputes r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.opened_on, r.dispute_id;

-- report_rows_messages :stream (scope u64?)
--     → (customer_number text, customer_name text, division text?, currency cur?, channel text, kind text,
--        template text, step text?, state text, cause text?, subject text?, created_at instant, handed_at instant?,
--        handed_on day?, total_minor i64?)
-- One that is about no division stands for those without limits alone.
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.channel, r.kind, r.template, r.step, r.state, r.cause,
       r.subject, r.created_at, r.handed_at, r.handed_on, r.total_minor
  FROM report_messages r
  LEFT JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.created_at, r.message_id;

-- report_rows_documents :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, document_number text, kind text, side text,
--        reference text?, source_system text, issued_on day, due_on day?, settled_on day?, status text, amount_minor i64,
--        open_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.document_number, r.kind, r.side, r.reference,
       r.source_system, r.issued_on, r.due_on, r.settled_on, r.status, r.amount_minor, r.open_minor
  FROM report_documents r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.customer_number, r.issued_on, r.document_id;

-- report_rows_accounts :stream (scope u64?)
--     → (customer_number text, customer_name text, division text, currency cur, status text, kind text, country text?,
--        language text, since_on day?, terms_days u32?, assignee text?, risk text?, last_contact_on day?,
--        oldest_due_on day?, open_minor i64, unapplied_minor i64)
SELECT r.customer_number, r.customer_name, r.division, r.currency, r.status, r.kind, r.country, r.language, r.since_on,
       r.terms_days, r.assignee, r.risk, r.last_contact_on, r.oldest_due_on,
       COALESCE(CAST(r.open_minor AS SIGNED), 0) AS open_minor, COALESCE(CAST(r.unapplied_minor AS SIGNED), 0) AS unapplied_minor
  FROM report_accounts r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, r.customer_id)
 ORDER BY r.customer_number, r.division, r.currency;

-- report_rows_daily_balance :stream (scope u64?)
--     → (division text, currency cur, day day, not_due_minor i64, late_30_minor i64, late_60_minor i64,
--        late_90_minor i64, late_91_minor i64, unapplied_minor i64, sales_minor i64, written_off_minor i64,
--        paid_minor i64, disputed_minor i64, promised_minor i64)
-- Of all customers of a division: nothing for who sees the own portfolio alone.
SELECT r.division, r.currency, r.day, r.not_due_minor, r.late_30_minor, r.late_60_minor, r.late_90_minor, r.late_91_minor,
       r.unapplied_minor, r.sales_minor, r.written_off_minor, r.paid_minor, r.disputed_minor, r.promised_minor
  FROM report_daily_balance r
  JOIN division d ON d.code = r.division
 WHERE SEES(d.id, NULL)
 ORDER BY r.day, r.division, r.currency;
