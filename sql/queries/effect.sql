-- What came after messages, a span of cases after the other, and who or what did the work: streams
-- over the cases of a population as in insight.sql. An item is an instalment of an invoice;
-- domain/effect.h says what is compared.

-- effect_span_end :one (@insight_filters, lo u64, take u32) → (hi u64?)
-- The last of the next cases, from that id on.
SELECT MAX(x.id) AS hi
  FROM (SELECT c.id
          FROM case_state c
         WHERE c.id >= :lo AND @insight_narrow
         ORDER BY c.id
         LIMIT :take) x;

-- effect_sent :stream (@insight_filters, lo u64, hi u64, from_on day, to_on day)
--     → (outbox_id u64, instalment_id u64, currency cur, handed_on day?, handed_at instant?, time_zone text, reminds bool,
--        channel text, template text, step text?, strategy text?, version_no u32?)
-- What was handed over in those days and named an item, message by message. reminds: a step of a
-- strategy, or a person's own; notices of autopay and the like only mean that the item was written about.
-- version_no: where the decision is kept.
SELECT STRAIGHT_JOIN o.id AS outbox_id, l.instalment_id, c.currency, o.handed_on, o.handed_at, d.time_zone,
       o.kind IN ('upcoming', 'overdue') OR o.actor_kind = 'user' AS reminds, o.channel, o.template,
       IF(o.kind = 'manual', NULL, o.step) AS step, t.name AS strategy, v.version_no
  FROM case_state c
  JOIN outbox o FORCE INDEX (outbox_contact)
    ON o.customer_id = c.customer_id AND o.state = 'handed_over' AND o.handed_on BETWEEN :from_on AND :to_on
   AND o.case_id = c.id AND o.beside = 0
  JOIN division d ON d.id = c.division_id
  JOIN outbox_line l FORCE INDEX (outbox_line_outbox) ON l.outbox_id = o.id AND l.void_id = 0
  LEFT JOIN decision e ON e.id = o.decision_id
  LEFT JOIN script_version v ON v.id = e.script_version_id
  LEFT JOIN script t ON t.id = COALESCE(v.script_id, o.script_id)
 WHERE c.id BETWEEN :lo AND :hi AND @insight_narrow
 ORDER BY c.id, o.id;

-- effect_items :stream (@insight_filters, lo u64, hi u64, from_on day, to_on day)
--     → (id u64, case_id u64, currency cur, issued_on day, due_on day, open_minor i64)
-- Items that were open on some day of the period.
SELECT i.id, c.id AS case_id, c.currency, i.issued_on, i.due_on, i.open_minor
  FROM case_state c
  STRAIGHT_JOIN instalment i FORCE INDEX (instalment_aging)
     ON i.case_id = c.id AND i.settled_on >= :from_on AND i.issued_on <= :to_on
  STRAIGHT_JOIN item t ON t.id = i.item_id AND t.kind = 'invoice'
 WHERE c.id BETWEEN :lo AND :hi AND @insight_narrow
 ORDER BY c.id;

-- effect_allocated :stream (@insight_filters, lo u64, hi u64, from_on day)
--     → (instalment_id u64, effective_on day, minor i64, payment bool, stands bool)
-- What was allocated to items from that day on, reversals with their sign.
SELECT a.instalment_id, a.effective_on, a.debit_minor AS minor, p.kind = 'payment' AS payment,
       a.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) AS stands
  FROM case_state c
  STRAIGHT_JOIN allocation a FORCE INDEX (allocation_case) ON a.case_id = c.id AND a.effective_on >= :from_on
  STRAIGHT_JOIN item t ON t.id = a.debit_item_id AND t.kind = 'invoice'
  STRAIGHT_JOIN item p ON p.id = a.credit_item_id
 WHERE c.id BETWEEN :lo AND :hi AND @insight_narrow
 ORDER BY c.id;

-- effect_payers :stream (@insight_filters, lo u64, hi u64, from_on day, to_on day) → (case_id u64, settled_n u64, days_late i64)
-- Invoices settled in those days, and how late they were, added up; early is negative.
SELECT c.id AS case_id, COUNT(*) AS settled_n, COALESCE(CAST(SUM(DATEDIFF(i.settled_on, i.due_on)) AS SIGNED), 0) AS days_late
  FROM case_state c
  STRAIGHT_JOIN instalment i FORCE INDEX (instalment_aging) ON i.case_id = c.id AND i.settled_on BETWEEN :from_on AND :to_on
  STRAIGHT_JOIN item t ON t.id = i.item_id AND t.kind = 'invoice'
 WHERE c.id BETWEEN :lo AND :hi AND @insight_narrow
 GROUP BY c.id
 ORDER BY c.id;

-- effect_work :stream (@insight_filters, from_on day, to_on day) → (kind text, on_day day?, itself u64, by_hand u64)
-- Work of those days by who did it: messages that a strategy or the system planned, and that a person
-- wrote; promises (a plan is one) and disputes of customers, and those that staff entered; payments that
-- were matched to invoices by what the payer chose in the portal, and by what another system reported.
SELECT x.kind, x.on_day, COALESCE(CAST(SUM(x.itself) AS UNSIGNED), 0) AS itself,
       COALESCE(CAST(SUM(x.by_hand) AS UNSIGNED), 0) AS by_hand
  FROM (SELECT 'messages' AS kind, o.handed_on AS on_day, o.actor_kind <> 'user' AS itself, o.actor_kind = 'user' AS by_hand
          FROM outbox o
          JOIN case_state c ON c.id = COALESCE(o.case_id, (
               SELECT MIN(s.id) FROM case_state s WHERE s.customer_id = o.customer_id))
         WHERE o.state = 'handed_over' AND o.handed_on BETWEEN :from_on AND :to_on AND @insight_narrow
         UNION ALL
        SELECT 'promises', p.made_on, p.actor_kind = 'contact', p.actor_kind = 'user'
          FROM promise p
          JOIN case_state c ON c.id = p.case_id
         WHERE p.made_on BETWEEN :from_on AND :to_on
           AND (p.plan_id IS NULL OR p.id = (SELECT MIN(n.id) FROM promise n WHERE n.case_id = p.case_id AND n.plan_id = p.plan_id))
           AND @insight_narrow
         UNION ALL
        SELECT 'disputes', d.opened_on, d.actor_kind = 'contact', d.actor_kind = 'user'
          FROM dispute d
          JOIN case_state c ON c.id = d.case_id
         WHERE d.opened_on BETWEEN :from_on AND :to_on AND @insight_narrow
         UNION ALL
        SELECT 'payments', a.effective_on, a.source_system = 'dunlin' AND a.reason <=> 'portal', a.source_system <> 'dunlin'
          FROM allocation a
          JOIN case_state c ON c.id = a.case_id
          JOIN item p ON p.id = a.credit_item_id AND p.kind = 'payment'
          JOIN item t ON t.id = a.debit_item_id AND t.kind = 'invoice'
         WHERE a.effective_on BETWEEN :from_on AND :to_on AND a.reverses_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) AND @insight_narrow) x
 GROUP BY x.kind, x.on_day
 ORDER BY x.kind, x.on_day;

-- effect_follow_ups :stream (@insight_filters, from_at instant, to_at instant) → (ended_at instant?, time_zone text, by_hand bool)
-- Tasks that ended then. One that is about no case counts with the first of its customer.
SELECT f.ended_at, v.time_zone, f.ended_by IS NOT NULL AS by_hand
  FROM follow_up f
  JOIN case_state c ON c.id = COALESCE(f.case_id, (
       SELECT MIN(s.id) FROM case_state s WHERE s.customer_id = f.customer_id))
  JOIN division v ON v.id = c.division_id
 WHERE f.state IN ('done', 'cancelled') AND f.ended_at >= :from_at AND f.ended_at < :to_at AND @insight_narrow;
