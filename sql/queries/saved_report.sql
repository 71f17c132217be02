-- Reports that people defined, and when they are sent.

-- saved_report_list :many (user_id u64)
--     → (id u64, user_id u64, user_name text, name text, shared bool, view text, definition text, every text,
--        on_day u32, at_hour u32, next_at instant?, recipients text)
-- One's own, then those that others share. recipients: ids with commas between.
SELECT r.id, r.user_id, u.name AS user_name, r.name, r.shared, r.view, r.definition, r.every, r.on_day, r.at_hour, r.next_at,
       COALESCE((SELECT GROUP_CONCAT(t.user_id ORDER BY t.user_id) FROM saved_report_recipient t WHERE t.report_id = r.id), '') AS recipients
  FROM saved_report r
  JOIN user u ON u.id = r.user_id
 WHERE r.user_id = :user_id OR (r.shared = 1 AND u.status = 'active')
 ORDER BY r.user_id <> :user_id, r.name, r.id;

-- saved_report_all :many () → saved_report_list
SELECT r.id, r.user_id, u.name AS user_name, r.name, r.shared, r.view, r.definition, r.every, r.on_day, r.at_hour, r.next_at,
       COALESCE((SELECT GROUP_CONCAT(t.user_id ORDER BY t.user_id) FROM saved_report_recipient t WHERE t.report_id = r.id), '') AS recipients
  FROM saved_report r
  JOIN user u ON u.id = r.user_id
 ORDER BY r.name, r.id;

-- saved_report_one :one [hot] (id u64, user_id u64) → saved_report_list
-- One's own, or one that another shares.
SELECT r.id, r.user_id, u.name AS user_name, r.name, r.shared, r.view, r.definition, r.every, r.on_day, r.at_hour, r.next_at,
       COALESCE((SELECT GROUP_CONCAT(t.user_id ORDER BY t.user_id) FROM saved_report_recipient t WHERE t.report_id = r.id), '') AS recipients
  FROM saved_report r
  JOIN user u ON u.id = r.user_id
 WHERE r.id = :id AND (r.user_id = :user_id OR (r.shared = 1 AND u.status = 'active'));

-- saved_report_count :one [hot] (user_id u64) → (n u64)
SELECT COUNT(*) AS n FROM saved_report WHERE user_id = :user_id;

-- saved_report_lock :one [hot] (id u64, user_id u64)
--     → (id u64, name text, shared bool, view text, definition text, every text, on_day u32, at_hour u32)
-- One's own alone.
SELECT id, name, shared, view, definition, every, on_day, at_hour
  FROM saved_report
 WHERE id = :id AND user_id = :user_id
   FOR UPDATE;

-- saved_report_insert :exec (id u64, user_id u64, name text, shared bool, view text, definition text, every text,
--     on_day u32, at_hour u32, next_at instant?, at instant)
INSERT INTO saved_report (id, user_id, name, shared, view, definition, every, on_day, at_hour, next_at, changed_at)
VALUES (:id, :user_id, :name, :shared, :view, :definition, :every, :on_day, :at_hour, :next_at, :at);

-- saved_report_change :exec (id u64, name text, shared bool, view text, definition text, every text, on_day u32,
--     at_hour u32, next_at instant?, at instant)
UPDATE saved_report
   SET name = :name, shared = :shared, view = :view, definition = :definition, every = :every, on_day = :on_day,
       at_hour = :at_hour, next_at = :next_at, changed_at = :at
 WHERE id = :id;

-- saved_report_delete :exec (id u64)
DELETE FROM saved_report WHERE id = :id;

-- saved_report_to_nobody :exec (id u64)
DELETE FROM saved_report_recipient WHERE report_id = :id;

-- saved_report_to :exec (id u64, ids json)
-- Only people who may sign in.
INSERT INTO saved_report_recipient (report_id, user_id)
SELECT DISTINCT :id, u.id
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (user_id BIGINT UNSIGNED PATH '$')) j
  JOIN user u ON u.id = j.user_id AND u.status = 'active';

-- saved_report_due :many [hot] (now_at instant, take u32)
--     → (id u64, user_id u64, name text, view text, definition text, every text, on_day u32, at_hour u32,
--        next_at instant?, language text)
SELECT r.id, r.user_id, r.name, r.view, r.definition, r.every, r.on_day, r.at_hour,
       r.next_at, u.language
  FROM saved_report r FORCE INDEX (saved_report_next)
  JOIN user u ON u.id = r.user_id
 WHERE r.next_at <= :now_at
 ORDER BY r.next_at, r.id
 LIMIT :take;

-- saved_report_turn :one [hot] (id u64, next_at instant) → (id u64)
-- Locked, unless it was served or changed meanwhile.
SELECT id FROM saved_report WHERE id = :id AND next_at = :next_at FOR UPDATE;

-- saved_report_next :exec (id u64, next_at instant?)
UPDATE saved_report SET next_at = :next_at WHERE id = :id;

-- saved_report_ran :exec (id u64, due_at instant, made_at instant, state text, rows_n u64, why text?)
INSERT INTO saved_report_run (report_id, due_at, made_at, state, rows_n, why)
VALUES (:id, :due_at, :made_at, :state, :rows_n, :why);

-- saved_report_readers :many [hot] (id u64) → (user_id u64, name text, language text)
SELECT t.user_id, u.name, u.language
  FROM saved_report_recipient t
  JOIN user u ON u.id = t.user_id AND u.status = 'active'
 WHERE t.report_id = :id
 ORDER BY t.user_id;

-- staff_mail_file_add :exec (id u64, user_id u64, report_id u64, name text, type text, bytes blob, real_at instant)
INSERT INTO staff_mail_file (id, user_id, report_id, name, type, data, real_at)
VALUES (:id, :user_id, :report_id, :name, :type, :bytes, :real_at);

-- staff_mail_file_one :one [hot] (id u64) → (user_id u64, report_id u64, name text, type text, bytes blob)
SELECT user_id, report_id, name, type, data AS bytes FROM staff_mail_file WHERE id = :id;

-- staff_mail_file_forget :exec [hot] (real_at instant)
DELETE FROM staff_mail_file WHERE real_at < :real_at;
