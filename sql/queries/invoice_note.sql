-- What customers write down on their invoices.

-- invoice_note_insert :exec (id u64, customer_id u64, item_id u64, actor_kind text, actor_id text, client_key text,
--     body text, at instant)
INSERT INTO invoice_note (id, customer_id, item_id, actor_kind, actor_id, client_key, body, created_at)
VALUES (:id, :customer_id, :item_id, :actor_kind, :actor_id, :client_key, :body, :at);

-- invoice_note_by_key :one [hot] (item_id u64, actor_kind text, actor_id text, client_key text) → (id u64)
SELECT id FROM invoice_note
 WHERE item_id = :item_id AND actor_kind = :actor_kind AND actor_id = :actor_id AND client_key = :client_key;

-- invoice_note_own :one [hot] (id u64, item_id u64, customer_id u64, actor_kind text, actor_id text)
--     → (id u64, body text)
-- One that still stands, and that this very sender wrote.
SELECT id, body
  FROM invoice_note
 WHERE id = :id AND item_id = :item_id AND customer_id = :customer_id AND actor_kind = :actor_kind
   AND actor_id = :actor_id AND removed_at IS NULL
   FOR UPDATE;

-- invoice_note_remove :exec (id u64, at instant)
UPDATE invoice_note SET removed_at = :at WHERE id = :id AND removed_at IS NULL;

-- invoice_notes_of_item :many [hot] (customer_id u64, item_id u64, take u32)
--     → (id u64, item_id u64, item_number text, author_name text?, actor_kind text, actor_id text, body text,
--        created_at instant)
-- The newest so many, newest first.
@invoice_note_row
 WHERE n.item_id = :item_id AND n.customer_id = :customer_id AND n.removed_at IS NULL
 ORDER BY n.id DESC
 LIMIT :take;

-- invoice_notes_of_customer :many [hot] (customer_id u64, scope u64?, take u32) → invoice_notes_of_item
-- On whatever of the customer's invoices the user may see.
@invoice_note_row
 WHERE n.customer_id = :customer_id AND n.removed_at IS NULL AND SEES(i.division_id, n.customer_id)
 ORDER BY n.id DESC
 LIMIT :take;
