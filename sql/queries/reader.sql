-- Users of the database who read the views of reports. What makes and ends them are routines of
-- migrations/0079.

-- reader_add :exec (name text, secret text, at instant)
CALL reader_make(:name, :secret, :at);

-- reader_remove :exec (name text)
CALL reader_end(:name);

-- reader_one :one (name text) → (created_at instant)
SELECT created_at FROM reader WHERE name = :name;

-- reader_list :many () → (name text, created_at instant)
SELECT name, created_at FROM reader ORDER BY name;
