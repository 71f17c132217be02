-- Rows of files that were refused, and why.

-- import_error_insert :bulk (batch_id u64, seq u32, line_no u64, field text, value text,
--     reason text, row_text text)
INSERT INTO import_error (batch_id, seq, line_no, field, value, reason, row_text)
VALUES (:batch_id, :seq, :line_no, :field, :value, :reason, :row_text);

-- import_error_drop :exec [hot] (batch_id u64)
-- Of an import that starts over.
DELETE FROM import_error
 WHERE batch_id = :batch_id;

-- import_error_list :many [hot] (batch_id u64, after_seq u32, take u32)
--     → (seq u32, line_no u64, field text, value text, reason text, row_text text)
SELECT seq, line_no, field, value, reason, row_text
  FROM import_error
 WHERE batch_id = :batch_id AND seq > :after_seq
 ORDER BY seq
 LIMIT :take;
