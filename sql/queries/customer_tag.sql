-- Tags that people put on a customer; those of scripts are in apply.sql.

-- customer_tag_insert :exec (id u64, customer_id u64, tag text, user_id u64?, reason text?,
--     known_from instant)
INSERT INTO customer_tag (id, customer_id, tag, origin, user_id, reason, known_from)
VALUES (:id, :customer_id, :tag, 'hand', :user_id, :reason, :known_from);

-- customer_tag_end :exec (customer_id u64, tag text, at instant)
-- Only what a person put there: a script's or a source's comes back by itself.
UPDATE customer_tag
   SET known_to = :at
 WHERE customer_id = :customer_id AND tag = :tag AND origin = 'hand' AND case_id = 0 AND live = 1;
