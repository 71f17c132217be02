-- Company settings; values are JSON.

-- setting_text :one (name text) → (value text?)
-- What the value says as text, without JSON's quotes; NULL for an object or list.
SELECT JSON_VALUE(CONCAT('[', value, ']'), '$[0]') AS value
  FROM setting
 WHERE name = :name AND known_to IS NULL;
