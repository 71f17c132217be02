-- What the db layer itself asks; its bindings go to db/q_db.h, all others to store/.

-- db_next_block :one () → (first_id u64)
-- The first of 1,000 ids that nobody else gets; the sequence is not transactional.
SELECT COALESCE(NEXT VALUE FOR id_block, 0) AS first_id;

-- db_get_lock :one (name text, timeout_s u32) → (got bool?)
-- Names are the server's, so the database's name is part of it. NULL: an error.
SELECT GET_LOCK(CONCAT(DATABASE(), '.', :name), :timeout_s) AS got;

-- db_release_lock :one (name text) → (released bool?)
-- NULL: there is no such lock; false: another connection holds it.
SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.', :name)) AS released;

-- db_create_schema_migration :exec ()
-- Which migrations ran here. It exists before the first of them.
CREATE TABLE IF NOT EXISTS schema_migration (
    name VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    applied_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='the migrations that ran, by file name';

-- db_migrations_applied :many () → (name text, sha256 text, applied_at instant)
SELECT name, sha256, applied_at
  FROM schema_migration
 ORDER BY name;

-- db_migration_done :exec (name text, sha256 text, applied_at instant)
INSERT INTO schema_migration (name, sha256, applied_at)
VALUES (:name, :sha256, :applied_at);
