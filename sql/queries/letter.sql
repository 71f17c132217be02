-- Letters for post: outbox rows of channel "letter". One waits while it is planned, is
-- `sending` while it is in a batch, handed over when a person says that it was posted. :scope
-- is the user when limited.

-- letter_waiting_sums :many [hot] (scope u64?, now_at instant)
--     → (division_id u64, code text, name text, n u64, oldest_at instant?)
SELECT d.id AS division_id, d.code, d.name, COUNT(*) AS n, MIN(o.created_at) AS oldest_at
  FROM outbox o FORCE INDEX (outbox_channel)
  JOIN case_state s ON s.id = o.case_id
  JOIN division d ON d.id = s.division_id
 WHERE o.channel = 'letter' AND o.state = 'planned' AND o.not_before <= :now_at
   AND SEES(s.division_id, s.customer_id)
 GROUP BY d.id, d.code, d.name
 ORDER BY d.name, d.id;

-- letter_waiting :many [hot] (scope u64?, now_at instant, division_id u64?, chosen json?, take u32) → (id u64)
-- In the order of the file: whoever puts them into envelopes has each division together.
SELECT o.id
  FROM outbox o FORCE INDEX (outbox_channel)
  JOIN case_state s ON s.id = o.case_id
  JOIN division d ON d.id = s.division_id
  JOIN customer c ON c.id = o.customer_id
 WHERE o.channel = 'letter' AND o.state = 'planned' AND o.not_before <= :now_at
   AND (:division_id IS NULL OR s.division_id = :division_id)
   AND (:chosen IS NULL OR o.id IN (
        SELECT j.id FROM JSON_TABLE(COALESCE(:chosen, '[]'), '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j))
   AND SEES(s.division_id, s.customer_id)
 ORDER BY d.name, d.id, c.name, o.id
 LIMIT :take;

-- letter_batch_add :exec (id u64, division_id u64?, chosen json?, limited_to u64?, duplex bool,
--     actor_kind text, actor_id text, made_at instant)
INSERT INTO letter_batch (id, state, division_id, chosen, limited_to, duplex, actor_kind, actor_id, made_at)
VALUES (:id, 'making', :division_id, :chosen, :limited_to, :duplex, :actor_kind, :actor_id, :made_at);

-- letter_batch_lock :one [hot] (id u64, scope u64?)
--     → (id u64, state text, division_id u64?, chosen json?, limited_to u64?, duplex bool,
--        made_at instant, posted_on day?, opened_n u32)
SELECT b.id, b.state, b.division_id, b.chosen, b.limited_to, b.duplex, b.made_at, b.posted_on, b.opened_n
  FROM letter_batch b
 WHERE b.id = :id AND @letter_batch_reach
   FOR UPDATE;

-- letter_batch_state :exec (id u64, state text)
UPDATE letter_batch SET state = :state WHERE id = :id;

-- letter_batch_posting :exec (id u64, posted_on day, posted_at instant)
UPDATE letter_batch
   SET state = 'posting', posted_on = :posted_on, posted_at = :posted_at
 WHERE id = :id;

-- letter_batch_opened :exec (id u64, opened_at instant)
UPDATE letter_batch SET opened_n = opened_n + 1, opened_at = :opened_at WHERE id = :id;

-- letter_batch_list :many (scope u64?, after_at instant, after_id u64, take u32)
--     → (id u64, state text, duplex bool, division text?, actor_kind text, maker text?, made_at instant,
--        opened_n u32, opened_at instant?, posted_on day?, posted_at instant?, letters u64, pages u64,
--        left_out u64, taken_out u64, posted u64)
-- Newest first; pages as they are printed.
@letter_batch_row
 WHERE b.made_at <= :after_at AND (b.made_at < :after_at OR b.id < :after_id)
   AND @letter_batch_reach
 GROUP BY b.id
 ORDER BY b.made_at DESC, b.id DESC
 LIMIT :take;

-- letter_batch_one :one [hot] (id u64, scope u64?) → letter_batch_list
@letter_batch_row
 WHERE b.id = :id AND @letter_batch_reach
 GROUP BY b.id;

-- letter_rows :many [hot] (batch_id u64)
--     → (outbox_id u64, seq u32, state text, reason text?, cause text?, pages_n u32, enclosed_n u32, customer_id u64,
--        customer_number text, customer_name text, subject text?, currency cur?, total_minor i64?,
--        settled bool, printed_before u64?)
-- cause: of one that was left out. settled: nothing it asks for is open any more. printed_before: another batch that it was taken
-- out of after its file had been fetched, so a print of it may lie about.
SELECT l.outbox_id, l.seq, l.state, l.reason, IF(l.state = 'left_out', o.cause, NULL) AS cause, l.pages_n,
       CAST(COALESCE((SELECT COUNT(*) FROM outbox_document d WHERE d.outbox_id = l.outbox_id), 0) AS UNSIGNED INTEGER) AS enclosed_n,
       o.customer_id, c.number AS customer_number, c.name AS customer_name, o.subject, o.currency, o.total_minor,
       COALESCE(l.state = 'in' AND o.total_minor > 0 AND NOT EXISTS (
        SELECT 1 FROM outbox_line k JOIN instalment i ON i.id = k.instalment_id
         WHERE k.outbox_id = o.id AND k.void_id = 0 AND i.open_minor > 0), FALSE) AS settled,
       (SELECT MAX(p.batch_id) FROM letter p JOIN letter_batch q ON q.id = p.batch_id
         WHERE p.outbox_id = l.outbox_id AND p.batch_id <> l.batch_id AND p.state = 'taken_out'
           AND q.opened_n > 0) AS printed_before
  FROM letter l
  JOIN outbox o ON o.id = l.outbox_id
  JOIN customer c ON c.id = o.customer_id
 WHERE l.batch_id = :batch_id
 ORDER BY l.seq, l.outbox_id;

-- letter_last_seq :one [hot] (batch_id u64) → (seq u32, n u32, files_n i64, bytes i64)
-- files_n, bytes: of what is enclosed.
SELECT COALESCE(MAX(l.seq), 0) AS seq, CAST(COUNT(*) AS UNSIGNED INTEGER) AS n,
       CAST(COALESCE(SUM((SELECT COUNT(*) FROM outbox_document d WHERE d.outbox_id = l.outbox_id)), 0) AS SIGNED) AS files_n,
       CAST(COALESCE(SUM((SELECT SUM(d.bytes_n) FROM outbox_document d WHERE d.outbox_id = l.outbox_id)), 0) AS SIGNED) AS bytes
  FROM letter l
 WHERE l.batch_id = :batch_id;

-- letter_put :exec (batch_id u64, outbox_id u64, seq u32, state text, reason text?, to_lines text,
--     language text, made_on day, pages_n u32, at instant)
-- One that was taken out of this batch, or left out of it, may come in again.
INSERT INTO letter (batch_id, outbox_id, seq, state, reason, to_lines, language, made_on, pages_n, at)
VALUES (:batch_id, :outbox_id, :seq, :state, :reason, :to_lines, :language, :made_on, :pages_n, :at)
    ON DUPLICATE KEY UPDATE seq = VALUES(seq), state = VALUES(state), reason = VALUES(reason),
       to_lines = VALUES(to_lines), language = VALUES(language), made_on = VALUES(made_on),
       pages_n = VALUES(pages_n), at = VALUES(at);

-- letter_print :exec (id u64, batch text, subject text, body_text text, total_minor i64, currency cur)
-- The last look is done: from here on it may be on paper.
UPDATE outbox
   SET state = 'sending', claimed_by = :batch, attempts = attempts + 1, cause = NULL, reason = NULL, retry_at = NULL,
       subject = :subject, body_text = :body_text, body_html = NULL, total_minor = :total_minor,
       currency = :currency
 WHERE id = :id AND state = 'planned' AND channel = 'letter';

-- letter_back :exec (id u64, reason text)
-- It waits again.
UPDATE outbox SET state = 'planned', reason = :reason, claimed_by = NULL
 WHERE id = :id AND state = 'sending' AND channel = 'letter';

-- letter_out :exec (batch_id u64, outbox_id u64, reason text, at instant)
UPDATE letter SET state = 'taken_out', reason = :reason, at = :at
 WHERE batch_id = :batch_id AND outbox_id = :outbox_id AND state = 'in';

-- letter_to_post :many [hot] (batch_id u64) → (id u64, attempts u32)
SELECT o.id, o.attempts
  FROM letter l
  JOIN outbox o ON o.id = l.outbox_id
 WHERE l.batch_id = :batch_id AND l.state = 'in' AND o.state = 'sending'
 ORDER BY l.seq;

-- letter_posted :exec (batch_id u64, at instant)
-- Those that were handed over.
UPDATE letter l
  JOIN outbox o ON o.id = l.outbox_id
   SET l.state = 'posted', l.at = :at
 WHERE l.batch_id = :batch_id AND l.state = 'in' AND o.state = 'handed_over';

-- letter_divisions :many [hot] (batch_id u64) → (name text)
SELECT DISTINCT d.name
  FROM letter l
  JOIN outbox o ON o.id = l.outbox_id
  JOIN case_state s ON s.id = o.case_id
  JOIN division d ON d.id = s.division_id
 WHERE l.batch_id = :batch_id;

-- letter_sheets :many [hot] (batch_id u64, after_seq u32, take u32)
--     → (outbox_id u64, seq u32, subject text, body_text text, total_minor i64?, currency cur, to_lines text,
--        language text, made_on day, number text, division text, country text)
-- As they stand on paper, in the order of the file.
@letter_sheet_row
 WHERE l.batch_id = :batch_id AND l.state IN ('in', 'posted') AND l.seq > :after_seq
 ORDER BY l.seq
 LIMIT :take;

-- letter_sheet :many [hot] (outbox_id u64) → letter_sheets
-- One of them; none while it is in no batch.
@letter_sheet_row
 WHERE l.outbox_id = :outbox_id AND l.live = 1;
