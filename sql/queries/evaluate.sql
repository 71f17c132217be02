-- What an evaluation run reads. Every stream is ordered by case, begins with the case and
-- takes, by name, what it needs of: the range of case ids, the instant, whether to take cases
-- whose time has not come, and a window of days. Merged by case (service/
-- case_stream.c), the streams are one snapshot after the other.

-- eval_due_case :stream [hot] (now_at instant, full bool) → (id u64)
-- Cases something can happen to, by id. With full, every case with anything open.
SELECT id FROM case_state
 WHERE next_at <= :now_at
 UNION DISTINCT
SELECT DISTINCT case_id AS id FROM instalment
 WHERE :full AND is_open = 1
 ORDER BY id;

-- eval_case :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, customer_id u64, division_id u64, currency cur, touch_seq u64, run_id u64?, next_at instant, last_contact_on day?, pin_script_id u64?, number text, name text, status u8, kind u8, language text, time_zone text?, country text?, region text?, payment_method text?, since_on day?, credit_limit_minor i64?, credit_currency cur?, risk u8, late_permille u32?, assignee_id u64?, has_address bool)
@case_heads(case_state cs | cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full));

-- eval_instalment :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, id u64, item_id u64, number text, seq u32, kind text, due_missing bool, issued_on day, due_on day, amount_minor i64, open_minor i64)
@case_instalments(case_state cs | cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full));

-- eval_credit :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, item_id u64, number text, issued_on day, open_minor i64)
@case_credits(case_state cs | cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full));

-- eval_taken :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, instalment_id u64, script_id u64, step text, cycle u32, level u32, on_day day?, task bool, uncertain bool)
-- Steps of open instalments only: what is settled is never read.
SELECT STRAIGHT_JOIN l.case_id, l.instalment_id, l.script_id, l.step, l.cycle, l.level, l.handed_on AS on_day,
       FALSE AS task, o.state = 'uncertain' AS uncertain
  FROM outbox_line l
  JOIN case_state cs ON cs.id = l.case_id AND (cs.next_at <= :now_at OR :full)
  JOIN instalment i ON i.id = l.instalment_id AND i.is_open = 1
  JOIN outbox o ON o.id = l.outbox_id
 WHERE l.case_id BETWEEN :lo AND :hi AND l.void_id = 0
 UNION ALL
SELECT STRAIGHT_JOIN f.case_id, f.instalment_id, f.script_id, f.step, f.cycle, f.level, f.taken_on, TRUE, FALSE
  FROM follow_up_line f
  JOIN case_state cs ON cs.id = f.case_id AND (cs.next_at <= :now_at OR :full)
  JOIN instalment i ON i.id = f.instalment_id AND i.is_open = 1
 WHERE f.case_id BETWEEN :lo AND :hi
 ORDER BY case_id, instalment_id, script_id, level, cycle, step;

-- eval_promise :stream (lo u64, hi u64, now_at instant, full bool, from_on day) → (case_id u64, id u64, amount_minor i64, made_on day, promised_on day, judged_on day, state_before text?, kept_before i64?)
SELECT STRAIGHT_JOIN p.case_id, p.id, p.amount_minor, p.made_on, p.promised_on, p.judged_on,
       ps.state AS state_before, ps.kept_minor AS kept_before
  FROM promise p
  LEFT JOIN promise_state ps ON ps.promise_id = p.id
  JOIN case_state cs ON cs.id = p.case_id AND (cs.next_at <= :now_at OR :full)
 WHERE p.case_id BETWEEN :lo AND :hi AND p.known_to IS NULL AND p.judged_on >= :from_on
 ORDER BY p.case_id, p.judged_on, p.id;

-- eval_promise_item :stream (lo u64, hi u64, now_at instant, full bool, from_on day) → (case_id u64, promise_id u64, instalment_id u64, minor i64)
SELECT STRAIGHT_JOIN p.case_id, pi.promise_id, pi.instalment_id, pi.minor
  FROM promise p
  JOIN case_state cs ON cs.id = p.case_id AND (cs.next_at <= :now_at OR :full)
  JOIN promise_item pi ON pi.promise_id = p.id
 WHERE p.case_id BETWEEN :lo AND :hi AND p.known_to IS NULL AND p.judged_on >= :from_on
 ORDER BY p.case_id, pi.promise_id, pi.instalment_id;

-- eval_promise_fact :stream (lo u64, hi u64, now_at instant, full bool, from_on day) → (case_id u64, id u64, reverses_id u64?, instalment_id u64, credit_item_id u64, effective_on day, debit_minor i64)
-- Allocations since the first promise that is still looked at, only where there is one.
SELECT STRAIGHT_JOIN a.case_id, a.id, a.reverses_id, a.instalment_id, a.credit_item_id, a.effective_on, a.debit_minor
  FROM (SELECT case_id, MIN(made_on) AS made_on FROM promise
         WHERE case_id BETWEEN :lo AND :hi AND known_to IS NULL AND judged_on >= :from_on
         GROUP BY case_id) p
  JOIN case_state cs ON cs.id = p.case_id AND (cs.next_at <= :now_at OR :full)
  JOIN allocation a ON a.case_id = cs.id AND a.effective_on >= p.made_on
 ORDER BY a.case_id, a.effective_on, a.id;

-- eval_promise_payment :stream (lo u64, hi u64, now_at instant, full bool, from_on day) → (case_id u64, item_id u64, on_day day, minor i64)
-- Payments received since then, net of what was returned.
SELECT STRAIGHT_JOIN it.case_id, it.id AS item_id, it.issued_on AS on_day, it.amount_minor AS minor
  FROM (SELECT case_id, MIN(made_on) AS made_on FROM promise
         WHERE case_id BETWEEN :lo AND :hi AND known_to IS NULL AND judged_on >= :from_on
         GROUP BY case_id) p
  JOIN case_state cs ON cs.id = p.case_id AND (cs.next_at <= :now_at OR :full)
  JOIN item it ON it.case_id = cs.id AND it.kind = 'payment' AND it.status = 'posted'
              AND it.issued_on >= p.made_on AND it.amount_minor > 0
 ORDER BY it.case_id, it.issued_on, it.id;

-- eval_dispute :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, id u64, item_id u64, amount_minor i64, reason_code text, opened_on day, target_on day?)
-- One that ended for the customer is held until what the ledger needs is done: a credit note
-- that is still to be written is no debt to remind of.
SELECT STRAIGHT_JOIN d.case_id, d.id, d.item_id, d.amount_minor, d.reason_code, d.opened_on, d.target_on
  FROM dispute d
  JOIN case_state cs ON cs.id = d.case_id AND (cs.next_at <= :now_at OR :full)
 WHERE d.case_id BETWEEN :lo AND :hi
   AND (d.known_to IS NULL OR (d.resolution IN ('credit', 'rebill', 'write_off')
        AND EXISTS (SELECT 1 FROM follow_up f WHERE f.live_key = CONCAT('dispute_resolved:', d.id))))
 ORDER BY d.case_id, d.id;

-- eval_hold :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, id u64, item_id u64?, legal bool, amount_minor i64?, until_on day?, reason text, autopay bool, transfer bool)
-- What people hold; what is collected by itself, or is being collected; and what a transfer is
-- announced of, for some working days: nobody is reminded of that.
SELECT cs.id AS case_id, h.id, h.item_id, h.kind = 'legal' AS legal, h.amount_minor, h.until_on, h.reason, FALSE AS autopay, FALSE AS transfer
  FROM case_state cs
  JOIN hold h ON h.customer_id = cs.customer_id AND h.known_to IS NULL
             AND (h.case_id IS NULL OR h.case_id = cs.id)
 WHERE cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 UNION ALL
SELECT STRAIGHT_JOIN cs.id, i.id, i.id, FALSE, NULL, NULL, 'autopay', TRUE, FALSE
  FROM payment_autopay p
  JOIN case_state cs ON cs.id = p.case_id
  JOIN item i ON i.case_id = cs.id AND i.is_open = 1 AND i.side = 'debit' AND i.kind NOT IN ('fee', 'interest')
 WHERE p.live = 1 AND p.case_id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
   AND NOT EXISTS (SELECT 1 FROM payment_charge c WHERE c.autopay_id = p.id AND c.item_id = i.id AND c.blocked_at IS NOT NULL)
 UNION ALL
SELECT STRAIGHT_JOIN cs.id, c.id, c.item_id, FALSE, c.minor, NULL, 'autopay', TRUE, FALSE
  FROM payment_charge c
  JOIN case_state cs ON cs.id = c.case_id
 WHERE c.state = 'charging' AND c.case_id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 UNION ALL
SELECT STRAIGHT_JOIN cs.id, p.id, l.item_id, FALSE, l.minor + COALESCE(d.minor, 0), p.hold_until, 'transfer', FALSE, TRUE
  FROM payment_intent p
  JOIN case_state cs ON cs.id = p.case_id
  JOIN payment_intent_line l ON l.intent_id = p.id
  LEFT JOIN payment_deduction d ON d.intent_id = l.intent_id AND d.item_id = l.item_id
 WHERE p.is_live = 1 AND p.hold_until IS NOT NULL AND p.case_id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 ORDER BY case_id, id;

-- eval_contact :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, id u64, name text, email text?, language text?, time_zone text?, roles u8, consent bool, suppressed bool)
-- roles: bit 1 billing, 2 statement, 4 dispute, 8 legal.
@case_contacts(case_state cs | cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full));

-- eval_tag :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, tag text, own bool)
-- own: a script gave it for this very case, so this evaluation may take it back.
@case_tags(case_state cs | cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full));

-- eval_task :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64?, id u64, dedup_key text?, is_open bool, due_on day, kind text)
-- Tasks that are open, and all that were ever raised for a cause.
SELECT STRAIGHT_JOIN f.case_id, f.id, f.dedup_key, f.state = 'open' AS is_open,
       COALESCE(f.snoozed_to, f.due_on) AS due_on, f.kind
  FROM follow_up f
  JOIN case_state cs ON cs.id = f.case_id AND (cs.next_at <= :now_at OR :full)
 WHERE f.case_id BETWEEN :lo AND :hi AND (f.state = 'open' OR f.dedup_key IS NOT NULL)
 ORDER BY f.case_id, f.id;

-- eval_waiting :stream (lo u64, hi u64, now_at instant, full bool) → (case_id u64, is_reply bool, kind text, on_day day?)
-- Conversations that wait for an answer, and open tasks of no case in particular: both with
-- each case of the customer they can be about.
SELECT cs.id AS case_id, TRUE AS is_reply, 'reply' AS kind, CAST(t.waiting_since AS DATE) AS on_day
  FROM inbox_thread t
  JOIN case_state cs ON cs.customer_id = t.customer_id AND (t.case_id IS NULL OR t.case_id = cs.id)
 WHERE t.waiting_since IS NOT NULL
   AND cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 UNION ALL
SELECT cs.id, FALSE, f.kind, COALESCE(f.snoozed_to, f.due_on)
  FROM follow_up f
  JOIN case_state cs ON cs.customer_id = f.customer_id
 WHERE f.case_id IS NULL AND f.state = 'open'
   AND cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 ORDER BY case_id;

-- eval_outbound :stream (lo u64, hi u64, now_at instant, full bool, from_on day) → (case_id u64, pending_n u32, uncertain_n u32, handed_n u32, last_on day?)
-- Messages of the customer that ask for something, whatever the case: planned, of unknown fate, and handed over since.
SELECT cs.id AS case_id,
       CAST(COALESCE(SUM(o.state IN ('planned','claimed','sending')), 0) AS UNSIGNED) AS pending_n,
       CAST(COALESCE(SUM(o.state = 'uncertain' AND o.case_id = cs.id), 0) AS UNSIGNED) AS uncertain_n,
       CAST(COALESCE(SUM(o.state = 'handed_over'), 0) AS UNSIGNED) AS handed_n,
       MAX(o.handed_on) AS last_on
  FROM case_state cs
  JOIN outbox o ON o.customer_id = cs.customer_id AND o.kind <> 'system' AND o.beside = 0
               AND (o.state IN ('planned','claimed','sending','uncertain')
                    OR (o.state = 'handed_over' AND o.handed_on >= :from_on))
 WHERE cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 GROUP BY cs.id
 ORDER BY cs.id;

-- eval_paid :stream (lo u64, hi u64, now_at instant, full bool, from_on day, to_on day) → (case_id u64, closed_n u32, late_days i64?, last_on day?)
-- How items closed in the window were paid: count, mean days after due weighted by amount.
SELECT cs.id AS case_id, CAST(COUNT(*) AS UNSIGNED) AS closed_n,
       CAST(SUM(CAST(i.amount_minor AS DECIMAL(38)) * (TO_DAYS(i.settled_on) - TO_DAYS(i.due_on)))
            DIV GREATEST(SUM(CAST(i.amount_minor AS DECIMAL(38))), 1) AS SIGNED) AS late_days,
       MAX(i.settled_on) AS last_on
  FROM case_state cs
  JOIN instalment i ON i.case_id = cs.id AND i.settled_on BETWEEN :from_on AND :to_on
 WHERE cs.id BETWEEN :lo AND :hi AND (cs.next_at <= :now_at OR :full)
 GROUP BY cs.id
 ORDER BY cs.id;

-- eval_division :many () → (id u64, country text, region text?, time_zone text, synced_at instant?)
-- Who is owed, with the newest word of any source that feeds it.
SELECT d.id, d.country, d.region, d.time_zone,
       (SELECT MAX(ss.synced_at) FROM source_sync ss WHERE ss.division_id = d.id) AS synced_at
  FROM division d;

-- The same of the cases that are named, for those whose messages are about to leave. What
-- holds a debt back is not among them: who has any of it is read alone.

-- named_case :stream (ids json) → eval_case
@case_heads(@cases_named | TRUE);

-- named_instalment :stream (ids json) → eval_instalment
@case_instalments(@cases_named | TRUE);

-- named_credit :stream (ids json) → eval_credit
@case_credits(@cases_named | TRUE);

-- named_contact :stream (ids json) → eval_contact
@case_contacts(@cases_named | TRUE);

-- named_tag :stream (ids json) → eval_tag
@case_tags(@cases_named | TRUE);

-- The same relations as they were known at an instant, for the explanation of a past day:
-- now_at is that instant, to_on the day. What people changed since is taken from the
-- history, allocations that were not known yet do not count.

-- asof_division :many (now_at instant) → eval_division
SELECT d.id, d.country, d.region, d.time_zone,
       (SELECT MAX(h.synced_minute) FROM source_sync_history h
         WHERE h.division_id = d.id AND h.synced_minute < :now_at) AS synced_at
  FROM division d;

-- asof_case :stream (lo u64, hi u64, now_at instant) → eval_case
SELECT cs.id AS case_id, cs.customer_id, cs.division_id, cs.currency, cs.touch_seq, cs.run_id, cs.next_at,
       CAST(NULL AS DATE) AS last_contact_on,
       (SELECT MAX(sp.script_id) FROM strategy_pin sp
         WHERE sp.case_id = cs.id AND sp.known_from <= :now_at AND (sp.known_to IS NULL OR sp.known_to > :now_at))
       AS pin_script_id,
       c.number, COALESCE(h.name, c.name) AS name,
       COALESCE(CAST(IF(h.customer_id IS NULL, c.status + 0, h.status + 0) AS UNSIGNED), 1) AS status,
       COALESCE(CAST(IF(h.customer_id IS NULL, c.kind + 0, h.kind + 0) AS UNSIGNED), 1) AS kind,
       COALESCE(h.language, c.language) AS language,
       IF(h.customer_id IS NULL, c.time_zone, h.time_zone) AS time_zone,
       IF(h.customer_id IS NULL, c.country, h.country) AS country,
       IF(h.customer_id IS NULL, c.region, h.region) AS region,
       IF(h.customer_id IS NULL, c.payment_method, h.payment_method) AS payment_method, c.since_on,
       IF(h.customer_id IS NULL, c.credit_limit_minor, h.credit_limit_minor) AS credit_limit_minor,
       IF(h.customer_id IS NULL, c.credit_currency, h.credit_currency) AS credit_currency,
       COALESCE(CAST(rk.class + 0 AS UNSIGNED), 0) AS risk, CAST(rk.late_permille AS UNSIGNED INTEGER) AS late_permille,
       CAST(NULL AS UNSIGNED) AS assignee_id,
       EXISTS (SELECT 1 FROM address ad
                WHERE ad.customer_id = cs.customer_id AND ad.known_from <= :now_at
                  AND (ad.known_to IS NULL OR ad.known_to > :now_at) AND @address_is_postal) AS has_address
  FROM case_state cs
  JOIN customer c ON c.id = cs.customer_id
  LEFT JOIN customer_history h ON h.customer_id = c.id AND h.known_from <= :now_at AND h.known_to > :now_at
  LEFT JOIN risk rk ON rk.case_id = cs.id AND rk.known_from <= :now_at AND (rk.known_to IS NULL OR rk.known_to > :now_at)
 WHERE cs.id BETWEEN :lo AND :hi
 ORDER BY cs.id;

-- asof_instalment :stream (lo u64, hi u64, now_at instant, to_on day) → eval_instalment
SELECT i.case_id, i.id, i.item_id, it.number, i.seq, it.kind, i.due_missing, i.issued_on,
       COALESCE(h.due_on, i.due_on) AS due_on, COALESCE(h.amount_minor, i.amount_minor) AS amount_minor,
       CAST(COALESCE(h.amount_minor, i.amount_minor) - COALESCE(SUM(a.debit_minor), 0) AS SIGNED) AS open_minor
  FROM instalment i
  JOIN item it ON it.id = i.item_id
  LEFT JOIN instalment_history h ON h.instalment_id = i.id AND h.known_from <= :now_at AND h.known_to > :now_at
  LEFT JOIN allocation a ON a.instalment_id = i.id AND a.effective_on <= :to_on AND a.known_at <= :now_at
 WHERE i.case_id BETWEEN :lo AND :hi AND i.issued_on <= :to_on AND it.known_at <= :now_at
   AND NOT EXISTS (SELECT 1 FROM item_event ev WHERE ev.item_id = it.id AND ev.kind = 'cancelled'
                      AND ev.known_at <= :now_at AND it.status = 'cancelled')
 GROUP BY i.id
HAVING open_minor > 0
 ORDER BY i.case_id, due_on, i.id;

-- asof_credit :stream (lo u64, hi u64, now_at instant, to_on day) → eval_credit
SELECT it.case_id, it.id AS item_id, it.number, it.issued_on,
       CAST(it.amount_minor - COALESCE(SUM(a.credit_minor), 0) AS SIGNED) AS open_minor
  FROM item it
  LEFT JOIN allocation a ON a.credit_item_id = it.id AND a.effective_on <= :to_on AND a.known_at <= :now_at
 WHERE it.case_id BETWEEN :lo AND :hi AND it.side = 'credit' AND it.issued_on <= :to_on AND it.known_at <= :now_at
   AND NOT EXISTS (SELECT 1 FROM item_event ev WHERE ev.item_id = it.id AND ev.kind = 'cancelled'
                      AND ev.known_at <= :now_at AND it.status = 'cancelled')
 GROUP BY it.id
HAVING open_minor > 0
 ORDER BY it.case_id, it.issued_on, it.id;

-- asof_taken :stream (lo u64, hi u64, to_on day) → eval_taken
SELECT l.case_id, l.instalment_id, l.script_id, l.step, l.cycle, l.level, l.handed_on AS on_day,
       FALSE AS task, FALSE AS uncertain
  FROM outbox_line l
 WHERE l.case_id BETWEEN :lo AND :hi AND l.void_id = 0 AND l.handed_on <= :to_on
 UNION ALL
SELECT f.case_id, f.instalment_id, f.script_id, f.step, f.cycle, f.level, f.taken_on, TRUE, FALSE
  FROM follow_up_line f
 WHERE f.case_id BETWEEN :lo AND :hi AND f.taken_on <= :to_on
 ORDER BY case_id, instalment_id, script_id, level, cycle, step;

-- asof_promise :stream (lo u64, hi u64, now_at instant, from_on day) → eval_promise
SELECT p.case_id, p.id, p.amount_minor, p.made_on, p.promised_on, p.judged_on, CAST(NULL AS CHAR(16)) AS state_before,
       CAST(NULL AS INTEGER) AS kept_before
  FROM promise p
 WHERE p.case_id BETWEEN :lo AND :hi AND p.judged_on >= :from_on
   AND p.known_from <= :now_at AND (p.known_to IS NULL OR p.known_to > :now_at)
 ORDER BY p.case_id, p.judged_on, p.id;

-- asof_promise_fact :stream (lo u64, hi u64, now_at instant, from_on day, to_on day) → eval_promise_fact
SELECT a.case_id, a.id, a.reverses_id, a.instalment_id, a.credit_item_id, a.effective_on, a.debit_minor
  FROM allocation a
 WHERE a.case_id BETWEEN :lo AND :hi AND a.effective_on BETWEEN :from_on AND :to_on AND a.known_at <= :now_at
 ORDER BY a.case_id, a.effective_on, a.id;

-- asof_promise_payment :stream (lo u64, hi u64, now_at instant, from_on day, to_on day) → eval_promise_payment
SELECT it.case_id, it.id AS item_id, it.issued_on AS on_day, it.amount_minor AS minor
  FROM item it
 WHERE it.case_id BETWEEN :lo AND :hi AND it.kind = 'payment' AND it.status = 'posted' AND it.amount_minor > 0
   AND it.issued_on BETWEEN :from_on AND :to_on AND it.known_at <= :now_at
 ORDER BY it.case_id, it.issued_on, it.id;

-- asof_dispute :stream (lo u64, hi u64, now_at instant) → eval_dispute
-- With the amount and target that stood then; nothing of one that had ended and was open again later.
SELECT d.case_id, d.id, d.item_id, COALESCE(h.amount_minor, d.amount_minor) AS amount_minor, d.reason_code,
       d.opened_on, IF(h.dispute_id IS NULL, d.target_on, h.target_on) AS target_on
  FROM dispute d
  LEFT JOIN dispute_past h ON h.dispute_id = d.id AND h.known_to = (
        SELECT MIN(k.known_to) FROM dispute_past k WHERE k.dispute_id = d.id AND k.known_to > :now_at)
 WHERE d.case_id BETWEEN :lo AND :hi AND d.known_from <= :now_at AND COALESCE(h.amount_minor, 1) > 0
   AND (d.known_to IS NULL OR d.known_to > :now_at OR (d.resolution IN ('credit', 'rebill', 'write_off')
        AND EXISTS (SELECT 1 FROM follow_up f
                     WHERE f.case_id = d.case_id AND f.dedup_key = CONCAT('dispute_resolved:', d.id)
                       AND f.created_at <= :now_at AND (f.ended_at IS NULL OR f.ended_at > :now_at))))
 ORDER BY d.case_id, d.id;

-- asof_hold :stream (lo u64, hi u64, now_at instant) → eval_hold
SELECT cs.id AS case_id, h.id, h.item_id, h.kind = 'legal' AS legal, h.amount_minor, h.until_on, h.reason, FALSE AS autopay, FALSE AS transfer
  FROM case_state cs
  JOIN hold h ON h.customer_id = cs.customer_id AND (h.case_id IS NULL OR h.case_id = cs.id)
             AND h.known_from <= :now_at AND (h.known_to IS NULL OR h.known_to > :now_at)
 WHERE cs.id BETWEEN :lo AND :hi
 UNION ALL
SELECT cs.id, i.id, i.id, FALSE, NULL, NULL, 'autopay', TRUE, FALSE
  FROM case_state cs
  JOIN payment_autopay p ON p.case_id = cs.id AND p.known_from <= :now_at AND (p.known_to IS NULL OR p.known_to > :now_at)
  JOIN item i ON i.case_id = cs.id AND i.side = 'debit' AND i.kind NOT IN ('fee', 'interest')
 WHERE cs.id BETWEEN :lo AND :hi
   AND NOT EXISTS (SELECT 1 FROM payment_charge c WHERE c.autopay_id = p.id AND c.item_id = i.id AND c.blocked_at <= :now_at)
 UNION ALL
SELECT cs.id, c.id, c.item_id, FALSE, c.minor, NULL, 'autopay', TRUE, FALSE
  FROM case_state cs
  JOIN payment_charge c ON c.case_id = cs.id AND c.charged_at <= :now_at AND (c.ended_at IS NULL OR c.ended_at > :now_at)
 WHERE cs.id BETWEEN :lo AND :hi
 UNION ALL
SELECT p.case_id, p.id, l.item_id, FALSE, l.minor + COALESCE(d.minor, 0), p.hold_until, 'transfer', FALSE, TRUE
  FROM payment_intent p
  JOIN payment_intent_line l ON l.intent_id = p.id
  LEFT JOIN payment_deduction d ON d.intent_id = l.intent_id AND d.item_id = l.item_id
 WHERE p.case_id BETWEEN :lo AND :hi AND p.hold_until IS NOT NULL
   AND p.created_at <= :now_at AND (p.ended_at IS NULL OR p.ended_at > :now_at)
 ORDER BY case_id, id;

-- asof_contact :stream (lo u64, hi u64, now_at instant) → eval_contact
SELECT cs.id AS case_id, k.id, COALESCE(h.name, k.name) AS name, IF(h.contact_id IS NULL, k.email, h.email) AS email,
       IF(h.contact_id IS NULL, k.language, h.language) AS language,
       IF(h.contact_id IS NULL, k.time_zone, h.time_zone) AS time_zone,
       COALESCE(CAST(IF(h.contact_id IS NULL, k.roles + 0, h.roles + 0) AS UNSIGNED), 0) AS roles,
       COALESCE(h.email_consent, k.email_consent) AS consent,
       EXISTS (SELECT 1 FROM suppression s WHERE s.email = IF(h.contact_id IS NULL, k.email, h.email)
                  AND s.known_from <= :now_at AND (s.known_to IS NULL OR s.known_to > :now_at)) AS suppressed
  FROM case_state cs
  JOIN contact k ON k.customer_id = cs.customer_id
  LEFT JOIN contact_history h ON h.contact_id = k.id AND h.known_from <= :now_at AND h.known_to > :now_at
 WHERE cs.id BETWEEN :lo AND :hi AND COALESCE(h.active, k.active) = 1
   AND (k.known_from <= :now_at OR h.contact_id IS NOT NULL)
 ORDER BY cs.id, k.id;

-- asof_tag :stream (lo u64, hi u64, now_at instant) → eval_tag
SELECT cs.id AS case_id, t.tag, t.origin = 'script' AND t.case_id = cs.id AS own
  FROM case_state cs
  JOIN customer_tag t ON t.customer_id = cs.customer_id AND t.known_from <= :now_at
                     AND (t.known_to IS NULL OR t.known_to > :now_at)
 WHERE cs.id BETWEEN :lo AND :hi
 ORDER BY cs.id, t.tag;

-- asof_task :stream (lo u64, hi u64, now_at instant) → eval_task
SELECT f.case_id, f.id, f.dedup_key, COALESCE(f.ended_at > :now_at, TRUE) AS is_open, f.due_on, f.kind
  FROM follow_up f
 WHERE f.case_id BETWEEN :lo AND :hi AND f.created_at <= :now_at
 ORDER BY f.case_id, f.id;

-- asof_outbound :stream (lo u64, hi u64, now_at instant, from_on day) → eval_outbound
SELECT cs.id AS case_id,
       CAST(COALESCE(SUM(o.handed_at > :now_at), 0) AS UNSIGNED) AS pending_n,
       CAST(0 AS UNSIGNED) AS uncertain_n,
       CAST(COALESCE(SUM(o.handed_at <= :now_at AND o.handed_on >= :from_on), 0) AS UNSIGNED) AS handed_n,
       MAX(IF(o.handed_at <= :now_at, o.handed_on, NULL)) AS last_on
  FROM case_state cs
  JOIN outbox o ON o.customer_id = cs.customer_id AND o.kind <> 'system' AND o.beside = 0 AND o.state = 'handed_over'
               AND o.created_at <= :now_at
 WHERE cs.id BETWEEN :lo AND :hi
 GROUP BY cs.id
 ORDER BY cs.id;
