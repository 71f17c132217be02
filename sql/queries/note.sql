-- Internal notes.

-- note_insert :exec (id u64, customer_id u64, case_id u64?, item_id u64?, user_id u64, body text,
--     created_at instant)
INSERT INTO note (id, customer_id, case_id, item_id, user_id, body, created_at)
VALUES (:id, :customer_id, :case_id, :item_id, :user_id, :body, :created_at);
