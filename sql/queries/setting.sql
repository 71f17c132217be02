-- Company settings; values are JSON.

-- setting_text :one (name text) → (value text?)
-- What the value says as text, without JSON's quotes; NULL for an object or list.
SELECT JSON_VALUE(CONCAT('[', value, ']'), '$[0]') AS value
  FROM setting
 WHERE name = :name AND known_to IS NULL;

-- setting_values :many () → (name text, value text?)
-- All as they stand now.
SELECT name, JSON_VALUE(CONCAT('[', value, ']'), '$[0]') AS value
  FROM setting
 WHERE known_to IS NULL;

-- setting_all :many () → (name text, value text?, known_from instant, user_name text?)
-- What stands now, and who set it.
SELECT s.name, JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') AS value, s.known_from,
       (SELECT u.name FROM user u WHERE u.id = s.user_id) AS user_name
  FROM setting s
 WHERE s.known_to IS NULL
 ORDER BY s.name;

-- setting_history :many (name text) → (value text?, known_from instant, known_to instant?, user_name text?)
-- What it was, the newest first.
SELECT JSON_VALUE(CONCAT('[', s.value, ']'), '$[0]') AS value, s.known_from, s.known_to,
       (SELECT u.name FROM user u WHERE u.id = s.user_id) AS user_name
  FROM setting s
 WHERE s.name = :name
 ORDER BY s.known_from DESC
 LIMIT 50;

-- setting_state :one () → (changes u64)
-- Grows with every change: what an edit is compared with.
SELECT CAST(COUNT(*) + COUNT(known_to) AS UNSIGNED) AS changes FROM setting;

-- setting_lock :many (name text) → (value json, known_from instant)
SELECT value, known_from FROM setting WHERE name = :name AND known_to IS NULL FOR UPDATE;

-- setting_close :exec (name text, known_to instant)
UPDATE setting SET known_to = :known_to WHERE name = :name AND known_to IS NULL;

-- setting_put :exec (name text, known_from instant, value json, user_id u64?)
INSERT INTO setting (name, known_from, value, user_id)
VALUES (:name, :known_from, :value, :user_id);
