-- What taking back the last change of a dispute depends on, and does.

-- dispute_last_event :one (dispute_id u64)
--     → (kind text, at instant, actor_kind text, actor_id text, detail text?)
-- Several of one instant are of one transaction, whose ids ascend; to be opened is always the first.
SELECT kind, at, actor_kind, actor_id, detail
  FROM dispute_event
 WHERE dispute_id = :dispute_id
 ORDER BY at DESC, kind = 'opened', id DESC
 LIMIT 1;

-- dispute_heard :one (id u64, since_at instant) → (messages_n i64)
-- What was written to or by the customer about it since then.
SELECT COUNT(*) AS messages_n
  FROM dispute d
  JOIN conversation c ON c.customer_id = d.customer_id AND c.item_id = d.item_id
                     AND (c.dispute_id = d.id OR c.dispute_id IS NULL)
  JOIN message m ON m.conversation_id = c.id AND m.created_at >= :since_at
 WHERE d.id = :id;

-- dispute_end :one (id u64, task_key text, since_at instant)
--     → (resolution text?, approved bool, task_open bool, task_over bool, mails_n i64)
-- How it ended at that time, and what has come of it: its task for the ledger, messages about the
-- document that have left or may have.
SELECT d.resolution,
       EXISTS (SELECT 1 FROM dispute_event e
                WHERE e.dispute_id = d.id AND e.kind = 'approved' AND e.at = :since_at) AS approved,
       EXISTS (SELECT 1 FROM follow_up f WHERE f.live_key = :task_key) AS task_open,
       EXISTS (SELECT 1 FROM follow_up f
                WHERE f.case_id = d.case_id AND f.dedup_key = :task_key AND f.state = 'done'
                  AND f.created_at >= :since_at) AS task_over,
       COALESCE((SELECT COUNT(*)
                   FROM instalment i
                   JOIN outbox_line l ON l.case_id = d.case_id AND l.instalment_id = i.id AND l.void_id = 0
                   JOIN outbox o ON o.id = l.outbox_id
                  WHERE i.item_id = d.item_id
                    AND (o.state IN ('sending', 'uncertain') OR o.handed_at >= :since_at)), 0) AS mails_n
  FROM dispute d
 WHERE d.id = :id;

-- dispute_keep_end :exec (id u64)
-- What stood until it ended, for snapshots of the days before.
INSERT INTO dispute_past (dispute_id, known_to, amount_minor, target_on)
SELECT d.id, d.known_to, d.amount_minor, d.target_on FROM dispute d WHERE d.id = :id AND d.known_to IS NOT NULL
ON DUPLICATE KEY UPDATE dispute_past.dispute_id = dispute_past.dispute_id;

-- dispute_keep_gap :exec (id u64, known_to instant)
-- That nothing of it was disputed from its end until now.
INSERT INTO dispute_past (dispute_id, known_to, amount_minor, target_on)
SELECT d.id, :known_to, 0, d.target_on FROM dispute d WHERE d.id = :id
ON DUPLICATE KEY UPDATE dispute_past.dispute_id = dispute_past.dispute_id;

-- dispute_task_cancel :exec (task_key text, at instant, by_id u64?, outcome text)
UPDATE follow_up
   SET state = 'cancelled', ended_at = :at, ended_by = :by_id, outcome = :outcome, version = version + 1
 WHERE live_key = :task_key;

-- dispute_reopen :exec (id u64, closed_at instant)
UPDATE dispute
   SET known_to = NULL, resolution = NULL, version = version + 1
 WHERE id = :id AND known_to = :closed_at;
