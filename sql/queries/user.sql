-- Staff.

-- user_insert :exec (id u64, email text, name text, role text, password_hash text?,
--     totp_sealed text?, language text, created_at instant)
INSERT INTO user (id, email, name, role, password_hash, totp_sealed, language, created_at)
VALUES (:id, :email, :name, :role, :password_hash, :totp_sealed, :language, :created_at);

-- user_for_login :one (email text)
--     → (id u64, email text, name text, role text, password_hash text?, totp_sealed text?,
--        status text)
SELECT id, email, name, role, password_hash, CAST(totp_sealed AS CHAR) AS totp_sealed, status
  FROM user
 WHERE email = :email;

-- user_take_totp_step :exec (id u64, step u64)
-- Touches no row when that step, or a later one, was used before.
UPDATE user SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- user_set_password :exec (id u64, password_hash text)
UPDATE user SET password_hash = :password_hash, version = version + 1 WHERE id = :id;

-- user_set_totp :exec (id u64, totp_sealed text?)
UPDATE user SET totp_sealed = :totp_sealed, version = version + 1 WHERE id = :id;

-- user_set_status :exec (id u64, status text)
UPDATE user SET status = :status, version = version + 1 WHERE id = :id;

-- user_set_role :exec (id u64, role text, name text, language text)
UPDATE user SET role = :role, name = :name, language = :language, version = version + 1
 WHERE id = :id;

-- user_list :many (after_email text, limit_n u32)
--     → (id u64, email text, name text, role text, language text, status text,
--        has_password bool, has_totp bool, created_at instant, version u32, divisions text?)
SELECT u.id, u.email, u.name, u.role, u.language, u.status,
       u.password_hash IS NOT NULL AS has_password, u.totp_sealed IS NOT NULL AS has_totp,
       u.created_at, u.version,
       (SELECT GROUP_CONCAT(v.code ORDER BY v.code SEPARATOR ' ')
          FROM user_division d JOIN division v ON v.id = d.division_id
         WHERE d.user_id = u.id) AS divisions
  FROM user u
 WHERE u.email > :after_email
 ORDER BY u.email
 LIMIT :limit_n;

-- user_by_id :one (id u64) → user_list
SELECT u.id, u.email, u.name, u.role, u.language, u.status,
       u.password_hash IS NOT NULL AS has_password, u.totp_sealed IS NOT NULL AS has_totp,
       u.created_at, u.version,
       (SELECT GROUP_CONCAT(v.code ORDER BY v.code SEPARATOR ' ')
          FROM user_division d JOIN division v ON v.id = d.division_id
         WHERE d.user_id = u.id) AS divisions
  FROM user u
 WHERE u.id = :id;

-- user_clear_divisions :exec (user_id u64)
DELETE FROM user_division WHERE user_id = :user_id;

-- user_add_division :exec (user_id u64, code text)
-- Touches no row when there is no such division.
INSERT INTO user_division (user_id, division_id)
SELECT :user_id, id FROM division WHERE code = :code;

-- user_of_customer :one (id u64, customer_id u64, case_id u64?)
--     → (name text, active bool, limited bool, sees bool)
-- A colleague who is to be given something of a customer: whether he may see it at all.
SELECT u.name, u.status = 'active' AS active,
       EXISTS (SELECT 1 FROM user_division sd WHERE sd.user_id = u.id)
           OR EXISTS (SELECT 1 FROM user_sight st WHERE st.user_id = u.id AND st.sees = 'own') AS limited,
       @user_sees(:customer_id | :case_id) AS sees
  FROM user u
 WHERE u.id = :id;

-- user_name_by_id :one (id u64) → (name text, status text)
SELECT name, status FROM user WHERE id = :id;

-- user_security :one (id u64)
--     → (name text, email text, role text, language text, password_hash text?, totp_sealed text?,
--        totp_pending text?, codes_left u32)
-- What somebody may see and change of his own way in.
SELECT u.name, u.email, u.role, u.language, u.password_hash,
       CAST(u.totp_sealed AS CHAR) AS totp_sealed, CAST(u.totp_pending AS CHAR) AS totp_pending,
       CAST(COALESCE((SELECT COUNT(*) FROM recovery_code c
                       WHERE c.user_id = u.id AND c.used_at IS NULL), 0) AS UNSIGNED INTEGER)
           AS codes_left
  FROM user u
 WHERE u.id = :id;

-- user_set_totp_pending :exec (id u64, totp_pending text)
UPDATE user SET totp_pending = :totp_pending WHERE id = :id;

-- user_confirm_totp :exec (id u64, pending text, step u64)
-- From here on it counts. Touches no row when another one is being set up by now.
UPDATE user
   SET totp_sealed = totp_pending, totp_pending = NULL, totp_step = :step, version = version + 1
 WHERE id = :id AND totp_pending = :pending;

-- user_clear_totp :exec (id u64)
UPDATE user
   SET totp_sealed = NULL, totp_pending = NULL, totp_step = 0, version = version + 1
 WHERE id = :id;

-- user_set_language :exec (id u64, language text)
UPDATE user SET language = :language, version = version + 1 WHERE id = :id;

-- recovery_code_put :bulk (user_id u64, code_hash hash, created_at instant)
INSERT INTO recovery_code (user_id, code_hash, created_at)
VALUES (:user_id, :code_hash, :created_at);

-- recovery_code_drop :exec (user_id u64)
DELETE FROM recovery_code WHERE user_id = :user_id;

-- recovery_code_use :exec (user_id u64, code_hash hash, at instant)
-- Touches no row when there is no such code, or it was used before.
UPDATE recovery_code SET used_at = :at
 WHERE user_id = :user_id AND code_hash = :code_hash AND used_at IS NULL;

-- A person of the portal, whose way in has the same shape.

-- person_for_login :one (email text) → user_for_login
-- Active: somebody at a customer at all.
SELECT p.id, p.email, p.name, '' AS role, p.password_hash, CAST(p.totp_sealed AS CHAR) AS totp_sealed,
       IF(EXISTS (SELECT 1 FROM portal_membership m
                    LEFT JOIN contact k ON k.id = m.contact_id
                   WHERE m.person_id = p.id AND m.known_to IS NULL AND (m.contact_id IS NULL OR k.active = 1)),
          'active', 'disabled') AS status
  FROM person p
 WHERE p.email = :email;

-- person_take_totp_step :exec (id u64, step u64)
UPDATE person SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- person_set_password :exec (id u64, password_hash text)
UPDATE person SET password_hash = :password_hash, version = version + 1 WHERE id = :id;

-- person_security :one (id u64) → user_security
SELECT p.name, p.email, '' AS role, COALESCE(p.language, 'en') AS language, p.password_hash,
       CAST(p.totp_sealed AS CHAR) AS totp_sealed, CAST(p.totp_pending AS CHAR) AS totp_pending,
       CAST(COALESCE((SELECT COUNT(*) FROM person_recovery_code c
                       WHERE c.person_id = p.id AND c.used_at IS NULL), 0) AS UNSIGNED INTEGER)
           AS codes_left
  FROM person p
 WHERE p.id = :id;

-- person_set_totp_pending :exec (id u64, totp_pending text)
UPDATE person SET totp_pending = :totp_pending WHERE id = :id;

-- person_confirm_totp :exec (id u64, pending text, step u64)
UPDATE person
   SET totp_sealed = totp_pending, totp_pending = NULL, totp_step = :step, version = version + 1
 WHERE id = :id AND totp_pending = :pending;

-- person_clear_totp :exec (id u64)
UPDATE person
   SET totp_sealed = NULL, totp_pending = NULL, totp_step = 0, version = version + 1
 WHERE id = :id;

-- person_set_language :exec (id u64, language text)
UPDATE person SET language = :language, version = version + 1 WHERE id = :id;

-- person_recovery_code_put :bulk (person_id u64, code_hash hash, created_at instant)
INSERT INTO person_recovery_code (person_id, code_hash, created_at)
VALUES (:person_id, :code_hash, :created_at);

-- person_recovery_code_drop :exec (person_id u64)
DELETE FROM person_recovery_code WHERE person_id = :person_id;

-- person_recovery_code_use :exec (person_id u64, code_hash hash, at instant)
UPDATE person_recovery_code SET used_at = :at
 WHERE person_id = :person_id AND code_hash = :code_hash AND used_at IS NULL;
