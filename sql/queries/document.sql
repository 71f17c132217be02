-- What documents to a customer say. :scope is the user when limited; portal and mail have
-- none and name the customer.

-- document_customer :one [hot] (customer_id u64)
--     → (name text, number text, language text, country text?, line1 text?, line2 text?,
--        postcode text?, city text?, region text?, address_country text?)
-- With its billing address, else another.
SELECT c.name, c.number, c.language, c.country, a.line1, a.line2, a.postcode, a.city, a.region,
       a.country AS address_country
  FROM customer c
  LEFT JOIN address a ON a.id = (
        SELECT b.id FROM address b WHERE b.customer_id = c.id AND b.known_to IS NULL
         ORDER BY b.kind = 'billing' DESC, b.id LIMIT 1)
 WHERE c.id = :customer_id;

-- document_letter_to :one [hot] (customer_id u64) → document_customer
-- With an address that the post can deliver to: the billing one, else another.
SELECT c.name, c.number, c.language, c.country, NULLIF(ad.line1, '') AS line1, ad.line2, ad.postcode, ad.city, ad.region,
       NULLIF(ad.country, '') AS address_country
  FROM customer c
  JOIN address ad ON ad.customer_id = c.id AND ad.known_to IS NULL AND @address_is_postal
 WHERE c.id = :customer_id
 ORDER BY ad.kind = 'billing' DESC, ad.id
 LIMIT 1;

-- document_case :many [hot] (customer_id u64, scope u64?)
--     → (currency cur, division text, country text, time_zone text)
-- Whom the customer owes, oldest case first.
SELECT s.currency, v.name AS division, v.country, v.time_zone
  FROM case_state s
  JOIN division v ON v.id = s.division_id
 WHERE s.customer_id = :customer_id AND SEES(s.division_id, s.customer_id)
 ORDER BY s.id;

-- document_opening :one [hot] (customer_id u64, scope u64?, currency cur, before_on day) → (minor i64)
-- As portal_opening, of what the user may see.
SELECT COALESCE(CAST(SUM(x.minor) AS SIGNED), 0) AS minor
  FROM (SELECT IF(i.side = 'debit', i.amount_minor, -i.amount_minor) AS minor
          FROM item i
         WHERE i.customer_id = :customer_id AND i.currency = :currency AND i.status = 'posted'
           AND i.issued_on < :before_on AND SEES(i.division_id, i.customer_id)
         UNION ALL
        SELECT -a.debit_minor
          FROM case_state s
          JOIN allocation a ON a.case_id = s.id AND a.effective_on < :before_on
          JOIN item c ON c.id = a.credit_item_id
                     AND (c.currency <> s.currency OR c.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency AND SEES(s.division_id, s.customer_id)
         UNION ALL
        SELECT a.credit_minor
          FROM case_state s
          JOIN allocation a ON a.credit_case_id = s.id AND a.effective_on < :before_on
          JOIN item d ON d.id = a.debit_item_id
                     AND (d.currency <> s.currency OR d.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency AND SEES(s.division_id, s.customer_id)) x;

-- document_lines :many [hot] (customer_id u64, scope u64?, currency cur, from_on day, to_on day, take u32)
--     → (line_on day, kind text, number text, due_on day?, debit_minor i64, credit_minor i64)
-- As portal_statement, of what the user may see.
SELECT x.line_on, COALESCE(x.kind, '') AS kind, x.number, x.due_on, COALESCE(x.debit_minor, 0) AS debit_minor,
       COALESCE(x.credit_minor, 0) AS credit_minor
  FROM (SELECT i.issued_on AS line_on, COALESCE(CAST(i.kind AS CHAR), '') AS kind, i.number,
               (SELECT MIN(n.due_on) FROM instalment n WHERE n.item_id = i.id) AS due_on,
               IF(i.side = 'debit', i.amount_minor, 0) AS debit_minor,
               IF(i.side = 'debit', 0, i.amount_minor) AS credit_minor, i.id
          FROM item i
         WHERE i.customer_id = :customer_id AND i.currency = :currency AND i.status = 'posted'
           AND i.issued_on BETWEEN :from_on AND :to_on AND SEES(i.division_id, i.customer_id)
         UNION ALL
        SELECT a.effective_on, 'transfer', o.number, NULL, 0, a.debit_minor, a.id
          FROM case_state s
          JOIN allocation a ON a.case_id = s.id AND a.effective_on BETWEEN :from_on AND :to_on
          JOIN item o ON o.id = a.debit_item_id
          JOIN item c ON c.id = a.credit_item_id
                     AND (c.currency <> s.currency OR c.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency AND SEES(s.division_id, s.customer_id)
         UNION ALL
        SELECT a.effective_on, 'transfer', o.number, NULL, a.credit_minor, 0, a.id
          FROM case_state s
          JOIN allocation a ON a.credit_case_id = s.id AND a.effective_on BETWEEN :from_on AND :to_on
          JOIN item o ON o.id = a.credit_item_id
          JOIN item d ON d.id = a.debit_item_id
                     AND (d.currency <> s.currency OR d.customer_id <> s.customer_id)
         WHERE s.customer_id = :customer_id AND s.currency = :currency AND SEES(s.division_id, s.customer_id)) x
 ORDER BY x.line_on, x.credit_minor > 0, x.id
 LIMIT :take;

-- document_overdue :one [hot] (customer_id u64, scope u64?, currency cur, today day) → (minor i64)
SELECT COALESCE(CAST(SUM(n.open_minor) AS SIGNED), 0) AS minor
  FROM case_state s
  JOIN instalment n ON n.is_open = 1 AND n.case_id = s.id AND n.due_on < :today
 WHERE s.customer_id = :customer_id AND s.currency = :currency AND SEES(s.division_id, s.customer_id);

-- document_item :one [hot] (id u64, customer_id u64?, item_id u64?, scope u64?)
--     → (id u64, customer_id u64, kind text, side text, number text, reference text?, issued_on day,
--        amount_minor i64, open_minor i64, currency cur, status text, division text, country text,
--        time_zone text)
-- customer_id and item_id limit it to what a session may see.
SELECT i.id, i.customer_id, i.kind, i.side, i.number, i.reference, i.issued_on, i.amount_minor,
       i.open_minor, i.currency, i.status, v.name AS division, v.country, v.time_zone
  FROM item i
  JOIN division v ON v.id = i.division_id
 WHERE i.id = :id AND i.kind IN ('invoice', 'credit', 'fee', 'interest')
   AND (:customer_id IS NULL OR i.customer_id = :customer_id)
   AND (:item_id IS NULL OR i.id = :item_id)
   AND SEES(i.division_id, i.customer_id);

-- document_original :one [hot] (item_id u64) → (sha256 hash, bytes_n u64, type text, file_name text)
-- The file that is the document itself: a PDF that the customer may see and did not send,
-- the newest.
SELECT f.sha256, f.bytes_n, f.type, f.file_name
  FROM attachment_link l
  JOIN attachment f ON f.id = l.attachment_id
 WHERE l.owner_kind = 'item' AND l.owner_id = :item_id AND l.live = 1 AND l.visible = 1
   AND f.type = 'application/pdf' AND f.actor_kind <> 'contact'
 ORDER BY l.linked_at DESC, l.id DESC
 LIMIT 1;

-- document_put :exec (outbox_id u64, seq u32, kind text, item_id u64?, file_name text, type text,
--     bytes_n u32, pages_n u32, content blob, made_at instant)
INSERT INTO outbox_document (outbox_id, seq, kind, item_id, file_name, type, bytes_n, pages_n, content, made_at)
VALUES (:outbox_id, :seq, :kind, :item_id, :file_name, :type, :bytes_n, :pages_n, :content, :made_at);

-- document_drop :exec (outbox_id u64)
-- Those of an earlier look at a message that then did not leave.
DELETE FROM outbox_document WHERE outbox_id = :outbox_id;

-- document_list :many [hot] (outbox_id u64)
--     → (seq u32, kind text, file_name text, type text, bytes_n u32, pages_n u32)
SELECT CAST(seq AS UNSIGNED INTEGER) AS seq, kind, file_name, type, bytes_n, pages_n
  FROM outbox_document
 WHERE outbox_id = :outbox_id
 ORDER BY seq;

-- document_enclosed :many [hot] (outbox_id u64) → (seq u32, kind text?, number text?, pages_n u32)
-- What goes with a letter, as the letter names it; kind: NULL for the account statement.
SELECT CAST(d.seq AS UNSIGNED INTEGER) AS seq, i.kind, i.number, d.pages_n
  FROM outbox_document d
  LEFT JOIN item i ON i.id = d.item_id
 WHERE d.outbox_id = :outbox_id
 ORDER BY d.seq;

-- document_get :one [hot] (outbox_id u64, seq u32, scope u64?) → (file_name text, type text, content blob)
-- Of a message to a customer in reach.
SELECT d.file_name, d.type, d.content
  FROM outbox_document d
  JOIN outbox o ON o.id = d.outbox_id
 WHERE d.outbox_id = :outbox_id AND d.seq = :seq
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = o.customer_id
           AND (o.case_id IS NULL OR s.id = o.case_id)));

-- document_items_of :many [hot] (instalment_ids json) → (item_id u64, kind text, number text)
-- The documents that a message asks for, by its instalments.
SELECT i.item_id, t.kind, t.number
  FROM JSON_TABLE(:instalment_ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN instalment i ON i.id = j.id
  JOIN item t ON t.id = i.item_id
 WHERE t.kind IN ('invoice', 'fee', 'interest')
 GROUP BY i.item_id, t.kind, t.number
 ORDER BY MIN(i.due_on), i.item_id;

-- document_items_named :many [hot] (item_ids json) → document_items_of
SELECT t.id AS item_id, t.kind, t.number
  FROM JSON_TABLE(:item_ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
  JOIN item t ON t.id = j.id
 ORDER BY t.issued_on, t.id;

-- document_files_of :many [hot] (posted_id u64) → (sha256 hash, bytes_n u64, type text, file_name text)
-- What was handed over with a message.
SELECT f.sha256, f.bytes_n, f.type, f.file_name
  FROM attachment_link l
  JOIN attachment f ON f.id = l.attachment_id
 WHERE l.owner_kind = 'message' AND l.owner_id = :posted_id AND l.live = 1
 ORDER BY f.id;
