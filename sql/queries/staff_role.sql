-- Roles of the company's own. rights: a bit each, in the order of the column's set.

-- staff_role_list :many () → (code text, name text, rights u32, users_n u32, version u32)
SELECT r.code, r.name, CAST(r.rights + 0 AS UNSIGNED INTEGER) AS rights,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM user u WHERE u.role = r.code), 0) AS users_n, r.version
  FROM staff_role r
 ORDER BY r.name, r.code;

-- staff_role_lock :one (code text) → staff_role_list
SELECT r.code, r.name, CAST(r.rights + 0 AS UNSIGNED INTEGER) AS rights,
       COALESCE((SELECT CAST(COUNT(*) AS UNSIGNED INTEGER) FROM user u WHERE u.role = r.code), 0) AS users_n, r.version
  FROM staff_role r
 WHERE r.code = :code
   FOR UPDATE;

-- staff_role_rights :one [hot] (code text) → (rights u32)
SELECT CAST(r.rights + 0 AS UNSIGNED INTEGER) AS rights FROM staff_role r WHERE r.code = :code;

-- staff_role_insert :exec (code text, name text, rights u32, created_at instant)
INSERT INTO staff_role (code, name, rights, created_at) VALUES (:code, :name, :rights, :created_at);

-- staff_role_set :exec (code text, name text, rights u32)
UPDATE staff_role SET name = :name, rights = :rights, version = version + 1 WHERE code = :code;

-- staff_role_remove :exec (code text)
DELETE FROM staff_role WHERE code = :code;
