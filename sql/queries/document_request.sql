-- Documents that a customer is asked for. :scope is the user when limited.

-- document_request_insert :exec (id u64, customer_id u64, item_id u64?, kind text, body text,
--     due_on day, asked_by u64, asked_at instant, outbox_id u64?)
INSERT INTO document_request (id, customer_id, item_id, kind, body, due_on, asked_by, asked_at, outbox_id)
VALUES (:id, :customer_id, :item_id, :kind, :body, :due_on, :asked_by, :asked_at, :outbox_id);

-- document_request_case :one [hot] (customer_id u64, scope u64?) → (id u64)
-- By which case a request about the account is written for.
SELECT s.id
  FROM case_state s
 WHERE s.customer_id = :customer_id AND SEES(s.division_id, s.customer_id)
 ORDER BY s.id
 LIMIT 1;

-- document_request_event_insert :exec (id u64, request_id u64, kind text, body text?, at instant,
--     actor_kind text, actor_id text)
INSERT INTO document_request_event (id, request_id, kind, body, at, actor_kind, actor_id)
VALUES (:id, :request_id, :kind, :body, :at, :actor_kind, :actor_id);

-- document_request_lock :one [hot] (id u64)
--     → (id u64, customer_id u64, item_id u64?, kind text, due_on day, state text, asked_by u64, version u32)
SELECT id, customer_id, item_id, kind, due_on, state, asked_by, version
  FROM document_request
 WHERE id = :id
   FOR UPDATE;

-- document_request_move :exec (id u64, state text, due_on day, ended_at instant?)
UPDATE document_request
   SET state = :state, due_on = :due_on, ended_at = :ended_at, version = version + 1
 WHERE id = :id;

-- document_request_of_customer :many [hot] (customer_id u64)
--     → (id u64, item_id u64?, item_number text?, kind text, body text, due_on day, state text,
--        asked_at instant, asked_by_name text?, outbox_id u64?, version u32)
-- Open and answered ones first, each kind the newest first.
SELECT r.id, r.item_id, i.number AS item_number, r.kind, r.body, r.due_on, r.state, r.asked_at,
       u.name AS asked_by_name, r.outbox_id, r.version
  FROM document_request r
  LEFT JOIN item i ON i.id = r.item_id
  LEFT JOIN user u ON u.id = r.asked_by
 WHERE r.customer_id = :customer_id
 ORDER BY r.state IN ('open', 'answered') DESC, r.id DESC
 LIMIT 100;

-- document_request_of_portal :many [hot] (customer_id u64, item_id u64)
--     → (id u64, item_id u64?, item_number text?, kind text, body text, due_on day, state text, asked_at instant)
-- What this customer is asked for, and what he answered in the last while; customer and item come
-- from the session, and with an item only what is about that.
SELECT r.id, r.item_id, i.number AS item_number, r.kind, r.body, r.due_on, r.state, r.asked_at
  FROM document_request r
  LEFT JOIN item i ON i.id = r.item_id
 WHERE r.customer_id = :customer_id AND (:item_id = 0 OR r.item_id = :item_id)
   AND r.state <> 'withdrawn'
 ORDER BY r.state = 'open' DESC, r.due_on, r.id
 LIMIT 50;

-- document_request_for_portal :one [hot] (customer_id u64, item_id u64, id u64) → (id u64, state text)
SELECT id, state
  FROM document_request
 WHERE id = :id AND customer_id = :customer_id AND (:item_id = 0 OR item_id = :item_id)
   AND state <> 'withdrawn';

-- document_request_for_staff :one [hot] (id u64, scope u64?) → (id u64, customer_id u64, version u32)
SELECT r.id, r.customer_id, r.version
  FROM document_request r
 WHERE r.id = :id
   AND (:scope IS NULL OR EXISTS (
        SELECT 1 FROM case_state s
         WHERE SEES(s.division_id, s.customer_id) AND s.customer_id = r.customer_id));

-- document_request_events :many [hot] (customer_id u64)
--     → (request_id u64, kind text, body text?, at instant, actor_kind text, actor_name text?)
SELECT e.request_id, e.kind, e.body, e.at, e.actor_kind,
       CASE e.actor_kind
           WHEN 'user' THEN (SELECT u.name FROM user u WHERE u.id = CAST(e.actor_id AS UNSIGNED))
           WHEN 'contact' THEN COALESCE((SELECT k.name FROM contact k WHERE k.id = CAST(e.actor_id AS UNSIGNED)),
                    (SELECT p.name FROM person p WHERE CONCAT('person:', p.id) = e.actor_id AND p.id = CAST(SUBSTRING(e.actor_id, 8) AS UNSIGNED)))
       END AS actor_name
  FROM document_request r
  JOIN document_request_event e ON e.request_id = r.id
 WHERE r.customer_id = :customer_id
 ORDER BY e.request_id, e.at, e.id;

-- document_request_files :many [hot] (customer_id u64)
--     → (request_id u64, id u64, file_name text, bytes_n u64, linked_at instant)
SELECT l.owner_id AS request_id, f.id, f.file_name, f.bytes_n, l.linked_at
  FROM attachment_link l
  JOIN attachment f ON f.id = l.attachment_id
 WHERE l.customer_id = :customer_id AND l.live = 1 AND l.owner_kind = 'document_request'
 ORDER BY l.owner_id, l.id;

-- document_request_answerable :one [hot] (id u64) → (files u64)
-- Files that came since it was last asked.
SELECT CAST(COUNT(*) AS UNSIGNED) AS files
  FROM attachment_link l
 WHERE l.owner_kind = 'document_request' AND l.owner_id = :id AND l.live = 1
   AND l.linked_at >= COALESCE((SELECT MAX(e.at) FROM document_request_event e
                                 WHERE e.request_id = :id AND e.kind IN ('asked', 'asked_again')), '1000-01-01');
