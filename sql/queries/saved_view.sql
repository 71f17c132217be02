-- Views of the worklist that people made.

-- saved_view_list :many [hot] (user_id u64)
--     → (id u64, user_id u64, user_name text, name text, base text, sort text, filters json, columns text, shared bool)
-- One's own, then those that others share.
SELECT s.id, s.user_id, u.name AS user_name, s.name, s.base, s.sort, s.filters, s.columns, s.shared
  FROM saved_view s
  JOIN user u ON u.id = s.user_id
 WHERE s.user_id = :user_id OR (s.shared = 1 AND u.status = 'active')
 ORDER BY s.user_id <> :user_id, s.name, s.id;

-- saved_view_count :one [hot] (user_id u64) → (n u64)
SELECT COUNT(*) AS n FROM saved_view WHERE user_id = :user_id;

-- saved_view_insert :exec (id u64, user_id u64, name text, base text, sort text, filters json, columns text,
--     shared bool, at instant)
INSERT INTO saved_view (id, user_id, name, base, sort, filters, columns, shared, changed_at)
VALUES (:id, :user_id, :name, :base, :sort, :filters, :columns, :shared, :at);

-- saved_view_lock :one [hot] (id u64, user_id u64)
--     → (id u64, name text, base text, sort text, filters json, columns text, shared bool)
-- One's own alone.
SELECT id, name, base, sort, filters, columns, shared FROM saved_view WHERE id = :id AND user_id = :user_id FOR UPDATE;

-- saved_view_change :exec (id u64, name text, base text, sort text, filters json, columns text, shared bool, at instant)
UPDATE saved_view
   SET name = :name, base = :base, sort = :sort, filters = :filters, columns = :columns, shared = :shared,
       changed_at = :at
 WHERE id = :id;

-- saved_view_delete :exec (id u64)
DELETE FROM saved_view WHERE id = :id;

-- saved_view_default :one [hot] (user_id u64) → (view text)
SELECT view FROM view_default WHERE user_id = :user_id;

-- saved_view_default_set :exec (user_id u64, view text)
INSERT INTO view_default (user_id, view) VALUES (:user_id, :view)
ON DUPLICATE KEY UPDATE view = VALUES(view);

-- saved_view_default_clear :exec (user_id u64)
DELETE FROM view_default WHERE user_id = :user_id;

-- saved_view_divisions :many (scope u64?) → (code text)
-- What there is a view by division of.
SELECT v.code FROM division v WHERE SEES_DIVISION(v.id) ORDER BY v.code;
