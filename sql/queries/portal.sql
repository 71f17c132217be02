-- What a customer's contact sees. Every statement carries the session's customer, and its
-- item when the link was for one, before anything else.

-- portal_open :many [hot] (customer_id u64, item_id u64?)
--     → (currency cur, due_on day, open_minor i64, time_zone text)
-- Open instalments, earliest due first.
SELECT s.currency, n.due_on, n.open_minor, v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
  JOIN instalment n ON n.is_open = 1 AND n.case_id = s.id
 WHERE s.customer_id = :customer_id AND (:item_id IS NULL OR n.item_id = :item_id)
 ORDER BY s.currency, n.due_on;

-- portal_credits :many [hot] (customer_id u64, item_id u64?) → (currency cur, open_minor i64)
-- What was paid or credited and settles nothing yet. Of no interest to a link to one invoice.
SELECT s.currency, COALESCE(CAST(SUM(i.open_minor) AS SIGNED), 0) AS open_minor
  FROM case_state s
  JOIN item i ON i.is_open = 1 AND i.side = 'credit' AND i.case_id = s.id
 WHERE s.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id)
 GROUP BY s.currency
 ORDER BY s.currency;

-- portal_disputed :many [hot] (customer_id u64, item_id u64?) → (currency cur, minor i64)
SELECT s.currency, COALESCE(CAST(SUM(d.amount_minor) AS SIGNED), 0) AS minor
  FROM case_state s
  JOIN dispute d ON d.case_id = s.id AND d.known_to IS NULL
 WHERE s.customer_id = :customer_id AND (:item_id IS NULL OR d.item_id = :item_id)
 GROUP BY s.currency;

-- portal_zone :one [hot] (customer_id u64) → (time_zone text)
-- Whose day "today" is: that of the customer's first case.
SELECT v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.customer_id = :customer_id
 ORDER BY s.id
 LIMIT 1;

-- portal_invoices :many [hot] (@portal_wanted_in, sort text, down u32, first u32,
--     after_key i64, after_text text, after_id u64, take u32)
--     → (id u64, number text, kind text, issued_on day, due_on day, amount_minor i64, open_minor i64,
--        currency cur, status text, time_zone text, disputed_minor i64, promised_minor i64, reference text?,
--        sort_key i64)
-- The invoices that are wanted, by sort (due, issued, amount, open, number), up or down. days: today
-- by the id of a division; least, most: minor units by currency. promised is what open promises say.
SELECT u.id, u.number, u.kind, u.issued_on, u.due_on, u.amount_minor, u.open_minor, u.currency, u.status,
       u.time_zone, u.disputed_minor, u.promised_minor, u.reference,
       COALESCE(CASE :sort WHEN 'due' THEN TO_DAYS(u.due_on) WHEN 'issued' THEN TO_DAYS(u.issued_on)
            WHEN 'amount' THEN u.amount_minor WHEN 'open' THEN u.open_minor ELSE 0 END, 0) AS sort_key
  FROM @portal_wanted
HAVING :first = 1
    OR IF(:down = 1, sort_key < :after_key, sort_key > :after_key)
    OR sort_key = :after_key AND IF(:sort = 'number', IF(:down = 1, u.number < :after_text, u.number > :after_text), FALSE)
    OR sort_key = :after_key AND (:sort <> 'number' OR u.number = :after_text) AND IF(:down = 1, u.id < :after_id, u.id > :after_id)
 ORDER BY IF(:down = 1, -sort_key, sort_key), IF(:down = 1 OR :sort <> 'number', '', u.number),
          IF(:down = 1 AND :sort = 'number', u.number, '') DESC,
          IF(:down = 1, -CAST(u.id AS SIGNED), CAST(u.id AS SIGNED))
 LIMIT :take;

-- portal_order_numbers :many [hot] (customer_id u64, ids text) → (item_id u64, order_numbers text?)
-- Of some invoices, given as a list of JSON. Apart from them: MariaDB 10.11 gives rows of a derived table
-- that is sorted once more beside such a GROUP_CONCAT out of memory that it has freed.
SELECT i.id AS item_id,
       (SELECT GROUP_CONCAT(DISTINCT l.order_number ORDER BY l.order_number SEPARATOR ', ')
          FROM item_line l WHERE l.item_id = i.id) AS order_numbers
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN item i ON i.id = j.id AND i.customer_id = :customer_id;

-- portal_invoices_sum :many [hot] (@portal_wanted_in)
--     → (currency cur, n u64, amount_minor i64, open_minor i64)
-- How many those are, and what they come to.
SELECT u.currency, COUNT(*) AS n, COALESCE(CAST(SUM(u.amount_minor) AS SIGNED), 0) AS amount_minor,
       COALESCE(CAST(SUM(u.open_minor) AS SIGNED), 0) AS open_minor
  FROM @portal_wanted
 GROUP BY u.currency
 ORDER BY u.currency;

-- portal_divisions :many [hot] (customer_id u64) → (id u64, time_zone text)
-- Whom the customer owes: each has a day of its own.
SELECT DISTINCT v.id, v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.customer_id = :customer_id;

-- portal_addresses :many [hot] (customer_id u64)
--     → (kind text, line1 text, line2 text?, postcode text?, city text?, region text?, country text)
SELECT a.kind, a.line1, a.line2, a.postcode, a.city, a.region, a.country
  FROM address a
 WHERE a.customer_id = :customer_id AND a.known_to IS NULL
 ORDER BY a.kind, a.id;

-- portal_invoice :one [hot] (customer_id u64, item_id u64?, id u64)
--     → (id u64, number text, kind text, issued_on day, due_on day, amount_minor i64, open_minor i64,
--        currency cur, status text, time_zone text, disputed_minor i64, promised_minor i64,
--        reference text?, order_numbers text?, case_id u64, broken_n u64, payment_method text?)
SELECT i.id, i.number, i.kind, i.issued_on,
       COALESCE((SELECT COALESCE(MIN(CASE WHEN n.is_open THEN n.due_on END), MIN(n.due_on))
                   FROM instalment n WHERE n.item_id = i.id), i.issued_on) AS due_on,
       i.amount_minor, i.open_minor, i.currency, i.status, v.time_zone,
       COALESCE((SELECT CAST(SUM(d.amount_minor) AS SIGNED) FROM dispute d
                  WHERE d.item_id = i.id AND d.known_to IS NULL), 0) AS disputed_minor,
       COALESCE((SELECT CAST(SUM(pi.minor) AS SIGNED) FROM promise p
                   JOIN promise_state ps ON ps.promise_id = p.id AND ps.state = 'open'
                   JOIN promise_item pi ON pi.promise_id = p.id
                   JOIN instalment pn ON pn.id = pi.instalment_id AND pn.item_id = i.id
                  WHERE p.case_id = i.case_id AND p.known_to IS NULL), 0) AS promised_minor,
       i.reference,
       (SELECT GROUP_CONCAT(DISTINCT l.order_number ORDER BY l.order_number SEPARATOR ', ')
          FROM item_line l WHERE l.item_id = i.id) AS order_numbers, i.case_id,
       COALESCE((SELECT COUNT(DISTINCT p.id) FROM promise p
                   JOIN promise_state ps ON ps.promise_id = p.id AND ps.state IN ('broken', 'partly')
                   JOIN promise_item pi ON pi.promise_id = p.id
                   JOIN instalment pn ON pn.id = pi.instalment_id AND pn.item_id = i.id
                  WHERE p.case_id = i.case_id AND p.known_to IS NULL), 0) AS broken_n,
       COALESCE(i.payment_method, c.payment_method) AS payment_method
  FROM item i
  JOIN customer c ON c.id = i.customer_id
  JOIN division v ON v.id = i.division_id
 WHERE i.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id)
   AND i.id = :id AND i.side = 'debit';

-- portal_invoice_lines :many [hot] (customer_id u64, item_id u64?, id u64)
--     → (line_no u32, description text, order_number text?, quantity text?, unit_minor i64?, tax_rate text?,
--        tax_minor i64?, amount_minor i64)
SELECT l.line_no, l.description, l.order_number, CAST(l.quantity AS CHAR) AS quantity, l.unit_minor,
       CAST(l.tax_rate AS CHAR) AS tax_rate, l.tax_minor, l.amount_minor
  FROM item i
  JOIN item_line l ON l.item_id = i.id
 WHERE i.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id) AND i.id = :id
 ORDER BY l.line_no;

-- portal_invoice_instalments :many [hot] (customer_id u64, item_id u64?, id u64)
--     → (seq u32, due_on day, amount_minor i64, open_minor i64)
SELECT CAST(n.seq AS UNSIGNED INTEGER) AS seq, n.due_on, n.amount_minor, n.open_minor
  FROM item i
  JOIN instalment n ON n.item_id = i.id
 WHERE i.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id) AND i.id = :id
 ORDER BY n.seq;

-- portal_invoice_payments :many [hot] (customer_id u64, item_id u64?, id u64)
--     → (effective_on day, minor i64, number text, kind text)
-- What settled it, reversals too. The paying document may be of the customer alone.
SELECT a.effective_on, a.debit_minor AS minor, c.number, c.kind
  FROM item i
  JOIN instalment n ON n.item_id = i.id
  JOIN allocation a ON a.instalment_id = n.id
  JOIN item c ON c.id = a.credit_item_id
 WHERE i.customer_id = :customer_id AND (:item_id IS NULL OR i.id = :item_id) AND i.id = :id
 ORDER BY a.effective_on, a.id;

-- portal_currencies :many [hot] (customer_id u64) → (currency cur)
SELECT DISTINCT s.currency FROM case_state s WHERE s.customer_id = :customer_id ORDER BY s.currency;

-- portal_opening :one [hot] (customer_id u64, currency cur, before_on day) → (minor i64)
-- Balance of all that was booked before that day: documents, and what allocations moved to or
-- from another currency or another customer (a parent that pays for a child).
SELECT COALESCE(CAST(SUM(x.minor) AS SIGNED), 0) AS minor
  FROM (SELECT IF(i.side = 'debit', i.amount_minor, -i.amount_minor) AS minor
          FROM item i
         WHERE i.customer_id = :customer_id AND i.currency = :currency AND i.status = 'posted'
           AND i.issued_on < :before_on
         UNION ALL
        SELECT -a.debit_minor
          FROM case_state s
          JOIN allocation a ON a.case_id = s.id AND a.effective_on < :before_on
          JOIN item c ON c.id = a.credit_item_id
                     AND (c.currency <> s.currency OR c.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency
         UNION ALL
        SELECT a.credit_minor
          FROM case_state s
          JOIN allocation a ON a.credit_case_id = s.id AND a.effective_on < :before_on
          JOIN item d ON d.id = a.debit_item_id
                     AND (d.currency <> s.currency OR d.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency) x;

-- portal_statement :many [hot] (customer_id u64, currency cur, from_on day, to_on day, take u32)
--     → (line_on day, kind text, number text, due_on day?, debit_minor i64, credit_minor i64)
-- number is always that of the customer's own document.
SELECT x.line_on, COALESCE(x.kind, '') AS kind, x.number, x.due_on, COALESCE(x.debit_minor, 0) AS debit_minor,
       COALESCE(x.credit_minor, 0) AS credit_minor
  FROM (SELECT i.issued_on AS line_on, COALESCE(CAST(i.kind AS CHAR), '') AS kind, i.number,
               (SELECT MIN(n.due_on) FROM instalment n WHERE n.item_id = i.id) AS due_on,
               IF(i.side = 'debit', i.amount_minor, 0) AS debit_minor,
               IF(i.side = 'debit', 0, i.amount_minor) AS credit_minor, i.id
          FROM item i
         WHERE i.customer_id = :customer_id AND i.currency = :currency AND i.status = 'posted'
           AND i.issued_on BETWEEN :from_on AND :to_on
         UNION ALL
        SELECT a.effective_on, 'transfer', o.number, NULL, 0, a.debit_minor, a.id
          FROM case_state s
          JOIN allocation a ON a.case_id = s.id AND a.effective_on BETWEEN :from_on AND :to_on
          JOIN item o ON o.id = a.debit_item_id
          JOIN item c ON c.id = a.credit_item_id
                     AND (c.currency <> s.currency OR c.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency
         UNION ALL
        SELECT a.effective_on, 'transfer', o.number, NULL, a.credit_minor, 0, a.id
          FROM case_state s
          JOIN allocation a ON a.credit_case_id = s.id AND a.effective_on BETWEEN :from_on AND :to_on
          JOIN item o ON o.id = a.credit_item_id
          JOIN item d ON d.id = a.debit_item_id
                     AND (d.currency <> s.currency OR d.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency) x
 ORDER BY x.line_on, x.credit_minor > 0, x.id
 LIMIT :take;

-- portal_promises :many [hot] (customer_id u64, item_id u64?)
--     → (id u64, currency cur, amount_minor i64, kept_minor i64, made_on day, promised_on day, state text,
--        numbers text?)
-- What was promised and what became of it, newest first; of a link to one invoice those for it alone.
SELECT p.id, s.currency, p.amount_minor, COALESCE(t.kept_minor, 0) AS kept_minor, p.made_on, p.promised_on,
       COALESCE(t.state, 'open') AS state,
       (SELECT GROUP_CONCAT(DISTINCT i.number ORDER BY i.number SEPARATOR ', ')
          FROM promise_item pi
          JOIN instalment n ON n.id = pi.instalment_id
          JOIN item i ON i.id = n.item_id
         WHERE pi.promise_id = p.id) AS numbers
  FROM case_state s
  JOIN promise p ON p.case_id = s.id AND p.known_to IS NULL
  LEFT JOIN promise_state t ON t.promise_id = p.id
 WHERE s.customer_id = :customer_id
   AND (:item_id IS NULL OR EXISTS (
        SELECT 1 FROM promise_item pi
          JOIN instalment n ON n.id = pi.instalment_id
         WHERE pi.promise_id = p.id AND n.item_id = :item_id))
 ORDER BY p.promised_on DESC, p.id DESC
 LIMIT 50;

-- portal_files :many [hot] (customer_id u64, item_id u64?)
--     → (id u64, file_name text, bytes_n u64, linked_at instant, number text?)
-- What the customer may fetch, newest first, each file once.
SELECT f.id, f.file_name, f.bytes_n, COALESCE(MAX(l.linked_at), f.created_at) AS linked_at, MIN(i.number) AS number
  FROM attachment_link l
  JOIN attachment f ON f.id = l.attachment_id
  LEFT JOIN item i ON l.owner_kind = 'item' AND i.id = l.owner_id
 WHERE l.customer_id = :customer_id AND l.live = 1 AND l.visible = 1
   AND (:item_id IS NULL OR l.owner_kind = 'item' AND l.owner_id = :item_id
        OR l.owner_kind = 'dispute' AND EXISTS (SELECT 1 FROM dispute d WHERE d.id = l.owner_id AND d.item_id = :item_id))
 GROUP BY f.id
 ORDER BY linked_at DESC, f.id DESC
 LIMIT 100;

-- portal_disputes :many [hot] (customer_id u64, item_id u64?, language text)
--     → (id u64, item_id u64, item_number text, amount_minor i64, currency cur, reason text, words text?,
--        opened_on day, resolution text?, closed_on day?, yours bool, files_n u64)
-- Open ones first, newest first. words are the customer's own; what staff write of it stays inside.
SELECT d.id, d.item_id, i.number AS item_number, d.amount_minor, i.currency,
       COALESCE(@dispute_reason_name(:language),
                d.reason_code) AS reason,
       (SELECT JSON_VALUE(e.detail, '$.words') FROM dispute_event e
         WHERE e.dispute_id = d.id AND e.kind = 'opened' AND e.actor_kind = 'contact'
         ORDER BY e.id LIMIT 1) AS words,
       d.opened_on, IF(d.known_to IS NULL, NULL, d.resolution) AS resolution,
       CAST(d.known_to AS DATE) AS closed_on, d.actor_kind = 'contact' AS yours,
       COALESCE((SELECT COUNT(*) FROM attachment_link l
                  WHERE l.owner_kind = 'dispute' AND l.owner_id = d.id AND l.live = 1 AND l.visible = 1), 0)
       AS files_n
  FROM case_state s
  JOIN dispute d ON d.case_id = s.id
  JOIN item i ON i.id = d.item_id
  LEFT JOIN dispute_reason r ON r.code = d.reason_code
 WHERE s.customer_id = :customer_id AND (:item_id IS NULL OR d.item_id = :item_id)
 ORDER BY d.known_to IS NOT NULL, d.opened_on DESC, d.id DESC
 LIMIT 100;

-- portal_dispute :one [hot] (customer_id u64, item_id u64?, id u64)
--     → (id u64, case_id u64, item_id u64, item_number text, live bool, yours bool)
SELECT d.id, d.case_id, d.item_id, i.number AS item_number, d.known_to IS NULL AS live, d.actor_kind = 'contact' AS yours
  FROM dispute d
  JOIN item i ON i.id = d.item_id
 WHERE d.customer_id = :customer_id AND (:item_id IS NULL OR d.item_id = :item_id) AND d.id = :id;

-- portal_payments :many [hot] (customer_id u64, kind text?, after_on day, after_id u64, take u32)
--     → (id u64, kind text, number text, issued_on day, amount_minor i64, open_minor i64, currency cur)
-- What was paid or credited, newest first. open is what settles nothing yet.
SELECT i.id, i.kind, i.number, i.issued_on, i.amount_minor, i.open_minor, i.currency
  FROM item i
 WHERE i.customer_id = :customer_id AND i.side = 'credit' AND i.status = 'posted'
   AND (:kind IS NULL OR i.kind = :kind) AND i.issued_on <= :after_on AND (i.issued_on < :after_on OR i.id < :after_id)
 ORDER BY i.issued_on DESC, i.id DESC
 LIMIT :take;

-- portal_applied :many [hot] (customer_id u64, ids json)
--     → (credit_id u64, item_id u64?, number text?, kind text, minor i64, applied_on day)
-- What those settled, less what was reversed, in the currency of the payment; documents of another
-- customer (a parent that pays for a child) without their number.
SELECT c.id AS credit_id, IF(d.customer_id = c.customer_id, d.id, NULL) AS item_id,
       IF(d.customer_id = c.customer_id, d.number, NULL) AS number, d.kind,
       COALESCE(CAST(SUM(a.credit_minor) AS SIGNED), 0) AS minor, COALESCE(MAX(a.effective_on), c.issued_on) AS applied_on
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN item c ON c.id = j.id AND c.customer_id = :customer_id
  JOIN allocation a ON a.credit_item_id = c.id
  JOIN item d ON d.id = a.debit_item_id
 GROUP BY c.id, d.id
HAVING minor <> 0
 ORDER BY c.id, applied_on, d.id;

-- portal_download_insert :exec (id u64, customer_id u64, format text, language text, query text,
--     ids text?, created_at instant)
INSERT INTO portal_download (id, customer_id, format, language, query, ids, total_n, created_at)
VALUES (:id, :customer_id, :format, :language, :query, :ids, 0, :created_at);

-- portal_download_total :exec (customer_id u64, id u64, total_n u32)
UPDATE portal_download SET total_n = :total_n WHERE customer_id = :customer_id AND id = :id;

-- portal_download_move :exec (customer_id u64, id u64, done_n u32, state text)
UPDATE portal_download SET done_n = :done_n, state = :state WHERE customer_id = :customer_id AND id = :id;

-- portal_download_one :one [hot] (customer_id u64, id u64)
--     → (id u64, format text, language text, query text, total_n u32, done_n u32, state text)
SELECT id, format, language, query, total_n, done_n, state
  FROM portal_download
 WHERE customer_id = :customer_id AND id = :id;

-- portal_download_prune :exec (customer_id u64, before_at instant)
DELETE FROM portal_download WHERE customer_id = :customer_id AND created_at < :before_at;
