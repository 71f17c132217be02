-- Files that came in.

-- import_batch_insert :exec (id u64, kind text, profile text, file_name text, file_hash hash,
--     bytes_n u64, started_at instant, actor_kind text, actor_id text)
INSERT INTO import_batch (id, kind, profile, file_name, file_hash, state, bytes_n, started_at,
       actor_kind, actor_id)
VALUES (:id, :kind, :profile, :file_name, :file_hash, 'running', :bytes_n, :started_at, :actor_kind,
       :actor_id);

-- import_batch_progress :exec [hot] (bytes_done u64, rows_n u64, created_n u64, changed_n u64, same_n u64, bad_n u64, id u64)
UPDATE import_batch
   SET bytes_done = :bytes_done, rows_n = :rows_n, created_n = :created_n, changed_n = :changed_n,
       same_n = :same_n, bad_n = :bad_n
 WHERE id = :id;

-- import_batch_end :exec [hot] (state text, fault text?, ended_at instant, id u64)
UPDATE import_batch
   SET state = :state, fault = :fault, ended_at = :ended_at
 WHERE id = :id;

-- import_batch_get :one [hot] (id u64)
--     → (id u64, kind text, profile text, file_name text, state text, bytes_n u64, bytes_done u64,
--        rows_n u64, created_n u64, changed_n u64, same_n u64, bad_n u64, fault text?,
--        started_at instant, ended_at instant?, actor_kind text, actor_id text)
SELECT id, kind, profile, file_name, state, bytes_n, bytes_done, rows_n, created_n, changed_n,
       same_n, bad_n, fault, started_at, ended_at, actor_kind, actor_id
  FROM import_batch
 WHERE id = :id;

-- import_batch_list :many [hot] (before_id u64, take u32) → import_batch_get
-- Newest first.
SELECT id, kind, profile, file_name, state, bytes_n, bytes_done, rows_n, created_n, changed_n,
       same_n, bad_n, fault, started_at, ended_at, actor_kind, actor_id
  FROM import_batch
 WHERE id < :before_id
 ORDER BY id DESC
 LIMIT :take;
