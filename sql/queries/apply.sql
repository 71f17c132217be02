-- What an evaluation writes back: one transaction a batch, one call a table.

-- apply_lock :many (ids json) → (id u64, touch_seq u64, run_id u64?)
-- The lock of every case of the batch, in the order of their ids. A case whose touch_seq or
-- run_id is no longer the one that was read belongs to somebody else now.
SELECT STRAIGHT_JOIN cs.id, cs.touch_seq, cs.run_id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN case_state cs ON cs.id = j.id
 FOR UPDATE;

-- apply_case_state :bulk (id u64, customer_id u64, division_id u64, currency cur, strategy_id u64?, strategy_why text?, version_id u64?, run_id u64, evaluated_at instant, evaluated_on day, next_at instant, next_step text?, next_step_on day?, next_step_at instant?, fault text?)
-- The row is there and locked: only the update part ever runs.
INSERT INTO case_state (id, customer_id, division_id, currency, strategy_id, strategy_why, version_id, run_id,
                        evaluated_at, evaluated_on, next_at, next_step, next_step_on, next_step_at, fault)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON DUPLICATE KEY UPDATE strategy_id = VALUES(strategy_id), strategy_why = VALUES(strategy_why),
       version_id = VALUES(version_id), run_id = VALUES(run_id), evaluated_at = VALUES(evaluated_at),
       evaluated_on = VALUES(evaluated_on), next_at = VALUES(next_at), next_step = VALUES(next_step),
       next_step_on = VALUES(next_step_on), next_step_at = VALUES(next_step_at), fault = VALUES(fault);

-- apply_worklist_row :bulk (case_id u64, customer_id u64, division_id u64, currency cur, customer_name text, customer_number text, assignee_id u64, score_milli i64, contributions json, status text, reason text, next_action text, next_on day?, exception bool, causes u32, open_minor i64, open_base i64, overdue_minor i64, overdue_base i64, not_due_minor i64, b1_minor i64, b2_minor i64, b3_minor i64, b4_minor i64, unapplied_minor i64, disputed_minor i64, promised_minor i64, items_n u32, oldest_due_on day?, days_late i32, broken_n u32, tags text, strategy text, last_contact_on day?, evaluated_on day)
INSERT INTO worklist_row (case_id, customer_id, division_id, currency, customer_name, customer_number, assignee_id,
                          score_milli, contributions, status, reason, next_action, next_on, exception, causes,
                          open_minor, open_base, overdue_minor, overdue_base, not_due_minor, b1_minor, b2_minor, b3_minor,
                          b4_minor, unapplied_minor, disputed_minor, promised_minor, items_n, oldest_due_on,
                          days_late, broken_n, tags, strategy, last_contact_on, evaluated_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON DUPLICATE KEY UPDATE customer_name = VALUES(customer_name), customer_number = VALUES(customer_number),
       assignee_id = VALUES(assignee_id), score_milli = VALUES(score_milli), contributions = VALUES(contributions),
       status = VALUES(status), reason = VALUES(reason), next_action = VALUES(next_action),
       next_on = VALUES(next_on), exception = VALUES(exception), causes = VALUES(causes), open_minor = VALUES(open_minor), open_base = VALUES(open_base),
       overdue_minor = VALUES(overdue_minor), overdue_base = VALUES(overdue_base),
       not_due_minor = VALUES(not_due_minor), b1_minor = VALUES(b1_minor), b2_minor = VALUES(b2_minor),
       b3_minor = VALUES(b3_minor), b4_minor = VALUES(b4_minor), unapplied_minor = VALUES(unapplied_minor),
       disputed_minor = VALUES(disputed_minor), promised_minor = VALUES(promised_minor), items_n = VALUES(items_n),
       oldest_due_on = VALUES(oldest_due_on), days_late = VALUES(days_late), broken_n = VALUES(broken_n),
       tags = VALUES(tags), strategy = VALUES(strategy), last_contact_on = VALUES(last_contact_on),
       evaluated_on = VALUES(evaluated_on);

-- apply_worklist_clear :bulk (case_id u64)
-- A case with nothing open has no row.
DELETE FROM worklist_row WHERE case_id = ?;

-- apply_decision :bulk (id u64, run_id u64, case_id u64, customer_id u64, decided_on day, decided_at instant, script_version_id u64, script_sha256 hash, snapshot_sha256 hash, snapshot text, proposals json, guards json, outcome json)
INSERT INTO decision (id, run_id, case_id, customer_id, decided_on, decided_at, script_version_id, script_sha256,
                      snapshot_sha256, snapshot, proposals, guards, outcome)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- apply_outbox :bulk (id u64, case_id u64, customer_id u64, run_id u64, decision_id u64, kind text, channel text, template text, script_id u64, step text, not_before instant, currency cur, total_minor i64, actor_id text, created_at instant)
INSERT INTO outbox (id, case_id, customer_id, run_id, decision_id, kind, channel, template, script_id, step, state,
                    not_before, currency, total_minor, actor_kind, actor_id, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, ?, 'script', ?, ?);

-- apply_outbox_line :bulk (instalment_id u64, script_id u64, step text, cycle u32, outbox_id u64, case_id u64, level u32)
-- A second line for the same step and cycle is refused by the key.
INSERT INTO outbox_line (instalment_id, script_id, step, cycle, void_id, outbox_id, case_id, level)
VALUES (?, ?, ?, ?, 0, ?, ?, ?);

-- apply_follow_up :bulk (id u64, customer_id u64, case_id u64, kind text, title text, due_on day, priority u8, assignee_id u64?, dedup_key text?, origin_id text, decision_id u64?, created_at instant)
INSERT INTO follow_up (id, customer_id, case_id, kind, title, due_on, priority, assignee_id, dedup_key, origin,
                       origin_id, decision_id, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'script', ?, ?, ?);

-- apply_follow_up_line :bulk (instalment_id u64, script_id u64, step text, cycle u32, follow_up_id u64, case_id u64, taken_on day, level u32)
INSERT INTO follow_up_line (instalment_id, script_id, step, cycle, follow_up_id, case_id, taken_on, level)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- apply_promise_state :bulk (promise_id u64, case_id u64, state text, kept_minor i64, as_of day)
INSERT INTO promise_state (promise_id, case_id, state, kept_minor, as_of)
VALUES (?, ?, ?, ?, ?)
ON DUPLICATE KEY UPDATE state = VALUES(state), kept_minor = VALUES(kept_minor), as_of = VALUES(as_of);

-- apply_tag_add :bulk (id u64, customer_id u64, case_id u64, tag text, script_version_id u64, reason text?, known_from instant)
INSERT INTO customer_tag (id, customer_id, case_id, tag, origin, script_version_id, reason, known_from)
VALUES (?, ?, ?, ?, 'script', ?, ?, ?);

-- apply_tag_end :bulk (known_to instant, customer_id u64, case_id u64, tag text)
UPDATE customer_tag SET known_to = ?
 WHERE customer_id = ? AND case_id = ? AND tag = ? AND origin = 'script' AND live = 1;

-- apply_touch_siblings :bulk (customer_id u64, case_id u64)
-- A tag of one case counts for the customer's others.
UPDATE case_state SET touch_seq = touch_seq + 1, next_at = '1000-01-01', touched_by = 'tag'
 WHERE customer_id = ? AND id <> ?;

-- apply_activity :bulk (id u64, customer_id u64, case_id u64, at instant, kind text, actor_id text, ref_kind text?, ref_id u64?, title text, detail json?)
INSERT INTO activity (id, customer_id, case_id, at, kind, actor_kind, actor_id, ref_kind, ref_id, title, detail)
VALUES (?, ?, ?, ?, ?, 'script', ?, ?, ?, ?, ?);

-- apply_run_error :bulk (run_id u64, case_id u64, customer_id u64, script_version_id u64?, fault text)
INSERT INTO run_error (run_id, case_id, customer_id, script_version_id, fault)
VALUES (?, ?, ?, ?, ?)
ON DUPLICATE KEY UPDATE fault = VALUES(fault);

-- run_start :exec (id u64, kind text, started_at instant, real_at instant, full_scan bool)
INSERT INTO run (id, kind, started_at, real_at, state, full_scan) VALUES (?, ?, ?, ?, 'running', ?);

-- run_end :exec (state text, ended_at instant, cases_n u64, acted_n u64, messages_n u64, tasks_n u64, held_n u64, failed_n u64, ms u64, id u64)
UPDATE run SET state = ?, ended_at = ?, cases_n = ?, acted_n = ?, messages_n = ?, tasks_n = ?, held_n = ?,
               failed_n = ?, ms = ?
 WHERE id = ?;

-- run_abandoned :exec (before instant, now_at instant)
-- Runs whose process died: their batches are whole, what they had left is still due.
UPDATE run SET state = 'failed', ended_at = :now_at WHERE state = 'running' AND real_at < :before;
